import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { Failure } from '../../src/cli/failure';
import { readProfileFile } from '../../src/cli/profile-file';
import { encodeIonAgentProfile } from '../../src/profile/codec/ion';
import { profileOf } from '../fixtures/text-profile';
import { skip } from '../harness/skip';
import { agentProfile, burnline, temporaryFolder } from './burnline';

const RECURSIVE = `
<frozen runpy>:_run_code @<frozen runpy>:88
  app:<module> @/srv/app.py:30
    app:walk @/srv/app.py:4-9  WALL_TIME 3
      app:walk @/srv/app.py:4-9  WALL_TIME 2
        app:leaf @/srv/app.py:12  WALL_TIME 4
    <Sleep>  WALL_TIME 6
    threading:Condition:wait @/lib/threading.py:320  WALL_TIME 5
`;

interface Top {
  readonly unit: string;
  readonly total: number;
  readonly states: readonly string[];
  readonly frames: readonly {
    name: string;
    self: number;
    total: number;
    selfShare: number;
    totalShare: number;
  }[];
}

const SHARED = '../shared/profiles';

describe('burnline top', () => {
  const folder = temporaryFolder();
  const recursive = folder.write('recursive.json', agentProfile(RECURSIVE));

  async function top(...args: string[]): Promise<Top> {
    const { stdout, stderr, exitCode } = await burnline(['top', '--json', ...args]);
    assert.equal(stderr, '');
    assert.equal(exitCode, 0);
    return JSON.parse(stdout) as Top;
  }

  async function check(args: readonly string[], expected: readonly string[]): Promise<void> {
    const { total, states, frames } = await top(recursive, ...args);
    const rows = frames.map((frame) => `${frame.name} ${frame.self} ${frame.total}`);
    assert.deepEqual([`${total} ${states.join(',')}`, ...rows], expected);
  }

  async function refuses(name: string, content: string | Uint8Array, why: RegExp): Promise<void> {
    await assert.rejects(readProfileFile(folder.write(name, content)), (error) => {
      assert.ok(error instanceof Failure);
      assert.match(error.message, why);
      assert.equal(error.exitCode, 2);
      return true;
    });
  }

  it('counts every state in the data, each frame once per stack, wrappers too', () =>
    check(
      [],
      [
        '20 WALL_TIME',
        '<Sleep> 6 6',
        'app:walk 5 9',
        'threading:Condition:wait 5 5',
        'app:leaf 4 4',
        '<frozen runpy>:_run_code 0 20',
        'app:<module> 0 20',
      ],
    ));

  it('orders by total', async () => {
    await check(
      ['--by', 'total', '--limit', '3'],
      ['20 WALL_TIME', '<frozen runpy>:_run_code 0 20', 'app:<module> 0 20', 'app:walk 5 9'],
    );
  });

  it('tells the states of Python apart for the views', async () => {
    await check(['--states', 'cpu', '--limit', '2'], ['9 RUNNABLE', 'app:walk 5 9', 'app:leaf 4 4']);
    await check(['--states', 'waiting', '--limit', '1'], ['5 WAITING', 'threading:Condition:wait 5 5']);
    await check(
      ['--states', 'WAITING,TIMED_WAITING', '--limit', '1'],
      ['11 WAITING,TIMED_WAITING', '<Sleep> 6 6'],
    );
    assert.equal((await top(recursive, '--states', 'latency')).total, 20);
    await check(['--states', 'BLOCKED'], ['0 ']);
  });

  it('gives shares of the total', async () => {
    const { unit, frames } = await top(recursive, '--by', 'total');
    const walk = frames.find(({ name }) => name === 'app:walk');
    assert.equal(unit, 'samples');
    assert.equal(walk?.selfShare, 5 / 20);
    assert.equal(walk?.totalShare, 9 / 20);
  });

  it('prints a table for people, without the wrappers', async () => {
    const { stdout } = await burnline(['top', recursive, '--by', 'total']);
    assert.equal(
      stdout.replaceAll('\u00a0', ' '),
      [
        '20 samples in WALL_TIME over 1 min',
        '',
        '    self     total  function',
        '     0 %     100 %  app:<module>',
        '  25.0 %    45.0 %  app:walk',
        '  30.0 %    30.0 %  <Sleep>',
        '  25.0 %    25.0 %  threading:Condition:wait',
        '  20.0 %    20.0 %  app:leaf',
        '',
      ].join('\n'),
    );
  });

  it('has a row for a function under all its names, or one for each of these as JSON', async () => {
    const lambdas = ['Shop$$Lambda$1/77.run  RUNNABLE 1', 'Shop$$Lambda$2/78.run  RUNNABLE 1'].join('\n');
    const file = folder.write('lambdas.json', agentProfile(lambdas));
    const { stdout } = await burnline(['top', file]);
    assert.match(stdout, /100\s%\s+100\s%\s+Shop\$\$Lambda\.run\n$/);
    assert.deepEqual(
      (await top(file)).frames.map(({ name }) => name),
      ['Shop$$Lambda$1/77.run', 'Shop$$Lambda$2/78.run'],
    );
  });

  it('prints hostile names as inert text', async () => {
    const hostile = folder.write('hostile.json', agentProfile('\u001b[2Jevil\u202e  WALL_TIME 1'));
    const { stdout } = await burnline(['top', hostile]);
    assert.match(stdout, /⟨U\+001B⟩\[2Jevil⟨U\+202E⟩\n$/);
  });

  it('reads a file for what is in it, packed or not', async () => {
    const packed = folder.write('profile.txt', gzipSync(agentProfile(RECURSIVE)));
    assert.equal((await top(packed)).total, 20);
  });

  it('reads Ion, binary and text, packed or not', async () => {
    const binary = encodeIonAgentProfile(profileOf(RECURSIVE));
    assert.equal((await top(folder.write('profile.10n', binary))).total, 20);
    assert.equal((await top(folder.write('profile.gz', gzipSync(binary)))).total, 20);
    const text = "{callgraph: {children: {main: {counts: {RUNNABLE: 3}}, 'a b': {counts: {WAITING: 4}}}}}";
    assert.equal((await top(folder.write('profile.ion', text))).total, 7);
    assert.equal((await top(folder.write('version.ion', `$ion_1_0 ${text}`))).total, 7);
  });

  it('refuses what no profile can be read from', async () => {
    await refuses(
      'empty.json',
      '',
      /empty\.json is empty; what is read are profiles of these formats: .*pprof/,
    );
    await refuses('a.ion', Buffer.from([0xe0, 1, 0, 0xea, 0]), /is broken Ion \(byte 5 of 5 must be/);
    await refuses('b.ion', '$ion_1_0 {callgraph:', /is broken Ion \(character 20 of 20 must be/);
    await refuses('c.ion', Buffer.from([0xe0, 1, 0, 0xea, 0xd0]), /is JSON or Ion of no known format;/);
    await refuses('a.txt', 'hello', /is text of no known format;/);
    await refuses('b.json', '{"a":1}', /is JSON or Ion of no known format;/);
    await refuses('c.json', '[1]', /is JSON or Ion of no known format;/);
    await refuses('d.json', '{"callgraph":', /is broken JSON/);
    await refuses(
      'e.json',
      '{"callgraph":{"children":{"f":{"counts":{"X":-1}}}}}',
      /is an agent profile .* that cannot be read: callgraph\.children\.f\.counts\.X must be/,
    );
    await refuses('f.json', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), /is neither text nor/);
    await refuses('g.json.gz', gzipSync('{}').subarray(0, 12), /cannot be unpacked/);
  });

  it('refuses states that nothing can be in', async () => {
    const { stderr, exitCode } = await burnline(['top', recursive, '--states', 'cpuu']);
    assert.match(stderr, /^--states takes cpu, latency, or states out of RUNNABLE, .*, not "CPUU"\.\n$/);
    assert.equal(exitCode, 2);
  });

  it('counts a real agent profile as others have counted it', async function () {
    if (!existsSync(`${SHARED}/EXPECTED.json`)) skip(this, `${SHARED}/EXPECTED.json is not there`);
    const name = 'codeguru-python-agent-a.json';
    interface Expected {
      readonly total: number;
      readonly uniqueFrames: number;
      readonly topSelf: readonly { name: string; v: number }[];
      readonly topTotal: readonly { name: string; v: number }[];
    }
    const expected = (
      JSON.parse(readFileSync(`${SHARED}/EXPECTED.json`, 'utf8')) as Record<string, Expected>
    )[name];
    const { total, frames } = await top(`${SHARED}/${name}`);
    const found = new Map(frames.map((frame) => [frame.name, frame]));
    assert.equal(total, expected.total);
    assert.equal(found.size, expected.uniqueFrames);
    for (const { name, v } of expected.topSelf) assert.equal(found.get(name)?.self, v, name);
    for (const { name, v } of expected.topTotal) assert.equal(found.get(name)?.total, v, name);
  });
});
