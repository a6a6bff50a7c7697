import type { EpochMs } from '../profile/units';
import type { Unknown } from './git-revision';

/**
 * One file's past, under whatever path it stood: who moves a file to another folder, or calls it otherwise, has not written
 * its functions anew. No VS Code in here.
 */

export interface GitCommit {
  readonly hash: string;
  readonly message: string;
  readonly parents?: readonly string[];
  readonly commitDate?: Date;
  readonly authorDate?: Date;
}

/** Of a repository of the git extension's API (extensions/git/src/api/git.d.ts, version 1), what is asked of the past. */
export interface GitPast {
  /** Newest first. `range` as git log takes it: a commit stands for all up to it. */
  log(options: { maxEntries: number; path?: string; range?: string }): Promise<readonly GitCommit[]>;
  /** Rejects where the file is not in that revision. */
  show(ref: string, path: string): Promise<string>;
  /** `git diff --name-status one...other`, by which git tells renames from files that are new. */
  diffBetween(one: string, other: string): Promise<readonly GitChange[]>;
  /** The same between a commit and the files as they are. */
  diffWith(ref: string): Promise<readonly GitChange[]>;
}

export interface GitChange {
  readonly originalUri: { readonly fsPath: string };
  readonly renameUri?: { readonly fsPath: string };
}

/** A file with more commits than that since the profile is another file. */
export const LOGGED = 200;

/** The file in a revision, and what it was called there. Rejects where git cannot tell. */
export async function textAt(
  past: GitPast,
  path: string,
  revision: string,
): Promise<{ readonly text: string; readonly path: string } | undefined> {
  const now = await past.show(revision, path).catch(() => undefined);
  if (now !== undefined) return { text: now, path };
  for await (const { path: former, until } of pathsOf(past, path)) {
    const text = until === '' ? undefined : await past.show(revision, former).catch(() => undefined);
    if (text !== undefined) return { text, path: former };
  }
  return undefined;
}

/** The file's last commit at that time or before, and when the one after it was made. Rejects where git cannot tell. */
export async function commitBefore(
  past: GitPast,
  path: string,
  time: EpochMs,
): Promise<{ readonly id: string; readonly next: EpochMs | undefined } | Unknown> {
  let next: EpochMs | undefined;
  for await (const { commits } of pathsOf(past, path)) {
    const at = commits.findIndex((commit) => timeOf(commit) <= time);
    if (at >= 0) return { id: commits[at].hash, next: at > 0 ? timeOf(commits[at - 1]) : next };
    const oldest = commits.at(-1);
    if (oldest !== undefined) next = timeOf(oldest);
  }
  return { why: 'the file has no commit from before the profile here' };
}

export interface Rename {
  readonly from: string;
  readonly to: string;
}

/** Files of the whole repository that are called otherwise now than in a revision. Rejects where git cannot tell. */
export async function renamesSince(past: GitPast, revision: string): Promise<readonly Rename[]> {
  const changes = await past.diffWith(revision);
  return changes.flatMap(({ originalUri: { fsPath: from }, renameUri }) =>
    renameUri === undefined || renameUri.fsPath === from ? [] : [{ from, to: renameUri.fsPath }],
  );
}

/** The repository's last commit at that time or before, if there are not too many since. Rejects where git cannot tell. */
export async function revisionBefore(past: GitPast, time: EpochMs): Promise<string | undefined> {
  const commits = await past.log({ maxEntries: LOGGED });
  return commits.find((commit) => timeOf(commit) <= time)?.hash;
}

interface FormerPath {
  readonly path: string;
  /** The commit up to which it was called that; '' for what it is called now. */
  readonly until: string;
  /** Newest first. */
  readonly commits: readonly GitCommit[];
}

/** Nobody renames a file more often; a history that says so would be followed for ever. */
const MAX_RENAMES = 8;

/** What a file is called, and then what it was, back to where it was new. */
async function* pathsOf(past: GitPast, path: string): AsyncGenerator<FormerPath> {
  let [called, until] = [path, ''];
  for (let renames = 0; renames <= MAX_RENAMES; renames++) {
    const range = until === '' ? {} : { range: until };
    const commits = await past.log({ maxEntries: LOGGED, path: called, ...range });
    yield { path: called, until, commits };
    if (commits.length >= LOGGED) return;
    const before = await renamedBefore(past, called, commits.at(-1));
    if (before === undefined) return;
    [called, until] = [before.path, before.until];
  }
}

/**
 * What a file was called until its first commit, and the commit before that one. Without any, the rename is not committed.
 */
async function renamedBefore(
  past: GitPast,
  path: string,
  first: GitCommit | undefined,
): Promise<Pick<FormerPath, 'path' | 'until'> | undefined> {
  const until = first === undefined ? 'HEAD' : first.parents?.[0];
  if (until === undefined) return undefined;
  const changes =
    first === undefined ? await past.diffWith(until) : await past.diffBetween(until, first.hash);
  const rename = changes.find(
    ({ originalUri, renameUri }) => renameUri?.fsPath === path && originalUri.fsPath !== path,
  );
  return rename && { path: rename.originalUri.fsPath, until };
}

/** Without one, a commit is from no time that could be compared. */
function timeOf({ commitDate, authorDate }: GitCommit): EpochMs {
  return (commitDate ?? authorDate)?.getTime() ?? Infinity;
}
