import type { StackTable } from './tables';
import type { SampleCount, StackIndex } from './units';

/**
 * Where the boxes of a flame graph are. Order and size are kept apart: the order depends on the call paths alone and
 * survives a change of thread states, sizes are two columns that one pass fills.
 *
 * Colours, pixels and zoom do not belong here. x is an order of callees, never time.
 */
export interface FlameLayout {
  readonly order: TierOrder;
  /** Left edge per stack row, in samples from the left edge of the whole. */
  readonly left: Float64Array;
  /** Width per stack row, in samples: its total. */
  readonly width: Float64Array;
  /** Right edge per position of `order.rows`: what is searched for a place stands side by side. */
  readonly right: Float64Array;
  /** Width of the whole, in samples. */
  readonly sum: SampleCount;
  /** How many tiers there are down to the last one with a box wider than nothing. */
  readonly tierCount: number;
}

/**
 * Stack rows by tier, each tier from left to right. Without callers a tier is a depth:
 *
 *     stack row   0 main   1 load   2 parse   3 show   4 draw   5 quit
 *     depth       0        1        2         1        2        0
 *
 *     rows        0 5 | 1 3 | 2 4
 *     start       0     2     4    6
 *
 * An inspected function has callers, which are drawn upwards: the farthest are the first tier, the nearest stand
 * right above the function, and the tiers below it are what it calls. `above` counts the tiers of callers.
 *
 * Within a tier both edges only ever grow, so one box is found by bisection and a screenful is a range.
 */
export interface TierOrder {
  readonly rows: Int32Array;
  /** Where each tier begins in `rows`, and after the last tier the length of `rows`. */
  readonly start: Int32Array;
  readonly above: number;
  /** First stack row of the callers; the number of stacks where none are drawn upwards. */
  readonly callersFrom: StackIndex;
}

/** A counting sort by tier; preorder makes it stable from left to right. */
export function orderByTier(stacks: StackTable, callersFrom: StackIndex = stacks.length): TierOrder {
  const above = depthsIn(stacks, callersFrom, stacks.length);
  const tierCount = above + depthsIn(stacks, 0, callersFrom);
  const tierAt = (row: StackIndex): number =>
    row < callersFrom ? above + stacks.depth[row] : above - 1 - stacks.depth[row];
  const start = new Int32Array(tierCount + 1);
  for (let row = 0; row < stacks.length; row++) start[tierAt(row) + 1]++;
  for (let tier = 0; tier < tierCount; tier++) start[tier + 1] += start[tier];
  const next = start.slice();
  const rows = new Int32Array(stacks.length);
  for (let row = 0; row < stacks.length; row++) rows[next[tierAt(row)]++] = row;
  return { rows, start, above, callersFrom };
}

function depthsIn({ depth }: StackTable, from: StackIndex, to: StackIndex): number {
  let count = 0;
  for (let row = from; row < to; row++) if (depth[row] >= count) count = depth[row] + 1;
  return count;
}

/** The tier on which a box stands. */
export function tierOf({ above, callersFrom }: TierOrder, { depth }: StackTable, row: StackIndex): number {
  return row < callersFrom ? above + depth[row] : above - 1 - depth[row];
}

/**
 * Callees stand under their caller from its left edge, in table order; what is left over at the right is the caller's
 * own time. A caller comes before what it calls, so one pass with one cursor per open caller is enough:
 *
 *     | main                          total 10, self 2 |
 *     | load       5 | show      3 |   (main itself)   |
 *
 * Callers that are drawn upwards start at the left edge of the whole once more.
 *
 * @param total samples per stack row, callees included; a row's total is at least the sum of its callees'
 * @param whole width of the whole where that is more than its entry points: an inspected function has time of its own
 */
export function computeFlameLayout(
  stacks: StackTable,
  total: Float64Array,
  order: TierOrder,
  whole?: SampleCount,
): FlameLayout {
  const { above, callersFrom } = order;
  const left = new Float64Array(stacks.length);
  const cursor = new Float64Array(stacks.length);
  const { prefix, depth } = stacks;
  let edge = 0;
  let sum = 0;
  let tierCount = above;
  for (let row = 0; row < stacks.length; row++) {
    if (row === callersFrom) {
      sum = edge;
      edge = 0;
    }
    const caller = prefix[row];
    const from = caller < 0 ? edge : cursor[caller];
    left[row] = from;
    cursor[row] = from;
    if (caller < 0) edge += total[row];
    else cursor[caller] += total[row];
    if (row < callersFrom && total[row] > 0 && above + depth[row] >= tierCount) {
      tierCount = above + depth[row] + 1;
    }
  }
  const right = new Float64Array(stacks.length);
  for (let position = 0; position < right.length; position++) {
    const row = order.rows[position];
    right[position] = left[row] + total[row];
  }
  const entryPoints = callersFrom < stacks.length ? sum : edge;
  return { order, left, width: total, right, sum: whole ?? entryPoints, tierCount };
}

/**
 * The first position in `order.rows` from `from` on, before `to`, whose box ends to the right of `x` samples; `to`
 * when there is none. All positions have to be of one tier.
 *
 * Strides double before they halve: neighbours are found in a step or two and a million slivers in forty, which is
 * what lets a painter skip whatever shares a pixel.
 */
export function firstEndingAfter({ right }: FlameLayout, from: number, to: number, x: SampleCount): number {
  let low = from;
  let stride = 1;
  while (low + stride < to && right[low + stride - 1] <= x) {
    low += stride;
    stride *= 2;
  }
  let high = Math.min(low + stride, to);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (right[middle] > x) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The box of one tier that covers `x` samples, or -1: there the caller's own time is drawn, or nothing. */
export function boxAt(layout: FlameLayout, tier: number, x: SampleCount): StackIndex {
  const { rows, start } = layout.order;
  if (tier < 0 || tier + 1 >= start.length) return -1;
  const position = firstEndingAfter(layout, start[tier], start[tier + 1], x);
  if (position === start[tier + 1]) return -1;
  const row = rows[position];
  return layout.left[row] <= x && layout.width[row] > 0 ? row : -1;
}
