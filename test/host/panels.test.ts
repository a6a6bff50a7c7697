import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../harness/eventually';
import { openPanels, postShop, SHOP } from './shop-group';

describe('the panels', () => {
  before(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await eventually('no panels', () => openPanels().length === 0);
    await postShop();
  });
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('open the flame graph of a group, once however often it is asked for', async () => {
    const target = { connectionId: 'local', group: SHOP, view: 'cpu' };
    await vscode.commands.executeCommand('burnline.openFlameGraph', target);
    await vscode.commands.executeCommand('burnline.openFlameGraph', { ...target, view: 'latency' });
    await eventually('a flame graph', () => (openPanels().includes('burnline.flame') ? true : undefined));
    assert.deepEqual(openPanels(), ['burnline.flame']);
  });

  it('open a comparison of what suggests itself', async () => {
    const comparing = vscode.commands.executeCommand('burnline.compare', {
      connectionId: 'local',
      group: SHOP,
    });
    await eventually('a comparison', async () => {
      // Takes the first pair of ranges once the list is there; before that it does nothing.
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return openPanels().includes('burnline.compare') ? true : undefined;
    });
    await comparing;
  });

  it('open the flame graph for what is selected when nothing is said', async () => {
    await vscode.commands.executeCommand('burnline.openFlameGraph');
    assert.equal(openPanels().filter((type) => type === 'burnline.flame').length, 1);
  });
});
