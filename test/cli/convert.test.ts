import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { agentProfile, burnline, temporaryFolder } from './burnline';

const SHOP = `
app:<module> @/srv/app.py:30
  app:load @/srv/app.py:4-9  WALL_TIME 30
  <Sleep>  WALL_TIME 60
`;

describe('burnline convert', () => {
  const folder = temporaryFolder();
  const shop = folder.write('shop.json', agentProfile(SHOP, { start: 0, end: 60_000 }));

  const convert = (...args: string[]) => burnline(['convert', shop, ...args]);

  async function check(to: string, expected: RegExp): Promise<void> {
    const out = join(folder.path, `shop.${to}`);
    const { stdout, stderr, exitCode } = await convert('--to', to, '--out', out);
    assert.equal(stderr, '');
    assert.equal(exitCode, 0);
    assert.match(stdout, new RegExp(`${to}, [\\d.,]+.k?B\n$`));
    const bytes = readFileSync(out);
    assert.match((to === 'pprof' ? gunzipSync(bytes) : bytes).toString(), expected);
  }

  async function refuses(args: readonly string[], why: RegExp): Promise<void> {
    const { stdout, stderr, exitCode } = await burnline(['convert', ...args]);
    assert.match(stderr, why);
    assert.equal(stdout, '');
    assert.equal(exitCode, 2);
  }

  it('writes an agent profile', () => check('agent-profile', /^\{"start":0,"end":60000,.*"WALL_TIME":60/));
  it('writes collapsed stacks', () =>
    check('collapsed', /^app:<module>;<Sleep> 60\napp:<module>;app:load 30\n$/));
  it('writes pprof, packed', () => check('pprof', /WALL_TIME/));
  it('writes a file for speedscope', () => check('speedscope', /"weights":\[60,30\]/));
  it('writes an SVG', () => check('svg', /^<\?xml[^]*<title id="title">shop\.json<\/title>[^]*90 samples/));
  it('writes a page', () =>
    check(
      'html',
      /^<!doctype html>[^]*<h1>shop\.json<\/h1>[^]*in WALL_TIME · 1970-01-01T00:00:00Z to 1970-01-01T00:01:00Z/,
    ));

  it('counts the states that are asked for, as top does', async () => {
    const args = ['--to', 'collapsed', '--out', '-', '--states'];
    assert.equal((await convert(...args, 'cpu')).stdout, 'app:<module>;app:load 30\n');
    assert.equal((await convert(...args, 'timed_waiting')).stdout, 'app:<module>;<Sleep> 60\n');
    assert.equal((await convert(...args, 'wall_time')).stdout.split('\n').length, 3);
  });

  it('writes to stdout as much as a pipe takes at a time', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `function_with_a_long_name_${i}  WALL_TIME 1`);
    const large = folder.write('large.json', agentProfile(lines.join('\n')));
    const { stdout } = await burnline(['convert', large, '--to', 'collapsed', '--out', '-']);
    assert.equal(stdout.trimEnd().split('\n').length, 20_000);
  });

  it('writes bytes to stdout as they are', () => {
    const args = ['dist/cli.js', 'convert', shop, '--to', 'pprof', '--out', '-'];
    const { stdout } = spawnSync(process.execPath, args);
    assert.match(gunzipSync(stdout).toString('latin1'), /app:load/);
  });

  it('tells scripts what it wrote', async () => {
    const out = join(folder.path, 'a.txt');
    const { stdout } = await convert('--to', 'collapsed', '--out', out, '--json');
    const bytes = readFileSync(out).length;
    assert.deepEqual(JSON.parse(stdout), { to: 'collapsed', out, bytes });
  });

  it('gives equal bytes for equal profiles', async () => {
    for (const to of ['pprof', 'svg', 'html']) {
      const [one, other] = [join(folder.path, 'one'), join(folder.path, 'other')];
      await convert('--to', to, '--out', one);
      await convert('--to', to, '--out', other);
      assert.ok(readFileSync(one).equals(readFileSync(other)), to);
    }
  });

  it('takes states as the file spells them', async () => {
    const odd = folder.write('odd.json', agentProfile(SHOP).replaceAll('"WALL_TIME"', '"Running"'));
    const options = ['--to', 'collapsed', '--out', '-', '--states', 'running'];
    const { stdout, stderr } = await burnline(['convert', odd, ...options]);
    assert.equal(stderr, '');
    assert.equal(stdout, 'app:<module>;<Sleep> 60\napp:<module>;app:load 30\n');
  });

  it('leaves out times that no calendar has', async () => {
    const session = { start_time: 9e12, duration: 1, root_frame: { function: 'main', time: 1 } };
    const late = folder.write('late.json', JSON.stringify(session));
    const { stdout, stderr } = await burnline(['convert', late, '--to', 'svg', '--out', '-']);
    assert.equal(stderr, '');
    assert.match(stdout, /<desc id="subtitle">[^<]* in RUNNABLE<\/desc>/);
  });

  it('says what is wrong with the question', async () => {
    await refuses([shop, '--out', '-'], /^--to takes agent-profile or collapsed or .* or html, not ""\.\n$/);
    await refuses([shop, '--to', 'gif', '--out', '-'], /, not "gif"\.\n$/);
    await refuses([shop, '--to', 'svg'], /^Give --out FILE to write to, or --out - for stdout\.\n$/);
    await refuses(
      [shop, '--to', 'svg', '--out', '-', '--json'],
      /^--json and --out - would both write to stdout;/,
    );
    await refuses(
      [shop, '--to', 'svg', '--out', '-', '--states', 'blocked'],
      /has no samples in these states, only in /,
    );
    await refuses(
      ['nothing.json', '--to', 'svg', '--out', '-'],
      /^nothing\.json cannot be read: there is no such file\.\n$/,
    );
    const missing = join(folder.path, 'no', 'folder.svg');
    await refuses([shop, '--to', 'svg', '--out', missing], /folder\.svg cannot be written: /);
    assert.equal(existsSync(missing), false);
  });
});
