import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeAgentProfile } from '../../src/profile/codec/agent-profile';
import type { Profile } from '../../src/profile/tables';
import { findService } from '../../src/service/handshake';
import { hottestTable } from '../../src/start/hottest-table';
import { readOptions } from '../../src/start/options';
import { ensureEnvironment } from '../../src/start/python-environment';
import { recordedProfiles } from '../../src/start/recordings';
import { SAMPLE_FOLDER } from '../../src/start/sample';
import { StartError } from '../../src/start/start-error';
import { profileOf } from '../fixtures/text-profile';
import { skip } from '../harness/skip';
import { pythonWithAgent } from './agent-python';

describe('npm start', function () {
  this.timeout(60_000);
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'burnline-start-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the command on a data folder of its own. */
  const start = async (...args: string[]) => {
    const child = spawn(process.execPath, ['src/build/run.mjs', 'start', ...args], {
      env: { ...process.env, BURNLINE_DATA: folder },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
    const [exitCode] = (await once(child, 'close')) as [number];
    return { exitCode, stdout, stderr };
  };

  it('shows recorded runs where asked, and leaves no service behind', async () => {
    const { exitCode, stdout, stderr } = await start('--headless', '--recorded');
    assert.equal(stderr, '');
    assert.equal(exitCode, 0);
    assert.match(stdout, /^ {2}Service +http:\/\/127\.0\.0\.1:\d+/m);
    assert.match(stdout, /^Hottest methods by self, of [\d,]+ samples on CPU:$/m);
    assert.match(stdout, /%\s+\d+ {2}shop\.jobs\.reports:SalesReport:bought_together {2}reports\.py:\d+$/m);
    assert.equal(await findService(folder), undefined);
  });

  it('runs the sample under the real agent until there are profiles, and ends it', async function () {
    await pythonWithAgent(this);
    const { exitCode, stdout, stderr } = await start('--headless');
    assert.equal(stderr, '');
    assert.equal(exitCode, 0);
    assert.match(stdout, /^ {2}Python +3\.\d+\.\d+ with agent 1\.2\.6/m);
    assert.match(stdout, /%\s+\d+ {2}shop\.[\w.:]+ {2}\w+\.py:\d+$/m);
    assert.equal(await findService(folder), undefined);
  });

  it('says in one line what it did not understand', async () => {
    const { exitCode, stdout, stderr } = await start('--headles');
    assert.deepEqual([exitCode, stdout], [2, '']);
    assert.match(stderr, /^Unknown option '--headles'\. Usage: .+\n$/);
  });
});

describe('the sample', () => {
  it('closes by itself when the process that started it is killed', async function () {
    const python = await pythonWithAgent(this);
    if (process.platform === 'win32') skip(this, 'Windows has no parent to watch');
    const parent = `require('child_process')
      .spawn(${JSON.stringify(python)}, [${JSON.stringify(join(SAMPLE_FOLDER, 'main.py'))}, '--with-parent', process.pid], {
        detached: true, stdio: 'inherit', env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
      })
      .once('spawn', () => console.log('spawned'))`;
    const child = spawn(process.execPath, ['-e', parent], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    // The sample has the other end of this pipe too, so its end is the end of the sample.
    child.stdout.resume();
    await once(child.stdout, 'close');
  });
});

describe('the options of npm start', () => {
  const check = (args: string, expected: string | RegExp) => {
    const words = args.split(' ').filter((word) => word !== '');
    if (expected instanceof RegExp) {
      assert.throws(
        () => readOptions(words),
        (error) => error instanceof StartError && error.exitCode === 2 && expected.test(error.message),
      );
      return;
    }
    const set = Object.entries(readOptions(words)).filter(
      ([, value]) => value !== false && value !== undefined,
    );
    assert.equal(set.map(([name, value]) => `${name}=${String(value)}`).join(' '), expected);
  };

  it('are all off to begin with', () => check('', ''));
  it('are read', () => check('--headless --recorded --browser', 'headless=true recorded=true browser=true'));
  it('make folders absolute', () => check('--folder test/fixtures', `folder=${process.cwd()}/test/fixtures`));
  it('want a folder that is there', () => check('--folder nowhere', /^There is no folder .+nowhere; /));
  it('run nothing in a folder of yours', () => check('--folder test --headless', /leave one out\.$/));
  it('take no other words', () => check('shop', /^Unexpected argument 'shop'\. Usage: /));
});

describe('the environment of the sample', () => {
  const rejects = async (changes: NodeJS.ProcessEnv, exitCode: number, message: RegExp) => {
    const folder = mkdtempSync(join(tmpdir(), 'burnline-venv-'));
    const before = { ...process.env };
    Object.assign(process.env, changes);
    try {
      await assert.rejects(
        ensureEnvironment(join(folder, 'venv'), () => undefined, new AbortController().signal),
        (error) => error instanceof StartError && error.exitCode === exitCode && message.test(error.message),
      );
    } finally {
      for (const name of Object.keys(changes)) delete process.env[name];
      Object.assign(process.env, before);
      rmSync(folder, { recursive: true, force: true });
    }
  };

  it('names the recorded runs where PyPI cannot be reached', async function () {
    await pythonWithAgent(this);
    if (process.platform === 'win32') skip(this, 'a closed port takes too long to refuse on Windows');
    const offline = {
      PIP_INDEX_URL: 'http://127.0.0.1:1/simple',
      PIP_EXTRA_INDEX_URL: '',
      PIP_CONFIG_FILE: devNull,
      PIP_NO_CACHE_DIR: '1',
    };
    await rejects(offline, 3, /could not be installed from PyPI \(.+\); .*`npm start -- --recorded`/);
  });

  it('names them where there is no Python', () =>
    rejects({ PATH: '' }, 2, /no Python is on PATH; .*`npm start -- --recorded`/));
});

describe('the recordings', () => {
  const now = Date.UTC(2030, 0, 1, 12);
  const profiles = recordedProfiles(SAMPLE_FOLDER, now).map((text) => decodeAgentProfile(JSON.parse(text)));

  it('all fall into the latest hour, in two runs a quarter of an hour apart', () => {
    const ends = profiles.map(({ meta }) => meta.end).sort((a, b) => a - b);
    assert.equal(ends.at(-1), now);
    assert.ok(profiles.every(({ meta }) => meta.start > now - 3_600_000 && meta.start < meta.end));
    assert.ok(ends.includes(now - 900_000));
  });

  it('name files of the sample that are there', () => {
    const own = profiles.flatMap(({ frames }) =>
      frames.file.filter((file) => file.startsWith(SAMPLE_FOLDER)),
    );
    assert.ok(own.length > 0);
    assert.deepEqual(
      own.filter((file) => !file.includes('.venv') && !existsSync(file)),
      [],
    );
  });

  it('differ in the one thing that run B mends', () => {
    const isClient = (name: string) => name === 'boto3.session:Session:client';
    const runs = [
      profiles.filter(({ meta }) => meta.end <= now - 900_000),
      profiles.filter(({ meta }) => meta.end > now - 900_000),
    ];
    const counts = runs.map((run) => run.filter(({ frames }) => frames.name.some(isClient)).length);
    assert.ok(counts[0] > 1, `${counts[0]} profiles of run A have clients made`);
    // Run B makes its one client before it opens the shop.
    assert.ok(counts[1] <= 1, `${counts[1]} profiles of run B have clients made`);
  });
});

describe('hottestTable', () => {
  const check = (profile: Profile, expected: string) => {
    const table = hottestTable(profile, []).join('\n').replaceAll('\u00a0', ' ');
    assert.equal(table, expected.replace(/^\n|\n *$/g, '').replace(/^ {6}/gm, ''));
  };

  it('ranks own code by the samples on CPU that it took itself', () => {
    check(
      profileOf(`
        main:<module> @/srv/main.py:7
          shop:load @/srv/shop.py:12-15  30
            json:loads @/usr/lib/python3.11/json/__init__.py:346  60
          shop:draw‮ @/srv/shop.py:40  10
            <Sleep>  TIMED_WAITING 900
      `),
      `
      Hottest methods by self, of 100 samples on CPU:
           CPU    self  samples  method
        90.0 %  30.0 %       90  shop:load  shop.py:12
        10.0 %  10.0 %       10  shop:draw⟨U+202E⟩  shop.py:40
      `,
    );
  });
});
