import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { REVISION_TAG } from '../../src/focus/loaded-profile';
import { skip } from '../harness/skip';
import { eventually } from '../harness/eventually';
import { lensTitles, openShopFile, postShop, serviceGateway, SHOP, shopFile } from './shop-group';

/** What the git extension says of renames, as it is in this VS Code. */
describe('figures of a file that was renamed', function () {
  // The first of them waits for the service to start, and all for a window.
  this.timeout(120_000);

  before(async function () {
    if (spawnSync('git', ['--version']).status !== 0) skip(this, 'git is not on PATH');
    if (!vscode.extensions.getExtension('vscode.git')) skip(this, 'this VS Code has no git extension');
    await postShop();
  });

  it('are those of its functions in the revision that ran', () =>
    afterRename(['shop', 'pricing.py'], ['shop', 'prices.py'], async () => {
      const document = await openShopFile('shop', 'prices.py');
      const lenses = await eventually('a lens in the renamed file', async () => {
        const found = await lensTitles(document.uri);
        return found.length > 0 ? found : undefined;
      });
      for (const { line, title } of lenses) {
        assert.match(document.lineAt(line - 1).text, /\bdef\b/);
        assert.doesNotMatch(title, /before your edit/);
      }
    }));

  it('lead to it from the flame graph, and its problems stand in it, opened or not', () =>
    afterRename(['shop', 'storage', 'receipts.py'], ['shop', 'bills.py'], async () => {
      const uri = shopFile('shop', 'bills.py');
      const { range } = await eventually('the problem', () => problem(uri));
      await eventually('the function that ran', async () => {
        await vscode.commands.executeCommand('burnline.goToFrame', {
          name: 'shop.storage.receipts:ReceiptLinks:link_for',
          file: '/home/dev/shop/shop/storage/receipts.py',
          firstLine: 17,
          lastLine: 18,
        });
        return vscode.window.activeTextEditor?.document.uri.fsPath === uri.fsPath ? true : undefined;
      });
      const { document, selection } = editor();
      assert.match(document.lineAt(selection.active.line).text, /def link_for\(/);
      assert.match(document.lineAt(range.start.line).text, /client\(/);
      // Open, it is asked for its functions instead of its text.
      const edit = new vscode.WorkspaceEdit();
      edit.insert(uri, new vscode.Position(0, 0), '# three\n');
      await vscode.workspace.applyEdit(edit);
      await eventually('the problem one line further down', () =>
        problem(uri)?.range.start.line === range.start.line + 1 ? true : undefined,
      );
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }));

  /** A commit that ran, in which a file was called otherwise, and two lines at its head since. */
  async function afterRename(
    from: readonly string[],
    to: readonly string[],
    test: () => Promise<void>,
  ): Promise<void> {
    const [before, after] = [shopFile(...from).fsPath, shopFile(...to).fsPath];
    git('init', '-q');
    const revision = commit('As it ran');
    const measured = readFileSync(before, 'utf8');
    renameSync(before, after);
    commit('Renamed');
    writeFileSync(after, `# one\n# two\n${measured}`);
    await tag(revision);
    try {
      await test();
    } finally {
      writeFileSync(after, measured);
      renameSync(after, before);
      commit('As it was');
      await tag(undefined);
    }
  }

  function git(...args: string[]): string {
    const { status, stdout, stderr } = spawnSync('git', args, { cwd: shopFile().fsPath, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    return stdout.trim();
  }

  function commit(message: string): string {
    const author = ['user.name=Shop', 'user.email=shop@example.com', 'commit.gpgsign=false'];
    git('add', '-A');
    git(...author.flatMap((setting) => ['-c', setting]), 'commit', '-q', '--allow-empty', '-m', message);
    return git('rev-parse', 'HEAD');
  }

  async function tag(revision: string | undefined): Promise<void> {
    const gateway = await serviceGateway();
    const group = await gateway.describeGroup(SHOP);
    if (revision === undefined) await gateway.untagGroup(group, [REVISION_TAG]);
    else await gateway.tagGroup(group, { [REVISION_TAG]: revision });
    gateway.dispose();
    await vscode.commands.executeCommand('burnline.refresh');
  }
});

function problem(uri: vscode.Uri): vscode.Diagnostic | undefined {
  return vscode.languages.getDiagnostics(uri).find(({ source }) => source === 'Burnline');
}

function editor(): vscode.TextEditor {
  const active = vscode.window.activeTextEditor;
  assert.ok(active);
  return active;
}
