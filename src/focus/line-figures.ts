import type { CallTree } from '../profile/call-tree';
import type { FrameIndex, LineNumber, SampleCount, StackIndex } from '../profile/units';
import { frameRowsOf } from './figures';

/**
 * Lines of a function that were seen running, as far as a profile tells. Agents report one range of lines for a function
 * on a call path: from the smallest line seen there to the largest. So samples belong to a range, and a range of several
 * lines says only that they are somewhere in it; nothing here spreads them over its lines.
 */
export interface LineBlock {
  readonly first: LineNumber;
  readonly last: LineNumber;
  /** Samples with a line of the block in their stack. */
  readonly samples: SampleCount;
  /** Of several lines: those that some path names by themselves, with the samples of these paths: as many, or more. */
  readonly known: readonly KnownLine[];
}

export interface KnownLine {
  readonly line: LineNumber;
  readonly samples: SampleCount;
}

/**
 * Ranges that share a line become one block, so that blocks share none and no sample of a path counts in two:
 *
 *     path           lines   samples        block    samples   known
 *     main > f       10-14   30             10-16    50
 *     job > f        12-16   20
 *     timer > f      20      5              20        5
 *
 * Paths without lines are in no block. In order of lines.
 *
 * @param frames of one function: several where it goes by several names
 */
export function lineBlocksOf(tree: CallTree, frames: readonly FrameIndex[]): LineBlock[] {
  const rows = rowsWithLines(tree, frames);
  return mergeRanges(tree, rows).map(({ first, last, rows: inside }) => ({
    first,
    last,
    samples: countOnce(tree, inside),
    known: first === last ? [] : knownLines(tree, inside),
  }));
}

function rowsWithLines({ profile, total }: CallTree, frames: readonly FrameIndex[]): StackIndex[] {
  const { firstLine } = profile.stacks;
  return frames.flatMap((frame) =>
    [...frameRowsOf(profile).of(frame)].filter((row) => firstLine[row] > 0 && total[row] > 0),
  );
}

interface Range {
  readonly first: LineNumber;
  last: LineNumber;
  readonly rows: StackIndex[];
}

function mergeRanges({ profile: { stacks } }: CallTree, rows: readonly StackIndex[]): Range[] {
  const { firstLine, lastLine } = stacks;
  const merged: Range[] = [];
  for (const row of [...rows].sort((a, b) => firstLine[a] - firstLine[b])) {
    const before = merged.at(-1);
    if (before && firstLine[row] <= before.last) {
      before.last = Math.max(before.last, lastLine[row]);
      before.rows.push(row);
    } else {
      merged.push({ first: firstLine[row], last: Math.max(firstLine[row], lastLine[row]), rows: [row] });
    }
  }
  return merged;
}

/** A function that calls itself is in a stack several times; the samples below its outermost occurrence are all. */
function countOnce({ profile: { stacks }, total }: CallTree, rows: readonly StackIndex[]): SampleCount {
  let samples = 0;
  let insideUntil = 0;
  for (const row of [...rows].sort((a, b) => a - b)) {
    if (row < insideUntil) continue;
    insideUntil = stacks.subtreeEnd[row];
    samples += total[row];
  }
  return samples;
}

function knownLines(tree: CallTree, rows: readonly StackIndex[]): KnownLine[] {
  const { firstLine, lastLine } = tree.profile.stacks;
  const byLine = new Map<LineNumber, StackIndex[]>();
  for (const row of rows) {
    if (firstLine[row] !== lastLine[row]) continue;
    const alone = byLine.get(firstLine[row]) ?? [];
    alone.push(row);
    byLine.set(firstLine[row], alone);
  }
  return [...byLine]
    .map(([line, alone]) => ({ line, samples: countOnce(tree, alone) }))
    .sort((a, b) => a.line - b.line);
}
