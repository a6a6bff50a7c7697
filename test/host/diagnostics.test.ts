import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../harness/eventually';
import { openShopFile, postShop, shopFile } from './shop-group';

const NAME = 'Recreation of AWS SDK Service Clients';

describe('problems', () => {
  before(postShop);

  it('move with edits, and back when these are undone', async () => {
    const document = await openShopFile('shop', 'storage', 'receipts.py');
    const before = await eventually('the problem', () => problem(document.uri));
    assert.match(document.lineAt(before.range.start.line).text, /client\(/);
    assert.equal(before.severity, vscode.DiagnosticSeverity.Warning);
    await insert(document.uri, 0, '# one\n# two\n');
    const line = before.range.start.line + 2;
    await eventually('the problem two lines further down', () => {
      const found = problem(document.uri);
      return found?.range.start.line === line ? found : undefined;
    });
    await vscode.commands.executeCommand('undo');
    await eventually('the problem where it was', () => {
      const found = problem(document.uri);
      return found?.range.start.line === before.range.start.line ? found : undefined;
    });
  });

  it('are hints once the body is another one, and no more when that is undone', async () => {
    const document = await openShopFile('shop', 'storage', 'receipts.py');
    const { range } = await eventually('the problem', () => problem(document.uri));
    const { text } = document.lineAt(range.start.line);
    const indentation = text.slice(0, text.length - text.trimStart().length);
    await insert(document.uri, range.start.line, `${indentation}changed = "another body"\n`);
    const hint = await eventually('a hint', () => {
      const found = problem(document.uri);
      return found?.severity === vscode.DiagnosticSeverity.Hint ? found : undefined;
    });
    assert.match(hint.message, /Measured before this function changed\./);
    await vscode.commands.executeCommand('undo');
    await eventually('the warning again', () => {
      const found = problem(document.uri);
      return found?.severity === vscode.DiagnosticSeverity.Warning ? found : undefined;
    });
  });

  it('come back when what was deleted does', async () => {
    const document = await openShopFile('shop', 'storage', 'receipts.py');
    await eventually('the problem', () => problem(document.uri));
    const edit = new vscode.WorkspaceEdit();
    edit.delete(document.uri, new vscode.Range(0, 0, document.lineCount, 0));
    await vscode.workspace.applyEdit(edit);
    await eventually('no problem', () => (problem(document.uri) ? undefined : true));
    await vscode.commands.executeCommand('undo');
    await eventually('the problem again', () => problem(document.uri));
  });

  it('have four quick fixes, and a report that says what to do', async () => {
    const document = await openShopFile('shop', 'storage', 'receipts.py');
    const { range, code } = await eventually('the problem', () => problem(document.uri));
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
    );
    assert.deepEqual(
      actions.filter(({ command }) => command?.command.startsWith('burnline.')).map(({ title }) => title),
      ['What to Do', 'Show in Flame Graph', 'Open the Report', 'Suppress…'],
    );
    assert.ok(typeof code === 'object');
    const report = await vscode.workspace.openTextDocument(code.target);
    assert.equal(report.languageId, 'markdown');
    assert.match(report.getText(), /^# Recreation of AWS SDK Service Clients\n[\s\S]*\n## What to do\n/);
  });

  it('go when the file of suppressions mutes them, and come back with its end', async () => {
    const document = await openShopFile('shop', 'storage', 'receipts.py');
    await eventually('the problem', () => problem(document.uri));
    const file = shopFile('.burnline', 'suppressions.json');
    const write = async (value: unknown): Promise<void> =>
      vscode.workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify(value)));
    try {
      await write({ suppressions: [{ pattern: NAME, file: 'storage/receipts.py', reason: 'a test' }] });
      await eventually('no problem', () => (problem(document.uri) ? undefined : true));
      await write({ suppressions: [{ pattern: NAME, reason: 'a test', expires: '2020-01-01' }] });
      await eventually('the problem again', () => problem(document.uri));
    } finally {
      await vscode.workspace.fs.delete(file);
    }
  });

  // As a change of branch does it: the folder and what is in it come and go in one moment.
  it('go and come back with the folder that mutes them, every time', async () => {
    const document = await openShopFile('shop', 'storage', 'receipts.py');
    await eventually('the problem', () => problem(document.uri));
    const folder = shopFile('.burnline').fsPath;
    rmSync(folder, { recursive: true, force: true });
    for (let round = 1; round <= 4; round += 1) {
      mkdirSync(folder);
      writeFileSync(
        join(folder, 'suppressions.json'),
        JSON.stringify({ suppressions: [{ pattern: NAME, reason: 'a test' }] }),
      );
      await eventually(`no problem in round ${round}`, () => (problem(document.uri) ? undefined : true));
      rmSync(folder, { recursive: true });
      await eventually(`the problem after round ${round}`, () => problem(document.uri));
    }
  });

  it('are suppressed with a reason and an end, in the file of the folder', async () => {
    const document = await openShopFile('shop', 'storage', 'receipts.py');
    const { range } = await eventually('the problem', () => problem(document.uri));
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
    );
    const command = actions.find(({ title }) => title === 'Suppress…')?.command;
    assert.ok(command);
    const { showInputBox, showQuickPick } = vscode.window;
    Object.assign(vscode.window, {
      showInputBox: () => Promise.resolve('runs once a day'),
      showQuickPick: (rows: readonly unknown[]) => Promise.resolve(rows[0]),
    });
    const file = shopFile('.burnline', 'suppressions.json');
    try {
      await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
      await eventually('no problem', () => (problem(document.uri) ? undefined : true));
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
      const [entry] = (JSON.parse(text) as { suppressions: Record<string, string>[] }).suppressions;
      assert.equal(entry.name, NAME);
      assert.equal(entry.reason, 'runs once a day');
      assert.equal(entry.file, 'shop/storage/receipts.py');
      assert.match(entry.expires, /^\d{4}-\d{2}-\d{2}$/);
    } finally {
      Object.assign(vscode.window, { showInputBox, showQuickPick });
      // A file that comes and goes within a moment is one that watchers never tell of.
      await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('{ "suppressions": [] }'));
    }
    await eventually('the problem again', () => problem(document.uri));
    await vscode.workspace.fs.delete(file);
  });

  it('are switched off by their setting', async () => {
    const { uri } = await openShopFile('shop', 'storage', 'receipts.py');
    await eventually('the problem', () => problem(uri));
    const settings = vscode.workspace.getConfiguration();
    const { Workspace } = vscode.ConfigurationTarget;
    await settings.update('burnline.diagnostics.enabled', false, Workspace);
    try {
      await eventually('no problem', () => (problem(uri) ? undefined : true));
    } finally {
      await settings.update('burnline.diagnostics.enabled', undefined, Workspace);
    }
    await eventually('the problem again', () => problem(uri));
  });
});

async function insert(uri: vscode.Uri, line: number, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(line, 0), text);
  await vscode.workspace.applyEdit(edit);
}

function problem(uri: vscode.Uri): vscode.Diagnostic | undefined {
  return vscode.languages
    .getDiagnostics(uri)
    .find(({ source, code }) => source === 'Burnline' && typeof code === 'object' && code.value === NAME);
}
