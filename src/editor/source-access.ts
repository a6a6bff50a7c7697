import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import { Emitter } from '../base/events';
import type { Event } from '../base/events';
import { candidateAt } from '../source/find-files';
import { parseFramePath } from '../source/frame-path';
import { SOURCE_GLOB } from '../source/languages';
import { MAX_SOURCE_LENGTH } from '../source/location';
import type { SourceAccess, SourceText } from '../source/location';

/**
 * The workspace as the locator reads it: paths below the workspace folders, through VS Code, so that folders which are
 * not on this disk work as well, and text as it stands in an editor, saved or not.
 */
export interface WorkspaceSource extends SourceAccess, vscode.Disposable {
  roots(): readonly string[];
  readonly uriOf: (path: string) => vscode.Uri | undefined;
  readonly pathOf: (uri: vscode.Uri) => string;
  /** The path by which functions of a document are found, whichever links it was opened through. */
  documentPath(uri: vscode.Uri): Promise<string>;
  /** Source files came or went, or folders did: what was not found may be there now. */
  readonly onDidChange: Event<void>;
}

export function createWorkspaceSource(): WorkspaceSource {
  const owned = new Disposables();
  const found = new Map<string, Promise<readonly string[]>>();
  const changed = owned.add(new Emitter<void>());
  const forget = (): void => {
    found.clear();
    changed.fire();
  };
  // A search takes a tenth of a second, and a file's functions are looked for one by one.
  const watcher = owned.add(vscode.workspace.createFileSystemWatcher(SOURCE_GLOB, false, true, false));
  owned.add(watcher.onDidCreate(forget));
  owned.add(watcher.onDidDelete(forget));
  owned.add(vscode.workspace.onDidChangeWorkspaceFolders(forget));
  const search = (pattern: string, root: string): Promise<readonly string[]> => {
    const key = JSON.stringify([pattern, root]);
    const known = found.get(key);
    if (known) return known;
    const searching = findFiles(pattern, root);
    found.set(key, searching);
    // A search that failed is no answer to the next question.
    searching.catch(() => found.delete(key));
    return searching;
  };
  return {
    onDidChange: changed.event,
    roots,
    uriOf,
    pathOf,
    documentPath,
    readFile,
    realPath,
    findFiles: (name, root, ignoreCase) => search(`**/${toGlob(name, ignoreCase)}`, root),
    filesIn: (folders, endings, root) => {
      const folder = folders.map((name) => `${toGlob(name, false)}/`).join('');
      return search(`${folder === '' ? '' : `**/${folder}`}*{${endings.join()}}`, root);
    },
    dispose: () => owned.dispose(),
  };
}

async function findFiles(pattern: string, root: string): Promise<readonly string[]> {
  const folder = folderOf(root);
  if (!folder) return [];
  const below = new vscode.RelativePattern(folder, pattern);
  const found = await vscode.workspace.findFiles(below, NOT_SOURCE, MAX_FOUND);
  // The search answers in whatever order it came upon them; candidates are to stand the same way every time.
  return found.map(pathOf).sort();
}

/** Only this disk tells where links lead; a virtual file system's paths are what they are. */
async function realPath(path: string): Promise<string> {
  const uri = uriOf(path);
  return uri?.scheme === 'file' ? realpath(uri.fsPath).catch(() => path) : path;
}

async function documentPath(uri: vscode.Uri): Promise<string> {
  if (uri.scheme !== 'file') return pathOf(uri);
  const target = parseFramePath(await realpath(uri.fsPath).catch(() => uri.fsPath));
  const found = target && (await candidateAt(target, roots(), { realPath }));
  return found?.file ?? pathOf(uri);
}

function roots(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => pathOf(uri));
}

/** Installed packages and copies; the locator would leave them out, and searching them takes longest. */
const NOT_SOURCE = '**/{node_modules,site-packages,__pycache__,.git,.venv,venv}/**';

/** As many files of one name make every answer ambiguous anyway, and more in one package are not opened to look. */
const MAX_FOUND = 250;

function pathOf(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.path;
}

function folderOf(root: string): vscode.Uri | undefined {
  return vscode.workspace.workspaceFolders?.find(({ uri }) => pathOf(uri) === root)?.uri;
}

/** Undefined for paths outside of the workspace: nothing there is read, whatever a profile names. */
function uriOf(path: string): vscode.Uri | undefined {
  const folders = vscode.workspace.workspaceFolders ?? [];
  for (const { uri } of folders) {
    const candidate = uri.scheme === 'file' ? vscode.Uri.file(path) : uri.with({ path });
    if (vscode.workspace.getWorkspaceFolder(candidate)) return candidate;
  }
  return undefined;
}

async function readFile(path: string): Promise<SourceText> {
  const uri = uriOf(path);
  if (!uri) return { why: 'missing' };
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return { text: open.getText() };
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.File) === 0) return { why: 'unreadable' };
    if (size > MAX_SOURCE_LENGTH * 4) return { why: 'too large' };
    return {
      text: new TextDecoder('utf-8', { fatal: true }).decode(await vscode.workspace.fs.readFile(uri)),
    };
  } catch (error) {
    const isMissing = error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
    return { why: isMissing ? 'missing' : 'unreadable' };
  }
}

/** The name is foreign text: characters that mean something in a glob stand for themselves. */
function toGlob(name: string, ignoreCase: boolean): string {
  return name.replace(/[*?[\]{}!]|\p{L}/gu, (character) => {
    const [lower, upper] = [character.toLowerCase(), character.toUpperCase()];
    if (lower === upper) return `[${character}]`;
    return ignoreCase ? `[${lower}${upper}]` : character;
  });
}
