import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { burnline, temporaryFolder } from './burnline';

const CATALOG = `class Catalog:
    def search(self, word):
        return word


def load():
    return [lambda: 1, lambda: 2]
`;

interface Located {
  readonly frame: string;
  readonly status: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly endLine: number | null;
  readonly symbol: string | null;
  readonly candidates: readonly { readonly file: string; readonly line: number }[];
  readonly why: string;
}

describe('burnline locate', () => {
  const folder = temporaryFolder();
  const other = temporaryFolder();

  before(() => {
    for (const name of ['shop', 'venv', 'venv/lib', 'node_modules']) mkdirSync(join(folder.path, name));
    folder.write('shop/catalog.py', CATALOG);
    folder.write('venv/pyvenv.cfg', '');
    folder.write('venv/lib/catalog.py', CATALOG);
    folder.write('node_modules/catalog.py', CATALOG);
    other.write('job.py', 'def run():\n    return 1\n');
  });

  async function locate(frames: readonly string[], stdin = ''): Promise<Located[]> {
    const args = ['locate', '--json', '--root', folder.path, '--root', other.path, ...frames];
    const { stdout, stderr, exitCode } = await burnline(args, { stdin });
    assert.equal(stderr, '');
    assert.equal(exitCode, 0);
    return JSON.parse(stdout) as Located[];
  }

  it('says where the function of each frame stands', async () => {
    const [search, run, sleep] = await locate(
      ['-'],
      'shop.catalog:Catalog:search\t/app/shop/catalog.py\t3\r\n\njob:run\tjob.py\t1-2\n<Sleep>\n',
    );
    const { root, ...rest } = search as Located & { root: string };
    assert.equal(root, folder.path);
    assert.deepEqual(rest, {
      frame: 'shop.catalog:Catalog:search',
      status: 'exact',
      file: 'shop/catalog.py',
      line: 2,
      endLine: 3,
      symbol: 'Catalog.search',
      candidates: [],
      why: 'Name and lines agree.',
    });
    assert.deepEqual([run.status, run.file, run.line], ['exact', 'job.py', 1]);
    assert.deepEqual(
      [sleep.status, sleep.file, sleep.line, sleep.endLine, sleep.symbol],
      ['none', null, null, null, null],
    );
  });

  it('takes frames as arguments, with and without a file', async () => {
    const found = await locate([
      'shop.catalog:load',
      'shop.catalog:load\tshop/catalog.py\t[6, 7]',
      'shop.catalog:nothing',
    ]);
    assert.deepEqual(
      found.map(({ status, file, line }) => [status, file, line]),
      [
        ['exact', 'shop/catalog.py', 6],
        ['exact', 'shop/catalog.py', 6],
        ['none', null, null],
      ],
    );
  });

  it('lists what it cannot tell apart', async () => {
    const [one] = await locate(['shop.catalog:<lambda>\t/app/shop/catalog.py\t7']);
    assert.equal(one.status, 'ambiguous');
    assert.deepEqual(
      one.candidates.map(({ file, line }) => `${file}:${line}`),
      ['shop/catalog.py:7', 'shop/catalog.py:7'],
    );
  });

  it('stays within its roots, whatever the frames say', async () => {
    const outside = join(folder.path, '..', 'outside.py');
    const found = await locate(
      ['-'],
      `x:f\t${outside}\t1\nx:f\t../../etc/passwd\t1\n${'a'.repeat(100_000)}:f\tx\t1\nroot:x\t/etc/passwd\t1\n`,
    );
    assert.deepEqual(
      found.map(({ status }) => status),
      ['none', 'none', 'none', 'none'],
    );
  });

  it('prints lines for people', async () => {
    const { stdout } = await burnline([
      'locate',
      '--root',
      folder.path,
      'shop.catalog:load',
      'shop.catalog:gone',
    ]);
    assert.equal(
      stdout,
      'exact      shop.catalog:load\n  shop/catalog.py:6  load\n' +
        'none       shop.catalog:gone\n  No function of that name is in the file.\n',
    );
  });
});
