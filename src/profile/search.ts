import type { FrameTable, StackTable } from './tables';
import type { FunctionRef } from './transforms';
import type { SampleCount } from './units';

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
  /** StackIndex of each row whose frame matches and that has samples in the view, in preorder. */
  readonly stacks: Int32Array;
  /** Samples with at least one match somewhere in their stack: each sample counts once. */
  readonly samples: SampleCount;
}

/**
 * Marks the frames that a query finds. As text, every word of it must occur in the name; a word that starts with
 * `file:` is looked for in the file instead. As a regular expression it is one, of the name, or of the file after a
 * leading `file:`. A query that looks for nothing finds nothing, and so does one that has a {@link queryProblem}.
 *
 * Names are compared once per function, not once per call path: at a million paths that is a hundred times less.
 */
export function matchFrames(frames: FrameTable, query: SearchQuery): Uint8Array {
  const matched = new Uint8Array(frames.length);
  const tests = testsOf(query);
  if (tests.length === 0) return matched;
  for (let frame = 0; frame < frames.length; frame++) {
    if (tests.every(({ column, pattern }) => pattern.test(frames[column][frame]))) matched[frame] = 1;
  }
  return matched;
}

/** Marks the frames that a function has: one, or one for each file that it stands in where none is said. */
export function matchFunction(frames: FrameTable, { name, file }: FunctionRef): Uint8Array {
  const matched = new Uint8Array(frames.length);
  for (let frame = 0; frame < frames.length; frame++) {
    if (frames.name[frame] !== name) continue;
    if (file === '' || frames.file[frame] === file) matched[frame] = 1;
  }
  return matched;
}

/** Why a query cannot be searched for, as a sentence; undefined for one that can. */
export function queryProblem(query: SearchQuery): string | undefined {
  if (!query.isRegex) return undefined;
  const pattern = expression(split(query.text).text, query.matchCase);
  return typeof pattern === 'string' ? `This is not a regular expression: ${pattern}.` : undefined;
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
  const found = new Int32Array(stacks.length);
  let length = 0;
  let samples = 0;
  let countedUntil = 0;
  for (let row = 0; row < stacks.length; row++) {
    if (frames[stacks.frame[row]] === 0 || total[row] === 0) continue;
    found[length++] = row;
    if (row < countedUntil) continue;
    samples += total[row];
    countedUntil = stacks.subtreeEnd[row];
  }
  return { frames, stacks: found.slice(0, length), samples };
}

interface Test {
  readonly column: 'name' | 'file';
  readonly pattern: RegExp;
}

/** What a frame has to pass, all of it; nothing where the query looks for nothing. */
function testsOf({ text, matchCase, isRegex }: SearchQuery): Test[] {
  const parts = (isRegex ? [text] : text.split(/\s+/)).map(split).filter((part) => part.text !== '');
  return parts.flatMap((part) => {
    const pattern = isRegex ? expression(part.text, matchCase) : literally(part.text, matchCase);
    return typeof pattern === 'string' ? [] : [{ column: part.column, pattern }];
  });
}

const FILE = 'file:';

/** Whether a name or a file is looked for, and for what. */
function split(text: string): { readonly column: 'name' | 'file'; readonly text: string } {
  const isFile = text.slice(0, FILE.length).toLowerCase() === FILE;
  return isFile ? { column: 'file', text: text.slice(FILE.length) } : { column: 'name', text };
}

/** A regular expression finds without copying; lower-casing a megabyte of names on every key would. */
function literally(word: string, matchCase: boolean): RegExp {
  return new RegExp(word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), matchCase ? '' : 'i');
}

/**
 * The regular expression, or what is wrong with it. Unicode mode first, where `.` is a whole character and `\p{Lu}` a
 * capital; it forbids needless escapes such as `\-`, so what fails there gets its chance without.
 */
function expression(text: string, matchCase: boolean): RegExp | string {
  const caseFlag = matchCase ? '' : 'i';
  try {
    return new RegExp(text, `u${caseFlag}`);
  } catch {
    try {
      return new RegExp(text, caseFlag);
    } catch (error) {
      return reasonOf(error);
    }
  }
}

/** Engines write `Invalid regular expression: /a(/i: Unterminated group`; what follows the pattern is the reason. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.slice(message.lastIndexOf(': ') + 1).trim();
}
