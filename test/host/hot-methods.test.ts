import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../harness/eventually';
import { openPanels, openShopFile, postShop } from './shop-group';

describe('the view Hot Methods', () => {
  before(postShop);

  it('lists functions from which keys lead to the source', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const path = await eventually('an editor with a function of the shop', async () => {
      await vscode.commands.executeCommand('burnline.hotMethods.focus');
      await vscode.commands.executeCommand('list.focusFirst');
      await vscode.commands.executeCommand('list.select');
      return vscode.window.activeTextEditor?.document.uri.path;
    });
    assert.match(path, /\/shop\/.*\.py$/);
  });

  it('takes another order and another code, and gives both back', async () => {
    for (const command of [
      'sortHotMethodsByTotal',
      'showAllHotMethods',
      'showMoreHotMethods',
      'showMyHotMethods',
      'sortHotMethodsBySelf',
    ]) {
      await vscode.commands.executeCommand(`burnline.${command}`);
    }
  });

  it('opens the flame graph with a function in its middle, or without it', async () => {
    await openShopFile('shop', 'pricing.py');
    const frame = { name: 'shop.pricing:PriceList:best', file: '/home/dev/shop/shop/pricing.py' };
    await vscode.commands.executeCommand('burnline.inspectFrame', frame);
    await eventually('a flame graph', () => openPanels().includes('burnline.flame') || undefined);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.commands.executeCommand('burnline.hideFrame', frame);
    await eventually('another one', () => openPanels().includes('burnline.flame') || undefined);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
