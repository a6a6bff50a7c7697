import * as vscode from 'vscode';
import { visibleText } from '../base/visible-text';
import { keepFigures } from '../focus/figures';
import type { OpenedFile } from '../focus/profile-loader';
import { labelOf } from '../focus/source-label';
import { FILE_CONNECTION_ID, parseFileAddress } from '../protocol/source';
import type { ProfileReader } from './profile-reader';

/**
 * Opens profiles that are files, wherever VS Code finds files. What was read is kept until the file is written again:
 * a panel that was hidden, or a comparison with it, does not read it anew. Only the last one, since these may be big.
 */
export function createFileSource(reader: ProfileReader): (address: string) => Promise<OpenedFile> {
  let last: { readonly key: string; readonly opened: Promise<OpenedFile> } | undefined;
  return async (address) => {
    const file = uriOf(address);
    const { mtime, size } = await attempt(address, () => vscode.workspace.fs.stat(file));
    const key = JSON.stringify([address, mtime, size]);
    if (last?.key !== key) {
      const opened = open(address, reader);
      last = { key, opened };
      // What failed is read again; another file may have been opened meanwhile.
      opened.catch(() => (last = last?.opened === opened ? undefined : last));
    }
    return last.opened;
  };
}

async function open(address: string, reader: ProfileReader): Promise<OpenedFile> {
  const bytes = await attempt(address, () => vscode.workspace.fs.readFile(uriOf(address)));
  const { profile, figures, formatLabel, recommendations, threads } = await attempt(address, () =>
    reader.read(bytes, 'file', parseFileAddress(address).threads),
  );
  keepFigures(profile, figures);
  return { profile, formatLabel, recommendations, threads, fetchedAt: Date.now() };
}

function uriOf(address: string): vscode.Uri {
  return vscode.Uri.parse(parseFileAddress(address).uri, true);
}

/** What fails names the file; the rest of the sentence comes from who knows why. */
async function attempt<T>(address: string, act: () => Thenable<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new Error(`${nameOf(address)} ${reasonOf(error)}`, { cause: error });
  }
}

function nameOf(address: string): string {
  return visibleText(labelOf({ connectionId: FILE_CONNECTION_ID, group: address }), 200);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof vscode.FileSystemError)) {
    return error instanceof Error ? error.message : String(error);
  }
  if (error.code === 'FileNotFound') return vscode.l10n.t('is not there any more. Open another file.');
  return vscode.l10n.t('cannot be read: {0}. Open another file.', error.message);
}
