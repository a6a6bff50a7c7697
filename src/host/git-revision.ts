import type { EpochMs } from '../profile/units';

/** One file's. Answers never reject: `why` says what stood in the way, as a clause. */
export interface SourceHistory {
  show(revision: string): Promise<ShownText | Unknown>;
  /** The last commit of the file at that time or before, and when the one after it was made. */
  before(time: EpochMs): Promise<{ readonly id: string; readonly next: EpochMs | undefined } | Unknown>;
}

export interface ShownText {
  readonly text: string;
  /** Where it stood in that revision, if elsewhere, and nothing stands there now. */
  readonly path?: string;
}

export interface Unknown {
  readonly why: string;
}

/**
 * A hash or the name of a branch or tag (git-check-ref-format(1)), and nothing that git could take for an option, a
 * range, a path or an expression.
 */
export function isRevision(text: string): boolean {
  return /^[0-9A-Za-z][\w./+-]{0,199}$/.test(text) && !/\.\.|\/\/|\.lock$|[./]$/.test(text);
}
