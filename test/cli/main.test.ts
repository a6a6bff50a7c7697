import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { whyNodeIsTooOld } from '../../src/cli/node-version';
import { burnline } from './burnline';

async function check(
  args: readonly string[],
  exitCode: number,
  stdout: RegExp,
  stderr: RegExp,
): Promise<void> {
  const ended = await burnline(args);
  assert.match(ended.stdout, stdout);
  assert.match(ended.stderr, stderr);
  assert.equal(ended.exitCode, exitCode);
}

describe('burnline', () => {
  it('says its version and how it is used', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    await check(['--version'], 0, new RegExp(`^${version}\n$`), /^$/);
    await check(
      ['--help'],
      0,
      /burnline serve .*\n.*\n {2}burnline top .*\n {2}burnline diff [^]*\n {2}burnline check [^]*\n {2}burnline locate .*\n {2}burnline coverage .*\n {2}burnline recommend .*\n {2}burnline keys /,
      /^$/,
    );
    await check([], 0, /burnline top SOURCE/, /^$/);
    await check(['top', '--help'], 0, /^burnline top SOURCE[^]*hottest functions/, /^$/);
  });

  it('refuses in one line and with 2 what it does not know', async () => {
    await check(
      ['frobnicate'],
      2,
      /^$/,
      /^There is no command "frobnicate"; the commands are serve, top, .*\.\n$/,
    );
    await check(['top'], 2, /^$/, /^Give one source; 0 were given\.\n$/);
    await check(['top', 'a', 'b'], 2, /^$/, /^Give one source; 2 were given\.\n$/);
    await check(['top', '--jsn', 'a'], 2, /^$/, /^Unknown option '--jsn'; see --help\.\n$/);
    await check(
      ['top', 'a', '--limit', 'many'],
      2,
      /^$/,
      /^--limit takes a whole number up to \d+, not "many"\.\n$/,
    );
    await check(['top', 'a', '--by', 'name'], 2, /^$/, /^--by takes self or total, not "name"\.\n$/);
    await check(
      ['serve', '--port', '70000'],
      2,
      /^$/,
      /^--port takes a whole number up to 65535, not "70000"\.\n$/,
    );
    await check(['serve', '--account', '1'], 2, /^$/, /^--account takes twelve digits, not "1"\.\n$/);
    await check(['serve', 'now'], 2, /^$/, /^serve takes options only, not "now"\.\n$/);
    await check(['locate', 'f'], 2, /^$/, /^locate needs to know where the source is; give --root DIR\.\n$/);
    await check(
      ['locate', '--root', 'nowhere', 'f'],
      2,
      /^$/,
      /^--root takes a folder, and "nowhere" is none\.\n$/,
    );
    await check(['locate', '--root', '.'], 2, /^$/, /^locate needs a frame;/);
  });

  it('names the causes of an error when asked to', async () => {
    await check(
      ['top', 'nowhere.json'],
      2,
      /^$/,
      /^nowhere\.json cannot be read: there is no such file\.\n$/,
    );
    await check(['top', 'nowhere.json', '--verbose'], 2, /^$/, /^[^\n]*\n {2}because: ENOENT[^\n]*\n$/);
  });

  it('does not let a name in an error act on the terminal', async () => {
    await check(['top', '\u001b[31mred\u202e'], 2, /^$/, /^⟨U\+001B⟩\[31mred⟨U\+202E⟩ cannot be read/);
  });

  it('knows which Node is recent enough', () => {
    assert.equal(whyNodeIsTooOld('22.13.0'), undefined);
    assert.equal(whyNodeIsTooOld('24.0.0'), undefined);
    for (const old of ['22.12.9', '20.20.2', '18.0.0', '8.1.0']) {
      assert.match(whyNodeIsTooOld(old) ?? '', new RegExp(`needs Node 22\\.13 or later and this is ${old};`));
    }
  });
});
