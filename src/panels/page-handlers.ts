import * as vscode from 'vscode';
import { setSetting } from '../host/settings';
import type { Handlers } from '../protocol/requests';
import { fileName } from './file-name';

/** Where the last export went: the next dialog begins there. Kept over sessions, per workspace. */
const FOLDER_KEY = 'burnline.exportFolder';

/** What every page may ask for, whatever it shows. */
export type CommonMethod = 'export/save' | 'text/copy' | 'my-code/set';

export function commonHandlers(state: vscode.Memento): Handlers<CommonMethod> {
  return {
    'export/save': ({ name, bytes }) => saveExport(name, bytes, state),
    'text/copy': async ({ text }) => {
      await vscode.env.clipboard.writeText(text);
      return 'copied';
    },
    'my-code/set': async ({ namespaces }) => {
      await setSetting('burnline.myCode', namespaces.length > 0 ? namespaces : undefined);
      return 'saved';
    },
  };
}

/** The person's own choice of a place is what allows the write; the page only names what is written. */
async function saveExport(
  name: string,
  bytes: Uint8Array,
  state: vscode.Memento,
): Promise<'saved' | 'cancelled'> {
  // The last part of `.pb.gz` only: VS Code's own dialog compares that, and adds a longer ending once more.
  const ending = /\.(\w{1,20})$/.exec(name)?.[1];
  const target = await vscode.window.showSaveDialog({
    defaultUri: startAt(fileName(name), state.get(FOLDER_KEY)),
    title: vscode.l10n.t('Export'),
    ...(ending ? { filters: { [ending]: [ending] } } : {}),
  });
  if (!target) return 'cancelled';
  await vscode.workspace.fs.writeFile(target, bytes);
  await state.update(FOLDER_KEY, vscode.Uri.joinPath(target, '..').toString());
  return 'saved';
}

function startAt(name: string, kept: unknown): vscode.Uri | undefined {
  const folder =
    typeof kept === 'string' ? vscode.Uri.parse(kept) : vscode.workspace.workspaceFolders?.[0]?.uri;
  return folder && vscode.Uri.joinPath(folder, name);
}
