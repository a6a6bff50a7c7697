import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { files } from '../../src/service/handshake';
import type { StoredKey } from '../../src/service/auth/key-file';
import { burnline, temporaryFolder } from './burnline';

describe('burnline keys', () => {
  const temporary = temporaryFolder();
  let count = 0;
  let folder: string;
  beforeEach(() => {
    folder = join(temporary.path, `data-${count++}`);
  });

  const run = (...args: string[]) => burnline(['keys', ...args, '--data', folder]);
  const runJson = async <T>(...args: string[]) => JSON.parse((await run(...args, '--json')).stdout) as T;
  const list = async () => (await runJson<{ keys: StoredKey[] }>('list')).keys;
  const roles = async () => (await list()).map(({ role }) => role).join(' ');

  it('makes, lists, replaces and removes', async () => {
    const created = await runJson<StoredKey>('create', '--role', 'reader');
    assert.equal(await roles(), 'admin agent reader reader');
    const rotated = await runJson<StoredKey>('rotate', created.accessKeyId, '--grace', '60');
    assert.equal(rotated.role, 'reader');
    assert.notEqual(rotated.accessKeyId, created.accessKeyId);
    const old = (await list()).find(({ accessKeyId }) => accessKeyId === created.accessKeyId);
    assert.match(old?.expiresAt ?? '', /^\d{4}-/);
    assert.deepEqual(await runJson('remove', created.accessKeyId), { removed: created.accessKeyId });
    assert.equal(await roles(), 'admin agent reader reader');
  });

  it('shows a secret when it is made, on stdout, and never again', async () => {
    for (const args of [
      ['create', '--role', 'agent'],
      ['create', '--role', 'agent', '--json'],
    ]) {
      const { stdout, stderr } = await run(...args);
      const written = readFileSync(files.keys(folder), 'utf8');
      const made = (JSON.parse(written) as { keys: StoredKey[] }).keys.at(-1);
      assert.ok(made && stdout.includes(made.secretAccessKey) && stdout.includes(made.accessKeyId));
      assert.ok(!stderr.includes(made.secretAccessKey));
      const again = await run('list', ...args.slice(3));
      assert.ok((again.stdout + again.stderr).includes(made.accessKeyId));
      assert.ok(!(again.stdout + again.stderr).includes(made.secretAccessKey));
    }
  });

  it('loses nothing when several are made at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 6 }, () => runJson<StoredKey>('create', '--role', 'agent')),
    );
    const listed = new Set((await list()).map(({ accessKeyId }) => accessKeyId));
    assert.deepEqual(
      made.filter(({ accessKeyId }) => !listed.has(accessKeyId)),
      [],
    );
    assert.equal(listed.size, 9);
  });

  const refused: [string[], RegExp][] = [
    [[], /^keys takes list or create or rotate or remove, not ""\.\n$/],
    [['show'], /^keys takes list or create or rotate or remove, not "show"\.\n$/],
    [['list'], /^There are no keys in .* yet; the first `burnline serve` on it makes some/],
    [['list', 'x'], /^keys list takes options only, not "x"\.\n$/],
    [['create'], /^--role takes admin or agent or reader, not ""\.\n$/],
    [['create', '--role', 'root'], /^--role takes admin or agent or reader, not "root"\.\n$/],
    [['create', '--role', 'agent', '--grace', '1'], /^keys create takes no --grace; see --help\.\n$/],
    [['rotate'], /^Give one key id; 0 were given\.\n$/],
    [['rotate', 'X', '--grace', '-1'], /^Option '--grace' argument is ambiguous; see --help\.\n$/],
    [['rotate', 'X', '--grace=2592001'], /^--grace takes a whole number up to 2592000/],
    [['rotate', 'X', '--role', 'agent'], /^keys rotate takes no --role; see --help\.\n$/],
    [['remove', 'X'], /^There is no key "X"; `burnline keys list` names those there are\.\n$/],
  ];
  for (const [args, expected] of refused) {
    it(`refuses ${args.join(' ') || 'nothing'}`, async () => {
      const { exitCode, stdout, stderr } = await run(...args);
      assert.match(stderr, expected);
      assert.deepEqual([exitCode, stdout], [2, '']);
    });
  }

  it('keeps the last admin key', async () => {
    await run('create', '--role', 'reader');
    const admin = (await list()).find(({ role }) => role === 'admin');
    const { exitCode, stderr } = await run('remove', admin?.accessKeyId ?? '');
    assert.equal(exitCode, 2);
    assert.match(stderr, /^BURNLINE\w+ is the last admin key; rotate it, or create another one first\.\n$/);
  });
});
