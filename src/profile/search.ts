import type { FrameTable, StackTable } from './tables';
import type { SampleCount, StackIndex } from './units';

/** What somebody searches for. */
export interface SearchQuery {
  readonly text: string;
  readonly matchCase: boolean;
  readonly isRegex: boolean;
}

/** What a search found in one view of a profile. Highlighting and counting; a search hides nothing. */
export interface SearchResult {
  /** 1 per FrameIndex that matches. */
  readonly frames: Uint8Array;
  /** Stack rows whose frame matches and that have samples in the view, in preorder. */
  readonly stacks: readonly StackIndex[];
  /** Samples with at least one match somewhere in their stack: each sample counts once. */
  readonly samples: SampleCount;
}

/**
 * Marks the frames that a query finds: every word of it must occur, in any case, in the name. A word that starts
 * with `file:` is looked for in the file instead. A query without words finds nothing.
 *
 * Names are compared once per function, not once per call path: at a million paths that is a hundred times less.
 */
export function matchFrames(frames: FrameTable, query: string): Uint8Array {
  const matched = new Uint8Array(frames.length);
  const words = query.split(/\s+/).filter((word) => word !== '' && word.toLowerCase() !== FILE);
  if (words.length === 0) return matched;
  const tests = words.map((word) =>
    word.toLowerCase().startsWith(FILE)
      ? { column: frames.file, pattern: literally(word.slice(FILE.length)) }
      : { column: frames.name, pattern: literally(word) },
  );
  for (let frame = 0; frame < frames.length; frame++) {
    if (tests.every(({ column, pattern }) => pattern.test(column[frame]))) matched[frame] = 1;
  }
  return matched;
}

/**
 * Where matching frames are called, and how much of the view that is.
 *
 *     all 10                   query `load`: 3 stacks, 7 of 10 samples.
 *     load 6       show 4      The inner load lies within the outer one, whose subtree is a range of rows,
 *     load 5 ...   load 1      so counting it again is avoided by skipping to the end of that range.
 *
 * @param total samples per stack row, callees included
 */
export function searchStacks(stacks: StackTable, total: Float64Array, frames: Uint8Array): SearchResult {
  const found: StackIndex[] = [];
  let samples = 0;
  let countedUntil = 0;
  for (let row = 0; row < stacks.length; row++) {
    if (frames[stacks.frame[row]] === 0 || total[row] === 0) continue;
    found.push(row);
    if (row < countedUntil) continue;
    samples += total[row];
    countedUntil = stacks.subtreeEnd[row];
  }
  return { frames, stacks: found, samples };
}

const FILE = 'file:';

/** A regular expression finds without copying; lower-casing a megabyte of names on every key would. */
function literally(word: string): RegExp {
  return new RegExp(word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'i');
}
