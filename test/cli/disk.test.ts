import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { createDiskAccess } from '../../src/cli/disk';
import { createLocator } from '../../src/source/locate';

describe('sources on the disk', () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'burnline-disk-')));
  after(() => rmSync(root, { recursive: true }));
  const cart = 'package com.shop;\nclass Cart {\n  int total() { return 1; }\n}\n';

  before(() => {
    const files = {
      'Main.java': 'class Main { }',
      'a/com/shop/Carts.java': cart,
      'a/com/shop/notes.txt': 'class Cart',
      'b/xcom/shop/Carts.java': cart,
      'node_modules/com/shop/Carts.java': cart,
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  });

  async function checkIn(folders: readonly string[], expected: readonly string[]): Promise<void> {
    const found = await createDiskAccess().filesIn(folders, ['.java', '.kt'], root);
    assert.deepEqual(
      found.map((file) => relative(root, file)).sort(),
      expected.map((path) => join(path)),
    );
  }

  it('are found in folders of their package, right in them', async () => {
    await checkIn(['com', 'shop'], ['a/com/shop/Carts.java']);
    await checkIn(['shop'], ['a/com/shop/Carts.java', 'b/xcom/shop/Carts.java']);
    await checkIn([], ['Main.java']);
    await checkIn(['com'], []);
  });

  it('are one file under every path that links lead to it by', async function () {
    this.timeout(20_000);
    mkdirSync(join(root, 'linked', 'com', 'shop'), { recursive: true });
    symlinkSync(join(root, 'a/com/shop/Carts.java'), join(root, 'linked/com/shop/Carts.java'));
    const locator = createLocator({ ...createDiskAccess(), wasmDir: 'dist' });
    const ref = { name: 'com.shop.Cart.total', file: 'Carts.java', firstLine: 3, lastLine: 3 };
    const location = await locator.locate(ref, [join(root, 'linked'), join(root, 'a')]);
    locator.dispose();
    assert.equal('file' in location && relative(root, location.file), join('a/com/shop/Carts.java'));
  });
});
