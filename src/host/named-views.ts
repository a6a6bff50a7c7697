import * as vscode from 'vscode';
import type { NamedView } from '../protocol/view-spec';
import { formatViews, NO_VIEWS, parseViews, withoutView, withView } from '../protocol/views-file';
import type { ViewsFile } from '../protocol/views-file';
import { confirm } from './messages';
import { createSharedFile } from './shared-file';
import type { SharedFile } from './shared-file';

/** Ways to look that have a name, in `.burnline/views.json` of the workspace's folders: there to be committed. */
export interface NamedViews {
  /** Why views cannot be kept in this window, or ''. */
  whyNot(): string;
  list(): Promise<readonly NamedView[]>;
  save(view: NamedView): Promise<'saved' | 'cancelled'>;
  delete(name: string): Promise<'deleted' | 'cancelled'>;
}

export function createNamedViews(): NamedViews & vscode.Disposable {
  const file = createSharedFile<ViewsFile>({
    name: 'views.json',
    none: NO_VIEWS,
    parse: parseViews,
    format: formatViews,
  });
  return {
    whyNot,
    list: async () => {
      requireViews();
      const files = await Promise.all(folders().map((folder) => file.read(folder)));
      return files.flatMap(({ views }) => views);
    },
    save: (view) => save(view, file),
    delete: (name) => remove(name, file),
    dispose: () => void file.dispose(),
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

async function save(view: NamedView, file: SharedFile<ViewsFile>): Promise<'saved' | 'cancelled'> {
  requireViews();
  const [known] = await foldersWith(view.name, file);
  if (known && !(await confirmReplacing(view.name))) return 'cancelled';
  const folder = known ?? (await pickFolder());
  if (!folder) return 'cancelled';
  await file.change(folder, (views) => withView(views, view));
  return 'saved';
}

async function remove(name: string, file: SharedFile<ViewsFile>): Promise<'deleted' | 'cancelled'> {
  requireViews();
  const [folder] = await foldersWith(name, file);
  if (!folder) throw new Error(vscode.l10n.t('There is no view {0} any more.', name));
  await file.change(folder, (views) => withoutView(views, name));
  return 'deleted';
}

function folders(): readonly vscode.WorkspaceFolder[] {
  return vscode.workspace.workspaceFolders ?? [];
}

async function foldersWith(
  name: string,
  file: SharedFile<ViewsFile>,
): Promise<readonly vscode.WorkspaceFolder[]> {
  const files = await Promise.all(folders().map((folder) => file.read(folder)));
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
