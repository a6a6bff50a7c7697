import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import { Emitter } from '../base/events';
import type { Event } from '../base/events';
import type { Disposable } from '../base/disposables';
import type { EpochMs } from '../profile/units';
import { languageOfFile } from '../source/languages';
import { commitBefore, LOGGED, renamesSince, revisionBefore, textAt } from './git-history';
import type { GitCommit, GitPast, Rename } from './git-history';
import { isRevision } from './git-revision';
import type { ShownText, SourceHistory, Unknown } from './git-revision';

/**
 * What git knows of files, asked of VS Code's own git extension: nothing here runs a program, and what the person has
 * set about git (its path, trusted folders) holds.
 */
export interface GitSource extends Disposable {
  historyOf(uri: vscode.Uri): SourceHistory;
  /**
   * Files around a folder that are called otherwise since, from a revision on or from the last one before a time; only those
   * whose old path is free now.
   */
  renamesSince(folder: vscode.Uri, since: string | EpochMs): Promise<RenamesSince | Unknown>;
  /** The commit that stands here if nothing has been changed since; undefined where there is none or something has. */
  cleanRevision(uri: vscode.Uri): Promise<string | undefined>;
  /** Newest first, for picking one. */
  recent(uri: vscode.Uri): Promise<readonly GitCommit[]>;
  /**
   * What a folder's repository is called elsewhere (`shop-backend`), by its remotes: none until git has answered, which
   * {@link onDidLearnNames} tells.
   */
  repositoryNames(folder: vscode.Uri): readonly string[];
  readonly onDidLearnNames: Event<void>;
}

export interface RenamesSince {
  readonly revision: string;
  readonly renames: readonly Rename[];
}

/** Of the API that the git extension documents, what is used. */
interface GitRepository extends GitPast {
  readonly rootUri: vscode.Uri;
  readonly state: {
    readonly HEAD?: { readonly commit?: string };
    readonly workingTreeChanges: readonly unknown[];
    readonly indexChanges: readonly unknown[];
    readonly mergeChanges: readonly unknown[];
    readonly remotes?: readonly { readonly fetchUrl?: string }[];
    readonly onDidChange: vscode.Event<void>;
  };
  status(): Promise<void>;
}

interface GitApi {
  getRepository(uri: vscode.Uri): GitRepository | null;
  openRepository?(root: vscode.Uri): Promise<GitRepository | null>;
}

interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

export function createGitSource(): GitSource {
  /** A commit's text never changes; people look at few files, so a handful is plenty. */
  const shown = new Map<string, Promise<ShownText | Unknown>>();

  const show = (uri: vscode.Uri, revision: string): Promise<ShownText | Unknown> => {
    if (!isRevision(revision)) return Promise.resolve({ why: 'what was given is no revision' });
    // Names of branches and tags may mean another commit tomorrow.
    if (!/^[0-9a-f]{40,64}$/.test(revision)) return showNow(uri, revision);
    const key = `${revision} ${uri.toString()}`;
    const known = shown.get(key) ?? showNow(uri, revision);
    shown.delete(key);
    shown.set(key, known);
    void known.then((answer) => 'why' in answer && shown.delete(key));
    const [oldest] = shown.keys();
    if (shown.size > KEPT_TEXTS) shown.delete(oldest);
    return known;
  };

  const owned = new Disposables();
  const learned = owned.add(new Emitter<void>());
  const names = new Map<string, readonly string[]>();
  const learnNames = async (folder: vscode.Uri): Promise<void> => {
    const repository = await repositoryOf(folder);
    if ('why' in repository) return;
    const { state } = repository;
    const read = (): void => {
      const found = (state.remotes ?? []).flatMap(({ fetchUrl }) => repositoryName(fetchUrl ?? ''));
      if (found.join() === names.get(folder.toString())?.join()) return;
      names.set(folder.toString(), found);
      learned.fire();
    };
    // A repository that was opened just now has not read its remotes yet, and people add some.
    owned.add(state.onDidChange(read));
    read();
  };
  // Who was not to be asked before is asked now.
  owned.add(
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      names.clear();
      learned.fire();
    }),
  );

  return {
    onDidLearnNames: learned.event,
    repositoryNames: (folder) => {
      const known = names.get(folder.toString());
      if (known) return known;
      names.set(folder.toString(), []);
      void learnNames(folder);
      return [];
    },
    historyOf: (uri) => ({ show: (revision) => show(uri, revision), before: (time) => before(uri, time) }),
    renamesSince: renamesNow,
    cleanRevision: async (uri) => {
      const repository = await repositoryOf(uri);
      if ('why' in repository) return undefined;
      await repository.status().catch(() => undefined);
      const { HEAD, workingTreeChanges, indexChanges, mergeChanges } = repository.state;
      const changes = workingTreeChanges.length + indexChanges.length + mergeChanges.length;
      return changes === 0 ? HEAD?.commit : undefined;
    },
    recent: async (uri) => {
      const repository = await repositoryOf(uri);
      return 'why' in repository ? [] : repository.log({ maxEntries: LOGGED });
    },
    dispose: () => {
      shown.clear();
      owned.dispose();
    },
  };
}

