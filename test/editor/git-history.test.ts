import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import {
  commitBefore,
  renamesSince,
  revisionBefore,
  textAt,
  type GitChange,
  type GitPast,
} from '../../src/host/git-history';
import { skip } from '../harness/skip';

/** Enough lines that git knows a file again of which one is edited. */
const body = (version: string): string =>
  `# ${version}\n${Array.from({ length: 20 }, (_, line) => `line ${line}`).join('\n')}\n`;

/** Git takes small numbers for no dates. */
const START = 1_700_000_000;

describe('the past of a file', () => {
  const root = mkdtempSync(join(tmpdir(), 'burnline-git-'));
  const ids = new Map<string, string>();
  let date = '';

  before(function () {
    this.timeout(20_000);
    if (spawnSync('git', ['--version']).status !== 0) skip(this, 'git is not on PATH');
    git('init', '-q', '-b', 'main');
    write('shop/pricing.py', body('one'));
    write('shop/cart.py', 'cart = 1\n');
    commit('one', 100);
    write('shop/pricing.py', body('two'));
    commit('two', 200);
    move('shop/pricing.py', 'lib/shop/pricing.py');
    commit('three', 300);
    // Another file under the old name.
    write('shop/pricing.py', 'other = 1\n');
    commit('four', 400);
    move('lib/shop/pricing.py', 'lib/shop/prices.py');
    write('lib/shop/prices.py', body('five'));
    commit('five', 500);
  });

  after(() => rmSync(root, { recursive: true, force: true }));

  function git(...args: string[]): string {
    const author = { GIT_AUTHOR_NAME: 'Shop', GIT_AUTHOR_EMAIL: 'shop@example.com' };
    const committer = { GIT_COMMITTER_NAME: 'Shop', GIT_COMMITTER_EMAIL: 'shop@example.com' };
    const env = { ...process.env, ...author, ...committer, GIT_COMMITTER_DATE: date };
    const { status, stdout, stderr } = spawnSync('git', args, { cwd: root, encoding: 'utf8', env });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  }

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }

  function move(from: string, to: string): void {
    mkdirSync(dirname(join(root, to)), { recursive: true });
    renameSync(join(root, from), join(root, to));
  }

  function commit(name: string, seconds: number): void {
    date = `@${START + seconds} +0000`;
    git('add', '-A');
    git('-c', 'commit.gpgsign=false', 'commit', '-q', '-m', name);
    ids.set(git('rev-parse', 'HEAD').trim(), name);
  }

  /** As the git extension asks git. */
  const past: GitPast = {
    log: async ({ maxEntries, path, range }) => {
      const ranges = range === undefined ? [] : [range];
      const files = path === undefined ? [] : ['--', path];
      const out = git('log', `-n${maxEntries}`, '--format=%H %P|%ct|%s', ...ranges, ...files);
      return out
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => {
          const [hashes, seconds, message] = line.split('|');
          const [hash, ...parents] = hashes.split(' ').filter((one) => one !== '');
          return { hash, parents, message, commitDate: new Date((Number(seconds) - START) * 1000) };
        });
    },
    show: async (ref, path) => git('show', `${ref}:${path.slice(root.length + 1)}`),
    diffBetween: async (one, other) => changes(`${one}...${other}`),
    diffWith: async (ref) => changes(ref),
  };

  function changes(what: string): GitChange[] {
    const entries = git('diff', '--name-status', '-z', '--diff-filter=ADMR', what).split('\0');
    const found: GitChange[] = [];
    for (let i = 0; i + 1 < entries.length;) {
      const status = entries[i++];
      const originalUri = { fsPath: join(root, entries[i++]) };
      found.push(
        status.startsWith('R')
          ? { originalUri, renameUri: { fsPath: join(root, entries[i++]) } }
          : { originalUri },
      );
    }
    return found;
  }

  async function checkText(path: string, revision: string, expected: string | undefined): Promise<void> {
    const [id = revision] = [...ids].find(([, name]) => name === revision) ?? [];
    const shown = await textAt(past, join(root, path), id);
    const text = shown && `${shown.text.split('\n')[0]} in ${relative(root, shown.path)}`;
    assert.equal(text, expected, `${path} in ${revision}`);
  }

  async function checkBefore(path: string, seconds: number, expected: string): Promise<void> {
    const answer = await commitBefore(past, join(root, path), seconds * 1000);
    const text = 'why' in answer ? answer.why : `${ids.get(answer.id)} until ${(answer.next ?? NaN) / 1000}`;
    assert.equal(text, expected, `${path} at ${seconds}`);
  }

  it('is found under the paths that it had, after it was moved and called otherwise', async () => {
    await checkText('lib/shop/prices.py', 'five', '# five in lib/shop/prices.py');
    await checkText('lib/shop/prices.py', 'four', '# two in lib/shop/pricing.py');
    await checkText('lib/shop/prices.py', 'three', '# two in lib/shop/pricing.py');
    await checkText('lib/shop/prices.py', 'one', '# one in shop/pricing.py');
    await checkText('shop/cart.py', 'one', 'cart = 1 in shop/cart.py');
  });

  it('is none where the file was new, or nobody knows the revision', async () => {
    await checkText('shop/nowhere.py', 'one', undefined);
    await checkText('lib/shop/prices.py', '0123456789', undefined);
  });

  it('has the commit before a time and the one after it, across renames', async () => {
    await checkBefore('lib/shop/prices.py', 550, 'five until NaN');
    await checkBefore('lib/shop/prices.py', 450, 'three until 500');
    await checkBefore('lib/shop/prices.py', 250, 'two until 300');
    await checkBefore('lib/shop/prices.py', 150, 'one until 200');
    await checkBefore('lib/shop/prices.py', 50, 'the file has no commit from before the profile here');
  });

  it('is that of the file that had the name, not of one that has it now', async () => {
    await checkBefore('shop/pricing.py', 450, 'four until NaN');
  });

  it('goes on through a rename that is not committed', async () => {
    git('mv', 'shop/cart.py', 'shop/carts.py');
    try {
      await checkText('shop/carts.py', 'one', 'cart = 1 in shop/cart.py');
      await checkBefore('shop/carts.py', 150, 'one until NaN');
    } finally {
      git('mv', 'shop/carts.py', 'shop/cart.py');
    }
  });

  it('tells of all files which are called otherwise since, and which revision a time means', async () => {
    const since = async (seconds: number): Promise<readonly string[]> => {
      const revision = await revisionBefore(past, seconds * 1000);
      const renames = revision === undefined ? [] : await renamesSince(past, revision);
      return renames.map((one) => `${relative(root, one.from)} > ${relative(root, one.to)}`);
    };
    assert.deepEqual(await since(350), ['lib/shop/pricing.py > lib/shop/prices.py']);
    assert.deepEqual(await since(550), []);
    assert.deepEqual(await since(50), [], 'there is no commit from before');
    git('mv', 'shop/cart.py', 'shop/carts.py');
    try {
      assert.deepEqual(await since(550), ['shop/cart.py > shop/carts.py']);
    } finally {
      git('mv', 'shop/carts.py', 'shop/cart.py');
    }
  });
});
