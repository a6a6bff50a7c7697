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

/** The `connectionId` of what was opened from a file; `group` is the file's address then, and `range` says nothing. */
export const FILE_CONNECTION_ID = 'file';

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
