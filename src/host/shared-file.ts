import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import { errorMessage } from '../base/error-message';
import { Emitter } from '../base/events';
import type { Event } from '../base/events';

/** One of the files in `.burnline` of the workspace's folders, which people commit and may write by hand. */
export interface SharedFile<T> extends vscode.Disposable {
  /** Somebody wrote one of them: here, in an editor, or by a change of branch. */
  readonly onDidChange: Event<void>;
  /** In turn with other readings and changes. @throws {Error} in words for people, where a file cannot be read */
  read(folder: vscode.WorkspaceFolder): Promise<T>;
  change(folder: vscode.WorkspaceFolder, change: (content: T) => T): Promise<void>;
}

export interface SharedFileFormat<T> {
  /** `views.json` */
  readonly name: string;
  /** The content of a file that is not there. */
  readonly none: T;
  /** @throws {Error} whose message goes on after the name of the file: `is not JSON` */
  readonly parse: (text: string) => T;
  readonly format: (content: T) => string;
}

/** Far more than anybody writes. What is bigger was not written for us, and is not read into memory either. */
const MAX_BYTES = 1 << 22;

export function createSharedFile<T>(format: SharedFileFormat<T>): SharedFile<T> {
  const owned = new Disposables();
  const changed = owned.add(new Emitter<void>());
  const fire = (): void => changed.fire();
  // The folder too: what comes or goes together with its folder is not told of by itself.
  for (const pattern of ['**/.burnline', `**/.burnline/${format.name}`]) {
    const watcher = owned.add(vscode.workspace.createFileSystemWatcher(pattern));
    owned.add(watcher.onDidCreate(fire));
    owned.add(watcher.onDidChange(fire));
    owned.add(watcher.onDidDelete(fire));
  }
  owned.add(vscode.workspace.onDidChangeWorkspaceFolders(fire));
  // One after the other: two changes at once would each write what it read before the other wrote, and of two
  // readings the one that began first could end last.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <R>(job: () => Promise<R>): Promise<R> => {
    const done = last.then(job);
    last = done.catch(() => undefined);
    return done;
  };
  return {
    onDidChange: changed.event,
    read: (folder) => inTurn(() => read(folder, format)),
    change: (folder, change) =>
      inTurn(async () => {
        requireSaved(fileIn(folder, format.name));
        await write(folder, format.name, format.format(change(await read(folder, format))));
        fire();
      }),
    dispose: () => owned.dispose(),
  };
}

/** Why nothing can be written into such a file in this window, or ''. */
export function whyNotShared(): string {
  if ((vscode.workspace.workspaceFolders ?? []).length === 0) {
    return vscode.l10n.t('It is saved in the folder that is open. Open a folder first.');
  }
  if (!vscode.workspace.isTrusted) {
    return vscode.l10n.t('It is saved in the workspace. Trust this workspace first.');
  }
  return '';
}

function fileIn({ uri }: vscode.WorkspaceFolder, name: string): vscode.Uri {
  return vscode.Uri.joinPath(uri, '.burnline', name);
}

async function read<T>(
  folder: vscode.WorkspaceFolder,
  { name, none, parse }: SharedFileFormat<T>,
): Promise<T> {
  const file = fileIn(folder, name);
  const bytes = await bytesOf(file);
  if (!bytes) return none;
  try {
    if (bytes.length > MAX_BYTES) throw new Error('is too big to have been written for Burnline');
    return parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes));
  } catch (error) {
    // Never written over: whatever it is, somebody has a use for it or can mend it.
    throw new Error(
      vscode.l10n.t(
        '{0} {1}. Mend the file or move it away, then try again.',
        vscode.workspace.asRelativePath(file),
        errorMessage(error),
      ),
      { cause: error },
    );
  }
}

/** What somebody is typing in there would be in conflict with what is written. */
function requireSaved(file: vscode.Uri): void {
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  if (!open?.isDirty) return;
  throw new Error(
    vscode.l10n.t(
      '{0} has changes that are not saved. Save it, then try again.',
      vscode.workspace.asRelativePath(file),
    ),
  );
}

/** Beside it first, then in its place: whoever reads it meanwhile, or after a crash, finds all of one version. */
async function write(folder: vscode.WorkspaceFolder, name: string, text: string): Promise<void> {
  const [file, next] = [fileIn(folder, name), fileIn(folder, `.${name}.next`)];
  await vscode.workspace.fs.writeFile(next, new TextEncoder().encode(text));
  await vscode.workspace.fs.rename(next, file, { overwrite: true });
}

async function bytesOf(file: vscode.Uri): Promise<Uint8Array | undefined> {
  try {
    return await vscode.workspace.fs.readFile(file);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}
