import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { REVISION_TAG } from '../../src/focus/loaded-profile';
import { skip } from '../harness/skip';
import { eventually } from '../harness/eventually';
import { lensTitles, openShopFile, postShop, serviceGateway, SHOP, shopFile } from './shop-group';

describe('figures', function () {
  // The first of them waits for the service to start, and all for a window.
  this.timeout(120_000);
  const file = shopFile('shop', 'pricing.py').fsPath;
  const text = readFileSync(file, 'utf8');
  before(postShop);
  // VS Code in a browser saves by itself a second after an edit, so what there is to revert to may be the edit.
  afterEach(async () => {
    const document = await openShopFile('shop', 'pricing.py');
    await eventually('the file as it was', async () => {
      const texts = [document.getText(), readFileSync(file, 'utf8')];
      if (!document.isDirty && texts.every((one) => one === text)) return true;
      writeFileSync(file, text);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      return undefined;
    });
  });

  it('say that they are from before an edit, and no longer when it is undone', async () => {
    const document = await openShopFile('shop', 'pricing.py');
    const [{ line }] = await lensesOf(document);
    await insert(document, line, '        reviewed = True\n');
    await eventually('a lens from before the edit', async () =>
      (await lensTitles(document.uri)).find((lens) => lens.line === line && isOld(lens.title)),
    );
    await vscode.commands.executeCommand('undo');
    await eventually('no lens from before an edit', async () =>
      (await lensesOf(document)).some(({ title }) => isOld(title)) ? undefined : true,
    );
  });

  it('stay with a function that is renamed', async () => {
    const document = await openShopFile('shop', 'pricing.py');
    const before = await lensesOf(document);
    const [{ line }] = before;
    const head = document.lineAt(line - 1).text;
    const name = /def (\w+)/.exec(head)?.[1] ?? '';
    const start = new vscode.Position(line - 1, head.indexOf(name));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(start, start.translate(0, name.length)), 'reckon');
    await vscode.workspace.applyEdit(edit);
    // Longer than it takes to look at the text again.
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual(
      (await lensesOf(document)).map((lens) => lens.line),
      before.map((lens) => lens.line),
    );
    await vscode.commands.executeCommand('undo');
  });

  it('are followed from the revision that the group is tagged with', async function () {
    const folder = shopFile().fsPath;
    const git = (...args: string[]) => spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
    if (git('--version').status !== 0) skip(this, 'git is not on PATH');
    if (!vscode.extensions.getExtension('vscode.git')) skip(this, 'this VS Code has no git extension');
    const author = [
      '-c',
      'user.name=Shop',
      '-c',
      'user.email=shop@example.com',
      '-c',
      'commit.gpgsign=false',
    ];
    git('init', '-q');
    git('add', '-A');
    assert.equal(git(...author, 'commit', '-q', '-m', 'As it ran').status, 0);
    const revision = git('rev-parse', 'HEAD').stdout.trim();
    writeFileSync(file, `# one\n# two\n${text.replace(/^( +)(return|self)\b/gm, '$1reviewed = True\n$&')}`);
    const gateway = await serviceGateway();
    await gateway.tagGroup(await gateway.describeGroup(SHOP), { [REVISION_TAG]: revision });
    gateway.dispose();
    await vscode.commands.executeCommand('burnline.refresh');
    const document = await openShopFile('shop', 'pricing.py');
    const lens = await eventually('a lens that knows of the commit', async () =>
      (await lensesOf(document)).find(({ title }) => isOld(title)),
    );
    assert.match(document.lineAt(lens.line - 1).text, /\bdef\b/);
  });
});

async function lensesOf({ uri }: vscode.TextDocument): Promise<{ line: number; title: string }[]> {
  return eventually('lenses', async () => {
    const found = await lensTitles(uri);
    return found.length > 0 ? found : undefined;
  });
}

function isOld(title: string): boolean {
  return title.includes('before your edit');
}

async function insert({ uri }: vscode.TextDocument, line: number, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(line, 0), text);
  await vscode.workspace.applyEdit(edit);
}
