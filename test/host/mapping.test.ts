import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { encodeAgentProfile } from '../../src/profile/codec/agent-profile';
import { profileOf } from '../fixtures/text-profile';
import { eventually, lensTitles, postShop, serviceGateway, SHOP, shopFile } from './shop-group';

// A program that ran elsewhere, where two files of the workspace can be meant, and what people say about it.

const GROUP = 'deployed';
const DRAWN = `
handler:main @/var/task/handler.py:1-2
  handler:serve @/var/task/handler.py:5-6  90
  lost:work @/opt/elsewhere/lost.py:2  10
`;
const HANDLER = 'def main():\n    serve()\n\n\ndef serve():\n    return 1\n';

describe('code that was deployed elsewhere', () => {
  const file = (...segments: string[]) => shopFile('functions', ...segments);
  const mapping = shopFile('.burnline', 'mapping.json');
  const write = (uri: vscode.Uri, text: string) =>
    vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));

  before(async () => {
    await postShop();
    for (const name of ['a', 'b']) await write(file(name, 'handler.py'), HANDLER);
    const gateway = await serviceGateway();
    await gateway.createGroup(GROUP);
    const end = Date.now() - 1000;
    const profile = profileOf(DRAWN, {
      agent: { type: 'CodeGuruProfiler-python', version: '1.2.6' },
      start: end - 30_000,
      end,
    });
    await gateway.postAgentProfile(GROUP, new TextEncoder().encode(encodeAgentProfile(profile)));
    gateway.dispose();
    await vscode.commands.executeCommand('burnline.refresh');
    await vscode.commands.executeCommand('burnline.selectGroup', { connectionId: 'local', group: GROUP });
  });

  after(async () => {
    await vscode.commands.executeCommand('burnline.selectGroup', { connectionId: 'local', group: SHOP });
    for (const uri of [mapping, shopFile('functions')]) {
      await vscode.workspace.fs.delete(uri, { recursive: true }).then(undefined, () => undefined);
    }
  });

  it('has no number while two files can be meant, and gets one by a rule in mapping.json', async () => {
    const document = await vscode.workspace.openTextDocument(file('b', 'handler.py'));
    await vscode.window.showTextDocument(document);
    await eventually('the profile in focus', async () => {
      const editor = await vscode.workspace.openTextDocument(shopFile('shop', 'pricing.py'));
      return (await lensTitles(editor.uri)).length === 0 ? true : undefined;
    });
    assert.deepEqual(await lensTitles(document.uri), []);
    await write(mapping, '{ "rules": [{ "path": "/var/task", "source": "functions/b" }] }');
    const lenses = await eventually('lenses by the rule', async () => {
      const found = await lensTitles(document.uri);
      return found.length > 0 ? found : undefined;
    });
    assert.deepEqual(
      lenses.map(({ line }) => line),
      [1, 5],
    );
    const other = await vscode.workspace.openTextDocument(file('a', 'handler.py'));
    assert.deepEqual(await lensTitles(other.uri), []);
  });

  it('loses it where the rule goes', async () => {
    const document = await vscode.workspace.openTextDocument(file('b', 'handler.py'));
    await vscode.workspace.fs.delete(mapping);
    await eventually('no lenses without the rule', async () =>
      (await lensTitles(document.uri)).length === 0 ? true : undefined,
    );
  });

  it('keeps what it knows while the file is broken', async () => {
    const document = await vscode.workspace.openTextDocument(file('b', 'handler.py'));
    await write(mapping, '{ "rules": [{ "path": "/var/task", "source": "functions/b" }] }');
    await eventually('lenses by the rule', async () =>
      (await lensTitles(document.uri)).length > 0 ? true : undefined,
    );
    await write(mapping, '{ "rules": [');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.notDeepEqual(await lensTitles(document.uri), []);
  });
});
