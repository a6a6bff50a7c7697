import type { FlameLayout } from '../../src/profile/flame-layout';
import {
  boxAt,
  computeFlameLayout,
  firstEndingAfter,
  orderByTier,
  tierOf,
} from '../../src/profile/flame-layout';
import type { Profile } from '../../src/profile/tables';
import type { Fraction, FrameIndex, StackIndex } from '../../src/profile/units';
import type { Stage, Viewport } from './viewport';
import { toUnit } from './viewport';

/**
 * What a chart draws: call paths with a width each, whatever the width means. Colours and texts are the business of
 * the page that owns the chart.
 */
export interface Boxes {
  readonly profile: Profile;
  readonly layout: FlameLayout;
  /** The function that is inspected: then the whole is its bar, its callers above and its callees below. */
  readonly inspected?: FrameIndex;
}

/** Height of a row in CSS pixels, the gap to the next one included. */
export const ROW_HEIGHT = 20;

/** Stands for the bar above the entry points, which holds everything that is drawn. No stack row has this number. */
export const WHOLE: StackIndex = -1;

/** Boxes of call paths from entry points, as wide as the widths. */
export function createBoxes(profile: Profile, widths: Float64Array): Boxes {
  return { profile, layout: computeFlameLayout(profile.stacks, widths, orderByTier(profile.stacks)) };
}

/** The row on which a box stands. The whole has a row between its callers, if they are drawn, and its callees. */
export function rowOf({ profile, layout: { order } }: Boxes, box: StackIndex): number {
  if (box === WHOLE) return order.above;
  const tier = tierOf(order, profile.stacks, box);
  return tier < order.above ? tier : tier + 1;
}

/** The tier that is drawn on a row, or -1 for the row of the whole. */
export function tierOfRow({ layout: { order } }: Boxes, row: number): number {
  if (row === order.above) return -1;
  return row < order.above ? row : row - 1;
}

/** How many rows there are, the one of the whole included. */
export function rowCount({ layout }: Boxes): number {
  return layout.tierCount + 1;
}

export function contentHeight(boxes: Boxes): number {
  return rowCount(boxes) * ROW_HEIGHT;
}

/** Whether a box is a caller of the inspected function: it stands above it, and its own callers above that. */
export function isCaller({ layout }: Boxes, box: StackIndex): boolean {
  return box >= layout.order.callersFrom;
}

/** Both edges of a box in unit space. */
export function spanOf(
  { layout }: Boxes,
  box: StackIndex,
): { readonly left: Fraction; readonly right: Fraction } {
  if (box === WHOLE || layout.sum === 0) return { left: 0, right: 1 };
  return { left: layout.left[box] / layout.sum, right: (layout.left[box] + layout.width[box]) / layout.sum };
}

/** Whether a box is another one or lies somewhere below it. */
export function isWithin({ profile }: Boxes, box: StackIndex, outer: StackIndex): boolean {
  return outer === WHOLE || (box >= outer && box < profile.stacks.subtreeEnd[outer]);
}

/** The box under a point of the stage, or undefined where there is none. */
export function pick(
  boxes: Boxes,
  viewport: Viewport,
  stage: Stage,
  x: number,
  y: number,
): StackIndex | undefined {
  const row = Math.floor((y + viewport.top) / ROW_HEIGHT);
  if (row < 0 || x < 0 || x >= stage.width || boxes.layout.sum === 0) return undefined;
  if (row === boxes.layout.order.above) return WHOLE;
  const box = boxAt(boxes.layout, tierOfRow(boxes, row), toUnit(viewport, stage, x) * boxes.layout.sum);
  return box < 0 ? undefined : box;
}

/** Boxes next to a box on the side away from the whole, wider than nothing, from left to right. */
export function childrenOf(boxes: Boxes, box: StackIndex): StackIndex[] {
  const { stacks } = boxes.profile;
  if (box === WHOLE) return siblingsFrom(boxes, 0, boxes.layout.order.callersFrom);
  return siblingsFrom(boxes, box + 1, stacks.subtreeEnd[box]);
}

/** The direct callers of an inspected function. */
export function callersOfWhole(boxes: Boxes): StackIndex[] {
  return siblingsFrom(boxes, boxes.layout.order.callersFrom, boxes.profile.stacks.length);
}

function siblingsFrom({ profile, layout }: Boxes, from: StackIndex, to: StackIndex): StackIndex[] {
  const found: StackIndex[] = [];
  for (let row = from; row < to; row = profile.stacks.subtreeEnd[row]) {
    if (layout.width[row] > 0) found.push(row);
  }
  return found;
}

export type Step = 'up' | 'down' | 'next' | 'previous';

/**
 * Where a step leads, as the eye goes: up or down to the box it hangs on or to the widest of those that hang on it,
 * sideways along the row, past the borders between callers. The same box where there is nothing further.
 */
export function stepFrom(boxes: Boxes, box: StackIndex, step: Step): StackIndex {
  switch (step) {
    case 'up':
    case 'down':
      return acrossRows(boxes, box, step);
    case 'next':
    case 'previous':
      return box === WHOLE ? box : alongRow(boxes, box, step === 'next' ? 1 : -1);
  }
}

function acrossRows(boxes: Boxes, box: StackIndex, step: 'up' | 'down'): StackIndex {
  if (box === WHOLE) {
    return widest(boxes, step === 'up' ? callersOfWhole(boxes) : childrenOf(boxes, box)) ?? box;
  }
  const towardsWhole = isCaller(boxes, box) ? 'down' : 'up';
  return step === towardsWhole
    ? boxes.profile.stacks.prefix[box]
    : (widest(boxes, childrenOf(boxes, box)) ?? box);
}

function widest({ layout }: Boxes, among: readonly StackIndex[]): StackIndex | undefined {
  let best = among[0];
  for (const box of among) {
    if (layout.width[box] > layout.width[best]) best = box;
  }
  return best;
}

function alongRow({ profile, layout }: Boxes, box: StackIndex, direction: 1 | -1): StackIndex {
  const { rows, start } = layout.order;
  const tier = tierOf(layout.order, profile.stacks, box);
  // The box itself is the first of its tier that ends after its left edge: all before it end there at the latest.
  let position = firstEndingAfter(layout, start[tier], start[tier + 1], layout.left[box]) + direction;
  while (position >= start[tier] && position < start[tier + 1] && layout.width[rows[position]] === 0) {
    position += direction;
  }
  return position >= start[tier] && position < start[tier + 1] ? rows[position] : box;
}