const KEPT_TEXTS = 32;

/** `git@host:acme/shop-backend.git` and `https://host/acme/shop-backend` are both `shop-backend`. */
function repositoryName(address: string): string[] {
  const name = /([^/:\\]+?)(?:\.git)?\/*$/.exec(address)?.[1];
  return name === undefined || name === '' ? [] : [name];
}

async function repositoryOf(uri: vscode.Uri): Promise<GitRepository | Unknown> {
  if (!vscode.workspace.isTrusted) return { why: 'git is not asked in a folder that is not trusted' };
  if (uri.scheme !== 'file') return { why: 'the file is not on this disk' };
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (!extension) return { why: 'the git extension is not there' };
  try {
    const git = extension.isActive ? extension.exports : await extension.activate();
    if (!git.enabled) return { why: 'git is switched off' };
    const api = git.getAPI(1);
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    const found = api.getRepository(uri) ?? (folder && (await api.openRepository?.(folder.uri)));
    return found ?? { why: 'the file is in no git repository' };
  } catch {
    return { why: 'the git extension did not answer' };
  }
}

async function showNow(uri: vscode.Uri, revision: string): Promise<ShownText | Unknown> {
  const repository = await repositoryOf(uri);
  if ('why' in repository) return repository;
  const shown = await textAt(repository, uri.fsPath, revision).catch(() => undefined);
  if (shown === undefined) {
    return { why: `the file is not in revision ${revision.slice(0, 40)}, or that revision is not here` };
  }
  // What stands there now has the better claim to what ran there.
  const isFree = shown.path !== uri.fsPath && !(await isThere(vscode.Uri.file(shown.path)));
  return isFree ? shown : { text: shown.text };
}

async function renamesNow(folder: vscode.Uri, since: string | EpochMs): Promise<RenamesSince | Unknown> {
  const repository = await repositoryOf(folder);
  if ('why' in repository) return repository;
  try {
    const revision = typeof since === 'string' ? since : await revisionBefore(repository, since);
    if (revision === undefined || !isRevision(revision)) return { why: 'there is no such revision here' };
    const renames = (await renamesSince(repository, revision)).filter(isOfSource).slice(0, MAX_RENAMES);
    const taken = await Promise.all(renames.map(({ from }) => isThere(vscode.Uri.file(from))));
    return { revision, renames: renames.filter((_, i) => !taken[i]) };
  } catch {
    return { why: 'git has no history of the folder' };
  }
}

/** Git itself compares no more files than that with one another (diff.renameLimit). */
const MAX_RENAMES = 1000;

function isOfSource({ from, to }: Rename): boolean {
  const language = languageOfFile(to);
  return language !== undefined && language === languageOfFile(from);
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

async function before(
  uri: vscode.Uri,
  time: EpochMs,
): Promise<{ id: string; next: EpochMs | undefined } | Unknown> {
  const repository = await repositoryOf(uri);
  if ('why' in repository) return repository;
  try {
    return await commitBefore(repository, uri.fsPath, time);
  } catch {
    return { why: 'git has no history of the file' };
  }
}
