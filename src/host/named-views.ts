import * as vscode from 'vscode';
import { errorMessage } from '../base/error-message';
import type { NamedView } from '../protocol/view-spec';
import { formatViews, NO_VIEWS, parseViews, withoutView, withView } from '../protocol/views-file';
import type { ViewsFile } from '../protocol/views-file';
import { confirm } from './messages';

/** Ways to look that have a name, in `.burnline/views.json` of the workspace's folders: there to be committed. */
export interface NamedViews {
  /** Why views cannot be kept in this window, or ''. */
  whyNot(): string;
  list(): Promise<readonly NamedView[]>;
  save(view: NamedView): Promise<'saved' | 'cancelled'>;
  delete(name: string): Promise<'deleted' | 'cancelled'>;
}

/** Thousands of views. What is bigger was not saved here, and is not read into memory either. */
const MAX_BYTES = 1 << 22;

export function createNamedViews(): NamedViews {
  // One change after the other: two at once would each write what it read before the other wrote.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(change: () => Promise<T>): Promise<T> => {
    const done = last.then(change);
    last = done.catch(() => undefined);
    return done;
  };
  return {
    whyNot,
    list: async () => {
      requireViews();
      const files = await Promise.all(folders().map((folder) => read(folder)));
      return files.flatMap(({ views }) => views);
    },
    save: (view) => inTurn(() => save(view)),
    delete: (name) => inTurn(() => remove(name)),
  };
}

function whyNot(): string {
  if (folders().length === 0) {
    return vscode.l10n.t('Views are saved in the folder that is open. Open a folder first.');
  }
  if (!vscode.workspace.isTrusted) {
    return vscode.l10n.t('Views are saved in the workspace. Trust this workspace first.');
  }
  return '';
}

function requireViews(): void {
  const why = whyNot();
  if (why !== '') throw new Error(why);
}

async function save(view: NamedView): Promise<'saved' | 'cancelled'> {
  requireViews();
  const [known] = await foldersWith(view.name);
  if (known && !(await confirmReplacing(view.name))) return 'cancelled';
  const folder = known ?? (await pickFolder());
  if (!folder) return 'cancelled';
  await write(folder, withView(await read(folder), view));
  return 'saved';
}

async function remove(name: string): Promise<'deleted' | 'cancelled'> {
  requireViews();
  const [folder] = await foldersWith(name);
  if (!folder) throw new Error(vscode.l10n.t('There is no view {0} any more.', name));
  await write(folder, withoutView(await read(folder), name));
  return 'deleted';
}

function folders(): readonly vscode.WorkspaceFolder[] {
  return vscode.workspace.workspaceFolders ?? [];
}

async function foldersWith(name: string): Promise<readonly vscode.WorkspaceFolder[]> {
  const files = await Promise.all(folders().map((folder) => read(folder)));
  return folders().filter((_, i) => files[i].views.some((view) => view.name === name));
}

async function pickFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  if (folders().length === 1) return folders()[0];
  return vscode.window.showWorkspaceFolderPick({
    placeHolder: vscode.l10n.t('The folder whose .burnline/views.json keeps the view'),
  });
}

function confirmReplacing(name: string): Promise<boolean> {
  return confirm(
    vscode.l10n.t('Replace the view {0}?', name),
    vscode.l10n.t('A view of this name is saved already.'),
    vscode.l10n.t('Replace'),
  );
}

function fileIn({ uri }: vscode.WorkspaceFolder): vscode.Uri {
  return vscode.Uri.joinPath(uri, '.burnline', 'views.json');
}

async function read(folder: vscode.WorkspaceFolder): Promise<ViewsFile> {
  const file = fileIn(folder);
  const bytes = await bytesOf(file);
  if (!bytes) return NO_VIEWS;
  try {
    if (bytes.length > MAX_BYTES) throw new Error('is too big to be a list of views');
    return parseViews(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes));
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

async function bytesOf(file: vscode.Uri): Promise<Uint8Array | undefined> {
  try {
    return await vscode.workspace.fs.readFile(file);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}

async function write(folder: vscode.WorkspaceFolder, views: ViewsFile): Promise<void> {
  await vscode.workspace.fs.writeFile(fileIn(folder), new TextEncoder().encode(formatViews(views)));
}
