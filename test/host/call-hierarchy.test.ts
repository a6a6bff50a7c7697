import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../harness/eventually';
import { lensTitles, openShopFile, postShop } from './shop-group';

describe('the call hierarchy', () => {
  before(postShop);

  it('has callers and callees that were seen, the heaviest first', async () => {
    const document = await openShopFile('shop', 'web', 'handlers.py');
    const [{ line }] = await eventually('lenses', async () => {
      const found = await lensTitles(document.uri);
      return found.length > 0 ? found : undefined;
    });
    const [item] = await vscode.commands.executeCommand<vscode.CallHierarchyItem[]>(
      'vscode.prepareCallHierarchy',
      document.uri,
      new vscode.Position(line - 1, 6),
    );
    assert.equal(item.uri.toString(), document.uri.toString());
    assert.match(item.detail ?? '', /^[\d.]+\s% · [\d,]+ samples?$/);
    const outgoing = await vscode.commands.executeCommand<vscode.CallHierarchyOutgoingCall[]>(
      'vscode.provideOutgoingCalls',
      item,
    );
    const incoming = await vscode.commands.executeCommand<vscode.CallHierarchyIncomingCall[]>(
      'vscode.provideIncomingCalls',
      item,
    );
    assert.ok(outgoing.length > 0 && incoming.length > 0);
    const weights = outgoing.map(({ to }) => samplesOf(to));
    assert.deepEqual(
      weights,
      [...weights].sort((a, b) => b - a),
    );
    assert.ok(weights.every((weight) => weight > 0 && weight <= samplesOf(item)));
    for (const { fromRanges } of outgoing) {
      for (const { start } of fromRanges) assert.match(document.lineAt(start.line).text, /\w\(/);
    }
  });

  it('is silent where nothing was measured', async () => {
    const document = await openShopFile('shop', 'web', 'handlers.py');
    const items = await vscode.commands.executeCommand<vscode.CallHierarchyItem[]>(
      'vscode.prepareCallHierarchy',
      document.uri,
      new vscode.Position(0, 0),
    );
    assert.deepEqual(items, []);
  });
});

function samplesOf({ detail = '' }: vscode.CallHierarchyItem): number {
  return Number(/([\d,]+) samples?$/.exec(detail)?.[1].replaceAll(',', ''));
}
