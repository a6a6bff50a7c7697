import type { StackTable } from './tables';
import type { SampleCount, StackIndex } from './units';

/**
 * Where the boxes of a flame graph are. Order and size are kept apart: the order depends on the call paths alone and
 * survives a change of thread states, sizes are two columns that one pass fills.
 *
 * Colours, pixels and zoom do not belong here. x is an order of callees, never time.
 */
export interface FlameLayout {
  readonly order: DepthOrder;
  /** Left edge per stack row, in samples from the left edge of the whole. */
  readonly left: Float64Array;
  /** Width per stack row, in samples: its total. */
  readonly width: Float64Array;
  /** Width of the whole, in samples. */
  readonly sum: SampleCount;
  /** How many depths have a box wider than nothing. */
  readonly depthCount: number;
}

/**
 * Stack rows by depth, each depth from left to right.
 *
 *     stack row   0 main   1 load   2 parse   3 show   4 draw   5 quit
 *     depth       0        1        2         1        2        0
 *
 *     rows        0 5 | 1 3 | 2 4
 *     start       0     2     4    6
 *
 * Within a depth both edges only ever grow, so one box is found by bisection and a screenful is a range.
 */
export interface DepthOrder {
  readonly rows: Int32Array;
  /** Where each depth begins in `rows`, and after the last depth the length of `rows`. */
  readonly start: Int32Array;
}

/** A counting sort by depth; preorder makes it stable from left to right. */
export function orderByDepth(stacks: StackTable): DepthOrder {
  let depthCount = 0;
  for (let row = 0; row < stacks.length; row++) depthCount = Math.max(depthCount, stacks.depth[row] + 1);
  const start = new Int32Array(depthCount + 1);
  for (let row = 0; row < stacks.length; row++) start[stacks.depth[row] + 1]++;
  for (let depth = 0; depth < depthCount; depth++) start[depth + 1] += start[depth];
  const next = start.slice();
  const rows = new Int32Array(stacks.length);
  for (let row = 0; row < stacks.length; row++) rows[next[stacks.depth[row]]++] = row;
  return { rows, start };
}

/**
 * Callees stand under their caller from its left edge, in table order; what is left over at the right is the caller's
 * own time. A caller comes before what it calls, so one pass with one cursor per open caller is enough:
 *
 *     | main                          total 10, self 2 |
 *     | load       5 | show      3 |   (main itself)   |
 *
 * @param total samples per stack row, callees included; a row's total is at least the sum of its callees'
 */
export function computeFlameLayout(stacks: StackTable, total: Float64Array, order: DepthOrder): FlameLayout {
  const left = new Float64Array(stacks.length);
  const cursor = new Float64Array(stacks.length);
  let sum = 0;
  let depthCount = 0;
  for (let row = 0; row < stacks.length; row++) {
    const caller = stacks.prefix[row];
    const edge = caller < 0 ? sum : cursor[caller];
    left[row] = edge;
    cursor[row] = edge;
    if (caller < 0) sum += total[row];
    else cursor[caller] += total[row];
    if (total[row] > 0 && stacks.depth[row] >= depthCount) depthCount = stacks.depth[row] + 1;
  }
  return { order, left, width: total, sum, depthCount };
}

/**
 * The first position in `order.rows` from `from` on, before `to`, whose box ends to the right of `x` samples; `to`
 * when there is none. All positions have to be of one depth.
 *
 * Strides double before they halve: neighbours are found in a step or two and a million slivers in forty, which is
 * what lets a painter skip whatever shares a pixel.
 */
export function firstEndingAfter(layout: FlameLayout, from: number, to: number, x: SampleCount): number {
  const { left, width, order } = layout;
  const endsAfter = (position: number): boolean => {
    const row = order.rows[position];
    return left[row] + width[row] > x;
  };
  let low = from;
  let stride = 1;
  while (low + stride < to && !endsAfter(low + stride - 1)) {
    low += stride;
    stride *= 2;
  }
  let high = Math.min(low + stride, to);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (endsAfter(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The box of one depth that covers `x` samples, or -1: there the caller's own time is drawn, or nothing. */
export function boxAt(layout: FlameLayout, depth: number, x: SampleCount): StackIndex {
  const { rows, start } = layout.order;
  if (depth < 0 || depth + 1 >= start.length) return -1;
  const position = firstEndingAfter(layout, start[depth], start[depth + 1], x);
  if (position === start[depth + 1]) return -1;
  const row = rows[position];
  return layout.left[row] <= x && layout.width[row] > 0 ? row : -1;
}
