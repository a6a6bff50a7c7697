import type { StackTable } from '../profile/tables';
import type { SampleCount, StackIndex } from '../profile/units';

/** A call path as a picture has it: from `left` on, as wide as its total. */
export interface Box {
  readonly row: StackIndex;
  /** In samples, from the left edge of the whole. */
  readonly left: SampleCount;
}

/** The boxes to draw, callers before what they call, and how many were too narrow. */
export interface BoxList {
  readonly boxes: readonly Box[];
  readonly leftOut: number;
}

/**
 * Boxes of at least `least` samples. What lies below a narrower one is narrower still, so its subtree is stepped over.
 *
 * @param total samples per stack row, those of the rows below it included
 */
export function listBoxes(stacks: StackTable, total: Float64Array, least: SampleCount): BoxList {
  const boxes: Box[] = [];
  /** Where the next box starts, by the depth that it is at. */
  const edge: SampleCount[] = [0];
  let leftOut = 0;
  for (let row = 0; row < stacks.length;) {
    const depth = stacks.depth[row];
    const left = edge[depth];
    edge[depth] += total[row];
    if (total[row] > 0 && total[row] >= least) {
      boxes.push({ row, left });
      edge[depth + 1] = left;
      row++;
    } else {
      leftOut += countSampled(total, row, stacks.subtreeEnd[row]);
      row = stacks.subtreeEnd[row];
    }
  }
  return { boxes, leftOut };
}

/** Paths that nobody was seen on in these thread states are not missed. */
function countSampled(total: Float64Array, from: StackIndex, to: StackIndex): number {
  let count = 0;
  for (let row = from; row < to; row++) if (total[row] > 0) count++;
  return count;
}
