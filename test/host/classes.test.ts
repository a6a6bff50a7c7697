import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import * as vscode from 'vscode';
import { eventually } from '../harness/eventually';
import { lensTitles, openShopFile, postDrawing, postShop, selectGroup, SHOP, shopFile } from './shop-group';

const GROUP = 'classes-java';

const RATES = `package com.shop;

public class Rates {
  int rate() {
    return 1;
  }
}

class Cart {
  int total() {
    return 2;
  }
}
`;

/** As Flight Recorder names what it saw: no file, so that a class has to be found by its package. */
describe('classes without a file of their name', () => {
  before(async function () {
    this.timeout(120_000);
    await postShop();
    const write = (text: string, ...path: string[]) =>
      vscode.workspace.fs.writeFile(shopFile('jvm', ...path), new TextEncoder().encode(text));
    await write(RATES, 'src', 'com', 'shop', 'Rates.java');
    await write('package com.shop\n\nfun sum() = 1\n', 'src', 'com', 'shop', 'cart-rules.kt');
    // The same files by another path: still one class, not two.
    symlinkSync(shopFile('jvm', 'src').fsPath, shopFile('jvm', 'linked').fsPath, 'dir');
    await postDrawing(GROUP, 'com/shop/Cart.total  60\ncom/shop/Cart_rulesKt.sum  40\n');
    await vscode.commands.executeCommand('burnline.refresh');
    await selectGroup(GROUP);
  });

  after(async () => {
    await selectGroup(SHOP);
    await vscode.workspace.fs.delete(shopFile('jvm'), { recursive: true });
  });

  async function checkLens(file: string, line: number, folder = 'src'): Promise<void> {
    const document = await openShopFile('jvm', folder, 'com', 'shop', file);
    const lenses = await eventually(`a lens in ${file}`, async () => {
      const found = await lensTitles(document.uri);
      return found.length > 0 ? found : undefined;
    });
    assert.deepEqual(
      lenses.map((lens) => lens.line),
      [line],
    );
  }

  it('have lenses where another file of the package has them', async () => {
    await checkLens('Rates.java', 10);
    await checkLens('cart-rules.kt', 3);
  });

  it('have them as well where the file was opened through a link', async () => {
    await checkLens('Rates.java', 10, 'linked');
  });
});
