import { visibleText } from '../../src/base/visible-text';
import type { FunctionChange } from '../../src/profile/compare';
import type { FrameIndex } from '../../src/profile/units';
import type { CompareColumn } from '../../src/protocol/compare';
import { COMPARE_COLUMNS } from '../../src/protocol/compare';
import { frameAt } from '../chart/chart-state';
import { element } from '../shared/dom';
import { focusedElement, holdsFocus, refocus } from '../shared/focus-place';
import { createButton } from '../shared/kit';
import { locale, t } from '../shared/words';
import { NAME_LIMIT } from '../chart/names';
import { cellsOf, headingOf } from './cells';
import { dollarsArithmetic, statusName } from './change-text';
import type { ShownCompare } from './compare-state';
import type { CompareModel } from './model';
import type { ChangeFilter } from './rows';
import { CHANGE_FILTERS, countChanges, listChanges } from './rows';

/** The functions and their changes: every figure that the graph draws, to be read, sorted and walked by keyboard. */
export interface ChangeTable {
  readonly element: HTMLElement;
  update(state: ShownCompare): void;
}

export interface TableActions {
  readonly sort: (column: CompareColumn) => void;
  readonly filter: (filter: ChangeFilter) => void;
  readonly more: () => void;
  readonly select: (frame: FrameIndex) => void;
  readonly open: (frame: FrameIndex) => void;
}

export function createChangeTable(actions: TableActions): ChangeTable {
  const filters = element('div', { className: 'filters' });
  filters.setAttribute('role', 'group');
  filters.setAttribute('aria-label', t('Functions to list'));
  const head = element('thead');
  const body = element('tbody');
  const table = element('table', { className: 'changes' }, head, body);
  const filterButtons = CHANGE_FILTERS.map((one) => {
    const button = element('button', { type: 'button', onclick: () => actions.filter(one) });
    return { one, button };
  });
  filters.append(...filterButtons.map(({ button }) => button));
  const rest = element('div', { className: 'rest' });
  const part = element(
    'section',
    { className: 'table' },
    filters,
    element('div', { className: 'scroll' }, table, rest),
  );
  part.setAttribute('aria-label', t('Changes by function'));
  let shown: ShownCompare | undefined;

  body.addEventListener('keydown', (event) => walk(event));
  body.addEventListener('click', (event) => onRow(event, actions.select));
  body.addEventListener('dblclick', (event) => onRow(event, actions.open));

  function update(state: ShownCompare): void {
    if (shown?.model !== state.model || shown.filter !== state.filter) showFilters(state);
    const focused = focusedPart();
    const isOther = !shown || isListChanged(shown, state);
    const isMoved = isOther || shown?.chart.selected !== state.chart.selected;
    if (isOther) showRows(state);
    shown = state;
    if (isMoved) markSelected(state);
    if (isOther && focused) refocus(() => focused.next()?.focus());
  }

  /** What goes on with the focus when the rows are others: the row that Tab leads to, after *Show more* the first new one. */
  function focusedPart(): { readonly next: () => HTMLElement | null } | undefined {
    const count = body.rows.length;
    if (holdsFocus(body)) return { next: () => body.querySelector('tr[tabindex="0"]') };
    return holdsFocus(rest) ? { next: () => body.rows.item(count) } : undefined;
  }

  function showFilters({ model, filter }: ShownCompare): void {
    const counts = countChanges(model);
    for (const { one, button } of filterButtons) {
      button.textContent = `${statusName(one)} ${counts[one].toLocaleString(locale())}`;
      button.setAttribute('aria-pressed', String(one === filter));
    }
  }

  function showRows({ model, filter, sort, limit }: ShownCompare): void {
    const focused = focusedElement();
    const held =
      focused instanceof HTMLElement && head.contains(focused) ? focused.dataset.column : undefined;
    const headings = COMPARE_COLUMNS.map((column) => {
      const button = element('button', { type: 'button', textContent: headingOf(column) });
      button.dataset.column = column;
      button.onclick = () => actions.sort(column);
      const heading = element('th', { scope: 'col' }, button);
      if (column === sort.column) {
        heading.setAttribute('aria-sort', sort.descending ? 'descending' : 'ascending');
      }
      return heading;
    });
    head.replaceChildren(element('tr', {}, ...headings));
    if (held) refocus(() => head.querySelector<HTMLElement>(`[data-column="${held}"]`)?.focus());
    const { rows, count } = listChanges(model, filter, sort, limit);
    body.replaceChildren(...rows.map((change) => rowOf(model, change)));
    rest.replaceChildren(...restOf(count, limit));
  }

  function restOf(count: number, limit: number): HTMLElement[] {
    if (count === 0) return [element('p', { className: 'dim', textContent: t('No function of this kind.') })];
    if (count <= limit) return [];
    const label = t('Show more ({0} left)', (count - limit).toLocaleString(locale()));
    return [createButton({ label, onClick: actions.more })];
  }

  /** One row is in the order of Tab; arrows go from row to row, Enter goes to the source. */
  function walk(event: KeyboardEvent): void {
    const row = event.target instanceof HTMLElement ? event.target.closest('tr') : null;
    if (!row) return;
    const to = event.key === 'ArrowDown' ? row.nextElementSibling : row.previousElementSibling;
    if (event.key === 'Enter') actions.open(Number(row.dataset.frame));
    else if (event.key === ' ') actions.select(Number(row.dataset.frame));
    else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && to instanceof HTMLElement) {
      to.focus();
      actions.select(Number(to.dataset.frame));
    } else return;
    event.preventDefault();
  }

  function markSelected({ chart }: ShownCompare): void {
    const frame = chart.selected === undefined ? undefined : frameAt(chart.boxes, chart.selected);
    const rows = [...body.querySelectorAll<HTMLElement>('tr')];
    const chosen = rows.find((row) => row.dataset.frame === String(frame));
    for (const row of rows) {
      row.tabIndex = row === (chosen ?? rows[0]) ? 0 : -1;
      row.setAttribute('aria-selected', String(row === chosen));
    }
    chosen?.scrollIntoView({ block: 'nearest' });
  }

  return { element: part, update };
}

function isListChanged(before: ShownCompare, after: ShownCompare): boolean {
  return (
    before.model !== after.model ||
    before.filter !== after.filter ||
    before.sort !== after.sort ||
    before.limit !== after.limit
  );
}

function onRow(event: MouseEvent, act: (frame: FrameIndex) => void): void {
  const row = event.target instanceof Element ? event.target.closest('tr') : null;
  if (row) act(Number(row.dataset.frame));
}

function rowOf(model: CompareModel, change: FunctionChange): HTMLElement {
  const { frame, status } = change;
  const { name, file } = model.picture.profile.frames;
  const shown = visibleText(name[frame], NAME_LIMIT);
  const heading = element('th', {
    scope: 'row',
    textContent: shown,
    title: `${shown}\n${visibleText(file[frame], NAME_LIMIT)}`,
  });
  const cells = cellsOf(model, change).map((text) => element('td', { textContent: text }));
  cells[cells.length - 1].title = dollarsArithmetic(model, change);
  const row = element('tr', { className: status }, heading, ...cells);
  row.dataset.frame = String(frame);
  return row;
}
