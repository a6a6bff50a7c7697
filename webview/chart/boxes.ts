import type { DepthOrder, FlameLayout } from '../../src/profile/flame-layout';
import { boxAt, computeFlameLayout, firstEndingAfter, orderByDepth } from '../../src/profile/flame-layout';
import type { Profile } from '../../src/profile/tables';
import type { Fraction, StackIndex } from '../../src/profile/units';
import type { Stage, Viewport } from './viewport';
import { toUnit } from './viewport';

/**
 * What a chart draws: call paths with a width each, whatever the width means. Colours and texts are the business of
 * the page that owns the chart.
 */
export interface Boxes {
  readonly profile: Profile;
  readonly layout: FlameLayout;
}

/** Height of a row in CSS pixels, the gap to the next one included. */
export const ROW_HEIGHT = 20;

/** Stands for the bar above the entry points, which holds everything. No stack row has this number. */
export const WHOLE: StackIndex = -1;

export function createBoxes(
  profile: Profile,
  widths: Float64Array,
  order: DepthOrder = orderByDepth(profile.stacks),
): Boxes {
  return { profile, layout: computeFlameLayout(profile.stacks, widths, order) };
}

/** The row on which a box stands; the whole stands above all others. */
export function rowOf({ profile }: Boxes, box: StackIndex): number {
  return box === WHOLE ? 0 : profile.stacks.depth[box] + 1;
}

export function contentHeight({ layout }: Boxes): number {
  return (layout.depthCount + 1) * ROW_HEIGHT;
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
  if (row === 0) return WHOLE;
  const box = boxAt(boxes.layout, row - 1, toUnit(viewport, stage, x) * boxes.layout.sum);
  return box < 0 ? undefined : box;
}

/** Boxes directly under a box that are wider than nothing, from left to right. */
export function calleesOf({ profile, layout }: Boxes, box: StackIndex): StackIndex[] {
  const { stacks } = profile;
  const callees: StackIndex[] = [];
  const end = box === WHOLE ? stacks.length : stacks.subtreeEnd[box];
  for (let row = box + 1; row < end; row = stacks.subtreeEnd[row]) {
    if (layout.width[row] > 0) callees.push(row);
  }
  return callees;
}

export type Step = 'caller' | 'callee' | 'next' | 'previous';

/**
 * Where a step leads: up to the caller, down to the widest callee, sideways along the row, past the borders between
 * callers as the eye goes. The same box where there is nothing further.
 */
export function stepFrom(boxes: Boxes, box: StackIndex, step: Step): StackIndex {
  switch (step) {
    case 'caller':
      return box === WHOLE ? WHOLE : boxes.profile.stacks.prefix[box];
    case 'callee':
      return widest(boxes, calleesOf(boxes, box)) ?? box;
    case 'next':
    case 'previous':
      return box === WHOLE ? box : alongRow(boxes, box, step === 'next' ? 1 : -1);
  }
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
  const depth = profile.stacks.depth[box];
  // The box itself is the first of its depth that ends after its left edge: all before it end there at the latest.
  let position = firstEndingAfter(layout, start[depth], start[depth + 1], layout.left[box]) + direction;
  while (position >= start[depth] && position < start[depth + 1] && layout.width[rows[position]] === 0) {
    position += direction;
  }
  return position >= start[depth] && position < start[depth + 1] ? rows[position] : box;
}
