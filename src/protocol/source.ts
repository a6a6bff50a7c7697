import type { EpochMs, Milliseconds } from '../profile/units';

/**
 * Where a profile came from and how it can be had again: all that a panel has to remember of it over a reload of the
 * window. The same shape as the focus's ProfileKey, without its imports.
 */
export interface ProfileSource {
  readonly connectionId: string;
  readonly group: string;
  readonly range: SourceRange;
}

/** The same shape as the focus's TimeRange: fixed, or the latest so-and-so-long. */
export type SourceRange =
  { readonly start: EpochMs; readonly end: EpochMs } | { readonly latest: Milliseconds };

/**
 * The `connectionId` of what was opened from a file; `group` is the file's address then, see {@link parseFileAddress},
 * and `range` says nothing.
 */
export const FILE_CONNECTION_ID = 'file';

/**
 * Which file, and how it is read. Both are in the address, because the same file by thread is another profile to
 * whatever keeps, compares or restores profiles: `file:///srv/cpu.pb.gz#threads=separate`.
 */
export interface FileAddress {
  readonly uri: string;
  readonly threads: 'merged' | 'separate';
}

/** Whatever a URI says itself stands before it: in paths, a number sign is written `%23`. */
const BY_THREAD = '#threads=separate';

export function parseFileAddress(group: string): FileAddress {
  return group.endsWith(BY_THREAD)
    ? { uri: group.slice(0, -BY_THREAD.length), threads: 'separate' }
    : { uri: group, threads: 'merged' };
}

export function formatFileAddress({ uri, threads }: FileAddress): string {
  return threads === 'separate' ? uri + BY_THREAD : uri;
}

/** Whether two profiles are of one group, or of one file however it was read. */
export function isSameOrigin(
  a: Pick<ProfileSource, 'connectionId' | 'group'> | undefined,
  b: Pick<ProfileSource, 'connectionId' | 'group'>,
): boolean {
  return a?.connectionId === b.connectionId && originOf(a) === originOf(b);
}

function originOf({ connectionId, group }: Pick<ProfileSource, 'connectionId' | 'group'>): string {
  return connectionId === FILE_CONNECTION_ID ? parseFileAddress(group).uri : group;
}

/** What a page needs to speak the person's language. */
export interface PageLanguage {
  /** BCP 47, for numbers and dates. */
  readonly locale: string;
  /** English text to its translation; what is missing stays English. */
  readonly bundle: Readonly<Record<string, string>>;
}

/** Why there is nothing to show, in the place where it would be shown. */
export interface Failure {
  /** What happened, why, and the next step. */
  readonly message: string;
  /** Whether asking again may help; then the page offers it. */
  readonly canRetry: boolean;
}
