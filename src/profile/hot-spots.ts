import type { CallTree } from './call-tree';
import type { FrameRef, Profile } from './tables';
import type { FrameIndex, SampleCount, StackIndex } from './units';

/** Figures per function, whatever path led there: what lenses, hot methods and `burnline top` show. */
export interface FunctionTotals {
  readonly tree: CallTree;
  /** Samples with this function at the leaf, one per frame row. */
  readonly self: Float64Array;
  /** Samples with this function anywhere in the stack, one per frame row; a recursive function counts once per stack. */
  readonly total: Float64Array;
  /** Lines seen executing in this function over all its paths, one per frame row; 0 unknown. */
  readonly firstLine: Int32Array;
  readonly lastLine: Int32Array;
}

export function computeFunctionTotals(tree: CallTree): FunctionTotals {
  const { frames, stacks } = tree.profile;
  const self = new Float64Array(frames.length);
  const total = new Float64Array(frames.length);
  const firstLine = new Int32Array(frames.length);
  const lastLine = new Int32Array(frames.length);
  forEachOutermost(tree.profile, (row) => {
    total[stacks.frame[row]] += tree.total[row];
  });
  for (let row = 0; row < stacks.length; row++) {
    const frame = stacks.frame[row];
    self[frame] += tree.self[row];
    if (stacks.firstLine[row] > 0) {
      firstLine[frame] =
        firstLine[frame] === 0 ? stacks.firstLine[row] : Math.min(firstLine[frame], stacks.firstLine[row]);
      lastLine[frame] = Math.max(lastLine[frame], stacks.lastLine[row]);
    }
  }
  return { tree, self, total, firstLine, lastLine };
}

/**
 * Visits every stack whose function does not occur among its callers. Their totals together count each sample of a
 * function once: all its other occurrences lie inside theirs.
 *
 *     a > b > a > c        the inner a lies within the outer a, so only the outer one is visited
 *
 * One pass, no walk: `openUntil[frame]` is where the subtree of the outermost open occurrence ends, and rows are in
 * preorder, so an occurrence is inside another exactly when it starts before that end.
 */
function forEachOutermost({ frames, stacks }: Profile, visit: (row: StackIndex) => void): void {
  const openUntil = new Int32Array(frames.length);
  for (let row = 0; row < stacks.length; row++) {
    const frame = stacks.frame[row];
    if (openUntil[frame] <= row) {
      openUntil[frame] = stacks.subtreeEnd[row];
      visit(row);
    }
  }
}

/**
 * Samples with any function of a group in the stack, for each group; functions may be in several, as packages lie in each
 * other. One pass for all: ten million stacks should not be walked once for each of a hundred packages.
 *
 * @param groups 1 per frame row that is in the group
 */
export function computeGroupTotals(
  { profile, total }: CallTree,
  groups: readonly Uint8Array[],
): Float64Array {
  const { frames, stacks } = profile;
  const groupsOf = Array.from({ length: frames.length }, (_, frame) =>
    groups.flatMap((isIn, group) => (isIn[frame] === 1 ? group : [])),
  );
  const totals = new Float64Array(groups.length);
  /** Where the subtree of the outermost open call into each group ends, see above. */
  const openUntil = new Int32Array(groups.length);
  for (let row = 0; row < stacks.length; row++) {
    for (const group of groupsOf[stacks.frame[row]]) {
      if (openUntil[group] > row) continue;
      openUntil[group] = stacks.subtreeEnd[row];
      totals[group] += total[row];
    }
  }
  return totals;
}

/** Functions with any samples, hottest first; equals stay in the order of the frame table. */
export function hottest(totals: FunctionTotals, by: 'self' | 'total', limit = Infinity): FrameIndex[] {
  const weights: Float64Array = totals[by];
  const rows: FrameIndex[] = [];
  weights.forEach((weight: SampleCount, frame) => {
    if (weight > 0) {
      rows.push(frame);
    }
  });
  return rows.sort((a, b) => weights[b] - weights[a] || a - b).slice(0, limit);
}

/** The function of a row as a value of its own, with its line range. */
export function frameRef({ tree, firstLine, lastLine }: FunctionTotals, frame: FrameIndex): FrameRef {
  const { name, file } = tree.profile.frames;
  return { name: name[frame], file: file[frame], firstLine: firstLine[frame], lastLine: lastLine[frame] };
}
