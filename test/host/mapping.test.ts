import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { answering } from './dialogs';
import { eventually } from '../harness/eventually';
import { lensTitles, postDrawing, postShop, selectGroup, SHOP, shopFile } from './shop-group';

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
    await postDrawing(GROUP, DRAWN);
    await vscode.commands.executeCommand('burnline.refresh');
    await selectGroup(GROUP);
  });

  after(async () => {
    await selectGroup(SHOP);
    for (const uri of [mapping, shopFile('functions')]) {
      await vscode.workspace.fs.delete(uri, { recursive: true }).then(undefined, () => undefined);
    }
  });

  it('has no number while two files can be meant, and gets one by a rule in mapping.json', async () => {
    const document = await vscode.workspace.openTextDocument(file('b', 'handler.py'));
    await vscode.window.showTextDocument(document);
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

  describe('where somebody is asked', () => {
    const MAIN = { name: 'handler:main', file: '/var/task/handler.py', firstLine: 1, lastLine: 2 };
    const rules = async (): Promise<unknown[]> => {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(mapping));
      return (JSON.parse(text) as { rules: unknown[] }).rules;
    };
    const forget = async (): Promise<void> => {
      // A file that comes and goes within a moment is one that watchers never tell of, so it stays.
      await write(mapping, '{ "rules": [] }');
      const { uri } = await vscode.workspace.openTextDocument(file('b', 'handler.py'));
      await eventually('no lenses without a rule', async () =>
        (await lensTitles(uri)).length === 0 ? true : undefined,
      );
    };
    beforeEach(forget);
    after(forget);

    it('offers the files that can be meant, and remembers which one it is', async () => {
      let [offered, asked, said] = [[] as readonly string[], '', ''];
      await answering(
        {
          pick: (labels, title) => {
            [offered, asked] = [labels, title];
            return labels.find((label) => label.includes('functions/b/handler.py:1'));
          },
          press: (message) => void (said = message),
        },
        () => vscode.commands.executeCommand('burnline.mapFrame', MAIN),
      );
      assert.equal(asked, 'Where is handler:main?');
      assert.deepEqual(
        offered.map((label) => label.replace(/^\$\([\w-]+\) /, '')),
        [
          'functions/a/handler.py:1',
          'functions/b/handler.py:1',
          'Choose a file…',
          'It is not in this workspace',
        ],
      );
      assert.equal(said, 'All that ran in /var/task is looked for in functions/b from now on.');
      assert.deepEqual(await rules(), [{ path: '/var/task', source: 'functions/b' }]);
      const { uri } = await vscode.workspace.openTextDocument(file('b', 'handler.py'));
      const lenses = await eventually('lenses where it was said to be', async () => {
        const found = await lensTitles(uri);
        return found.length > 0 ? found : undefined;
      });
      assert.deepEqual(
        lenses.map(({ line }) => line),
        [1, 5],
      );
    });

    it('on the way to the source asks which file, goes there, and remembers it if that is wanted', async () => {
      await answering(
        {
          pick: (labels) => labels.find((label) => label.startsWith('functions/a/handler.py')),
          press: (_, buttons) => buttons.find((button) => button === 'Remember'),
        },
        async () => {
          await vscode.commands.executeCommand('burnline.goToFrame', MAIN);
          const editor = vscode.window.activeTextEditor;
          assert.equal(editor?.document.uri.toString(), file('a', 'handler.py').toString());
          // Whoever is asked whether to remember may take their time: the command does not wait for them. And while
          // one version of a file is put in another's place, VS Code's file system has neither for a moment.
          await eventually('the rule', () =>
            rules().then(
              (found) => found.length > 0 || undefined,
              () => undefined,
            ),
          );
        },
      );
      assert.deepEqual(await rules(), [{ path: '/var/task', source: 'functions/a' }]);
    });

    it('takes for an answer that it is nowhere here, and asks no more', async () => {
      const pick = (labels: readonly string[]) =>
        labels.find((label) => label.includes('not in this workspace'));
      await answering({ pick }, () => vscode.commands.executeCommand('burnline.mapFrame', MAIN));
      assert.deepEqual(await rules(), [{ frame: 'handler:main', source: null }]);
      let why = '';
      await answering(
        { pick: () => assert.fail('it asks again'), press: (message) => void (why = message) },
        () =>
          eventually('the reason', async () => {
            await vscode.commands.executeCommand('burnline.goToFrame', MAIN);
            return why === '' ? undefined : true;
          }),
      );
      assert.match(why, /^handler:main has no source here: /);
    });
  });
});
