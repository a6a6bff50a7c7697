import type { StackIndex } from '../../src/profile/units';
import { element } from '../shared/dom';
import { holdsFocus, refocus } from '../shared/focus-place';
import type { Boxes } from './boxes';
import type { OutlineItem } from './outline';
import { outlineOf } from './outline';

/**
 * The chart for those who do not see it: a tree grid beside the canvas, a row for each box near the selected one. The
 * selected row holds the focus of the keyboard and moves with it, so that what a screen reader says is where one is.
 */
export interface OutlineGrid {
  readonly element: HTMLElement;
  update(label: string, boxes: Boxes, selected: StackIndex): void;
  readonly focus: () => void;
}

export function createOutline(cellsOf: (box: StackIndex) => readonly string[]): OutlineGrid {
  const grid = element('div', { className: 'chart-tree visually-hidden' });
  grid.setAttribute('role', 'treegrid');
  grid.setAttribute('aria-readonly', 'true');
  let current: HTMLElement = grid;

  const rowOf = (item: OutlineItem): HTMLElement => {
    const row = element('div', { id: `box${item.box}`, role: 'row', tabIndex: item.selected ? 0 : -1 });
    row.setAttribute('aria-level', String(item.level));
    row.setAttribute('aria-posinset', String(item.position));
    row.setAttribute('aria-setsize', String(item.setSize));
    row.setAttribute('aria-selected', String(item.selected));
    if (item.expanded !== undefined) row.setAttribute('aria-expanded', String(item.expanded));
    row.append(...cellsOf(item.box).map((text) => element('span', { role: 'gridcell', textContent: text })));
    return row;
  };

  return {
    element: grid,
    update: (label, boxes, selected) => {
      const hadFocus = holdsFocus(grid);
      const items = outlineOf(boxes, selected);
      const rows = items.map(rowOf);
      grid.setAttribute('aria-label', label);
      grid.replaceChildren(...rows);
      current = rows[items.findIndex((item) => item.selected)] ?? grid;
      if (hadFocus) refocus(() => current.focus({ preventScroll: true }));
    },
    focus: () => current.focus({ preventScroll: true }),
  };
}
