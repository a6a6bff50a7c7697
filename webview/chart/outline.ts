import type { StackIndex } from '../../src/profile/units';
import type { Boxes } from './boxes';
import { WHOLE, callersOfWhole, childrenOf, isCaller } from './boxes';

/**
 * The chart as a tree for those who do not see it: the selected box, the way down to it, its siblings and its callees.
 * Never all of it; a million tree items help nobody. The canvas itself says nothing to a screen reader.
 */
export interface OutlineItem {
  readonly box: StackIndex;
  /** From 1, as `aria-level` counts. */
  readonly level: number;
  /** From 1, among its siblings, of which only some may be listed. */
  readonly position: number;
  readonly setSize: number;
  /** Undefined where nothing lies below. */
  readonly expanded: boolean | undefined;
  readonly selected: boolean;
}

/** So many siblings on each side and callees are listed: what arrow keys reach next. */
const NEARBY = 5;

/** So many callers at most: a recursion ten thousand calls deep would be as many rows, made anew at every step. */
const CALLERS = 30;

export function outlineOf(boxes: Boxes, selected: StackIndex): OutlineItem[] {
  const path = pathTo(boxes, selected);
  const callers = nearestOf(path.slice(0, -1)).map((box) =>
    itemOf(boxes, box, siblingsOf(boxes, box), { expanded: true }),
  );
  const siblings = siblingsOf(boxes, selected);
  const place = siblings.indexOf(selected);
  const near = siblings.slice(Math.max(0, place - NEARBY), place + NEARBY + 1);
  const items = near.flatMap((box) => {
    const isSelected = box === selected;
    const item = itemOf(boxes, box, siblings, { expanded: isSelected, selected: isSelected });
    if (!isSelected) return [item];
    const children = childrenOf(boxes, box);
    return [
      item,
      ...children.slice(0, NEARBY).map((child) => itemOf(boxes, child, children, { expanded: false })),
    ];
  });
  return [...callers, ...items];
}

function itemOf(
  boxes: Boxes,
  box: StackIndex,
  siblings: readonly StackIndex[],
  { expanded, selected = false }: { readonly expanded: boolean; readonly selected?: boolean },
): OutlineItem {
  return {
    box,
    level: box === WHOLE ? 1 : boxes.profile.stacks.depth[box] + 2,
    position: siblings.indexOf(box) + 1,
    setSize: siblings.length,
    expanded: childrenOf(boxes, box).length > 0 ? expanded : undefined,
    selected,
  };
}

/** The whole, and the callers next to the box; their levels tell how many lie between. */
function nearestOf(callers: readonly StackIndex[]): readonly StackIndex[] {
  return callers.length > CALLERS ? [callers[0], ...callers.slice(1 - CALLERS)] : callers;
}

function pathTo({ profile }: Boxes, box: StackIndex): StackIndex[] {
  const path = [box];
  for (let row = box; row !== WHOLE;) {
    row = profile.stacks.prefix[row];
    path.push(row);
  }
  return path.reverse();
}

function siblingsOf(boxes: Boxes, box: StackIndex): StackIndex[] {
  if (box === WHOLE) return [WHOLE];
  const caller = boxes.profile.stacks.prefix[box];
  return caller === WHOLE && isCaller(boxes, box) ? callersOfWhole(boxes) : childrenOf(boxes, caller);
}
