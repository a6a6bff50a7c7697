import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, openPanels, postShop, SHOP } from './shop-group';

describe('the panels', () => {
  before(postShop);
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('open the flame graph of a group, once however often it is asked for', async () => {
    const target = { connectionId: 'local', group: SHOP, view: 'cpu' };
    await vscode.commands.executeCommand('burnline.openFlameGraph', target);
    await vscode.commands.executeCommand('burnline.openFlameGraph', { ...target, view: 'latency' });
    await eventually('a flame graph', () => (openPanels().includes('burnline.flame') ? true : undefined));
    assert.deepEqual(openPanels(), ['burnline.flame']);
  });

  it('opens the flame graph for what is selected when nothing is said', async () => {
    await vscode.commands.executeCommand('burnline.openFlameGraph');
    assert.deepEqual(openPanels(), ['burnline.flame']);
  });
});
