import * as vscode from 'vscode';
import type { ConnectionRow } from '../host/connections';
import type { PythonProgram } from './launch-plan';

/** The questions of *Start Profiling Agent…*, each asked only where there is a choice; undefined gives up. */

/** @param file what was clicked on in the explorer or the editor's title, absolute */
export async function askProgram(file: string | undefined): Promise<PythonProgram | undefined> {
  if (file !== undefined) return { kind: 'script', file };
  const open = vscode.window.activeTextEditor?.document;
  const current = open?.languageId === 'python' && open.uri.scheme === 'file' ? open.uri.fsPath : undefined;
  const items: (vscode.QuickPickItem & { readonly ask: () => Promise<PythonProgram | undefined> })[] = [
    ...(current === undefined
      ? []
      : [
          {
            label: vscode.l10n.t('Current File'),
            description: vscode.workspace.asRelativePath(current),
            ask: () => Promise.resolve<PythonProgram>({ kind: 'script', file: current }),
          },
        ]),
    { label: vscode.l10n.t('Python File…'), ask: askFile },
    { label: vscode.l10n.t('Module…'), description: 'python -m', ask: askModule },
  ];
  const placeHolder = vscode.l10n.t('What to run under the profiling agent');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.ask();
}

/** @returns the id of the connection to report to */
export async function askConnection(rows: readonly ConnectionRow[]): Promise<string | undefined> {
  if (rows.length === 1) return rows[0].id;
  const items = rows.map(({ id, label, detail }) => ({ id, label, detail }));
  const placeHolder = vscode.l10n.t('Where to send the profiles');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.id;
}

/**
 * On this machine a group costs nothing and is made after the folder, so nobody is asked. On AWS it is an entry that a
 * team shares and pays for.
 */
export async function askGroup(folderName: string, isLocal: boolean): Promise<string | undefined> {
  const suggested = folderName.replace(/[^\w-]+/g, '-').slice(0, 255) || 'program';
  if (isLocal) return suggested;
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Profiling group'),
    prompt: vscode.l10n.t('It is created where it does not exist.'),
    value: suggested,
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^[\w-]{1,255}$/.test(text) ? undefined : vscode.l10n.t('Use up to 255 letters, digits, "-" and "_".'),
  });
}

async function askFile(): Promise<PythonProgram | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    filters: { Python: ['py'] },
    defaultUri: vscode.workspace.workspaceFolders?.[0]?.uri,
  });
  const [file] = chosen ?? [];
  return file && { kind: 'script', file: file.fsPath };
}

async function askModule(): Promise<PythonProgram | undefined> {
  const name = await vscode.window.showInputBox({
    prompt: vscode.l10n.t('The module, as after "python -m"'),
    placeHolder: 'shop.server',
    ignoreFocusOut: true,
  });
  return name ? { kind: 'module', name: name.trim() } : undefined;
}
