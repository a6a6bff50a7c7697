import { formatShare } from '../../src/profile/format';
import { share } from '../../src/profile/share';
import type { FrameIndex, SampleCount } from '../../src/profile/units';
import { element, icon } from '../shared/dom';
import { holdsFocus, refocus } from '../shared/focus-place';
import { createSearchField } from '../shared/kit';
import { locale, t } from '../shared/words';
import { onContextMenu } from './context-menu';
import type { FunctionColumn, FunctionRow, FunctionSort, Relatives, TableLine } from './function-lines';
import {
  FUNCTION_COLUMNS,
  filterFunctions,
  frameOf,
  isSameLine,
  lineAfterKey,
  linesInView,
  linesOf,
  ownerOf,
  scrolledToLine,
  sortAfterPress,
  sortFunctions,
} from './function-lines';
import type { Anchor, Place } from './place-popup';

/** The functions of a profile as a table: every figure of the graph, to be read, sorted, filtered and walked. */
export interface FunctionTable {
  readonly element: HTMLElement;
  update(shown: FunctionTableView): void;
  focus(): void;
}

export interface FunctionTableView {
  readonly rows: readonly FunctionRow[];
  /** What shares are shares of. */
  readonly sum: SampleCount;
  readonly sort: FunctionSort;
  readonly filter: string;
  readonly selected: FrameIndex | undefined;
  /** Too few samples for shares to say anything. */
  readonly isTooFew: boolean;
  /** `1,204`, `41 s`: a figure of the profile in its unit. */
  readonly figure: (samples: SampleCount) => string;
}

export interface FunctionTableActions {
  readonly sort: (sort: FunctionSort) => void;
  readonly filter: (text: string) => void;
  readonly select: (frame: FrameIndex) => void;
  readonly open: (frame: FrameIndex) => void;
  readonly menu: (frame: FrameIndex, at: Place | Anchor) => void;
  readonly relatives: (frame: FrameIndex) => Promise<Relatives>;
}

/** CSS pixels; function-table.css has the same. */
const LINE_HEIGHT = 22;
const HEAD_HEIGHT = 24;

export function createFunctionTable(actions: FunctionTableActions): FunctionTable {
  const field = createSearchField(t('Filter functions'), actions.filter);
  const count = element('span', { className: 'functions-count dim', role: 'status' });
  const bar = element('div', { className: 'functions-bar' }, field.element, count);
  const head = element('div', { className: 'functions-head', role: 'row' });
  head.setAttribute('aria-rowindex', '1');
  const body = element('div', { className: 'functions-body', role: 'rowgroup' });
  const grid = element('div', { className: 'functions-grid', role: 'treegrid' });
  grid.append(element('div', { role: 'rowgroup', className: 'functions-top' }, head), body);
  grid.setAttribute('aria-label', t('Functions'));
  grid.setAttribute('aria-colcount', String(FUNCTION_COLUMNS.length));
  const empty = element('p', { className: 'functions-empty dim', hidden: true });
  const root = element('section', { className: 'functions' }, bar, grid, empty);
  root.setAttribute('aria-label', t('Table of functions'));

  let shown: FunctionTableView | undefined;
  let sorted: readonly FunctionRow[] = [];
  let listed: readonly FunctionRow[] = [];
  let lines: readonly TableLine[] = [];
  let active = 0;
  const open = new Map<FrameIndex, Relatives | undefined>();
  const drawn = new Map<number, HTMLElement>();

  const buttons = FUNCTION_COLUMNS.map((column) => createHeading(column, () => press(column)));
  head.append(...buttons.map(({ heading }) => heading));

  function update(view: FunctionTableView): void {
    const before = shown;
    shown = view;
    // Relatives of another profile, or of other thread states, have other figures.
    if (before && before.rows !== view.rows) open.clear();
    field.set(view.filter);
    markSort(view.sort);
    // Sorting takes longest, so typing a filter does not sort again.
    const isSorted = before?.rows === view.rows && before.sort === view.sort;
    if (!isSorted) sorted = sortFunctions(view.rows, view.sort);
    const isListed = isSorted && before.filter === view.filter;
    if (!isListed) listed = filterFunctions(sorted, view.filter);
    if (!isListed || before.sum !== view.sum || before.isTooFew !== view.isTooFew) relist();
    if (before?.selected !== view.selected) reveal(view.selected);
    for (const [index, node] of drawn) markSelected(node, lines[index]);
  }

  /** Draws all lines anew, keeping the place of the person: the line that has the focus, and the focus itself. */
  function relist(): void {
    const before = lines[active];
    const hadFocus = holdsFocus(body);
    lines = linesOf(listed, open);
    active = before
      ? Math.max(
          0,
          lines.findIndex((line) => isSameLine(line, before)),
        )
      : 0;
    drawn.clear();
    body.replaceChildren();
    body.style.height = `${lines.length * LINE_HEIGHT}px`;
    grid.setAttribute('aria-rowcount', String(lines.length + 1));
    empty.hidden = lines.length > 0;
    grid.hidden = lines.length === 0;
    empty.textContent =
      shown?.rows.length === 0 ? t('No function in this view.') : t('No function has this text.');
    count.textContent = countText(listed.length, shown?.rows.length ?? 0);
    draw();
    if (hadFocus) refocus(focusActive);
  }

  /** Only lines in view are in the page, and the one that has the focus, which would be lost with it. */
  function draw(): void {
    const { from, to } = linesInView(
      grid.scrollTop,
      grid.clientHeight - HEAD_HEIGHT,
      LINE_HEIGHT,
      lines.length,
    );
    const wanted = new Set(Array.from({ length: to - from }, (_, i) => from + i));
    if (active < lines.length) wanted.add(active);
    for (const [index, node] of drawn) {
      if (wanted.has(index)) continue;
      node.remove();
      drawn.delete(index);
    }
    for (const index of wanted) {
      if (drawn.has(index)) continue;
      const node = createLine(index);
      drawn.set(index, node);
      // In the order of the table for those who read the page and not the screen.
      body.insertBefore(node, [...body.children].find((other) => indexOf(other) > index) ?? null);
    }
  }

  function createLine(index: number): HTMLElement {
    const line = lines[index];
    const node = element('div', { className: `functions-line ${line.kind}`, role: 'row' });
    node.append(...(shown ? cellsOf(line, shown) : []));
    node.dataset.index = String(index);
    node.style.top = `${index * LINE_HEIGHT}px`;
    node.tabIndex = index === active ? 0 : -1;
    node.setAttribute('aria-rowindex', String(index + 2));
    describeLevel(node, line);
    markSelected(node, line);
    return node;
  }

  function markSelected(node: HTMLElement, line: TableLine): void {
    node.setAttribute(
      'aria-selected',
      String(line.kind === 'function' && line.row.frame === shown?.selected),
    );
  }

  function markSort({ column, descending }: FunctionSort): void {
    for (const button of buttons) {
      const isSorted = button.column === column;
      if (isSorted) button.heading.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      else button.heading.removeAttribute('aria-sort');
    }
  }

  function press(column: FunctionColumn): void {
    if (shown) actions.sort(sortAfterPress(shown.sort, column));
  }

  function reveal(frame: FrameIndex | undefined): void {
    const index = lines.findIndex((line) => line.kind === 'function' && line.row.frame === frame);
    const isHere = active < lines.length && frameOf(lines[active]) === frame;
    if (index >= 0 && !isHere) goTo(index, holdsFocus(body));
  }

  function goTo(index: number, withFocus: boolean): void {
    const before = drawn.get(active);
    if (before) before.tabIndex = -1;
    active = index;
    const height = grid.clientHeight - HEAD_HEIGHT;
    grid.scrollTop = scrolledToLine(index, grid.scrollTop, height, LINE_HEIGHT);
    draw();
    const node = drawn.get(index);
    if (node) node.tabIndex = 0;
    if (withFocus) refocus(focusActive);
  }

  function focusActive(): void {
    drawn.get(active)?.focus({ preventScroll: true });
  }

  function toggle(index: number): void {
    const line = lines[index];
    if (line?.kind !== 'function') return;
    const { frame } = line.row;
    if (open.delete(frame)) return relist();
    open.set(frame, undefined);
    relist();
    const { rows } = shown ?? {};
    const settle = (relatives: Relatives): void => {
      // Closed in the meantime, or of a profile that is no longer shown.
      if (!open.has(frame) || shown?.rows !== rows) return;
      open.set(frame, relatives);
      relist();
    };
    actions.relatives(frame).then(settle, () => settle({ callers: [], callees: [] }));
  }

  function walk(event: KeyboardEvent): void {
    const line = lines[active];
    if (!line || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((grid.clientHeight - HEAD_HEIGHT) / LINE_HEIGHT) - 1);
    const to = lineAfterKey(event.key, active, lines.length, page);
    if (to !== undefined) goTo(to, true);
    else if (event.key === 'Enter') actions.open(frameOf(line));
    else if (event.key === ' ') actions.select(frameOf(line));
    else if (event.key === 'ArrowRight') openOrEnter(line);
    else if (event.key === 'ArrowLeft') closeOrLeave(line);
    else return;
    event.preventDefault();
    // Enter and arrows mean other things on the chart beside the table.
    event.stopPropagation();
  }

  function openOrEnter(line: TableLine): void {
    if (line.kind !== 'function') return;
    if (line.isOpen) goTo(active + 1, true);
    else toggle(active);
  }

  function closeOrLeave(line: TableLine): void {
    if (line.kind !== 'function') goTo(ownerOf(lines, active), true);
    else if (line.isOpen) toggle(active);
  }

  function onLine(event: Event, act: (index: number, line: TableLine) => void): void {
    const node = event.target instanceof Element ? event.target.closest('.functions-line') : null;
    const index = node ? indexOf(node) : -1;
    if (index in lines) act(index, lines[index]);
  }

  grid.addEventListener('scroll', draw, { passive: true });
  new ResizeObserver(draw).observe(grid);
  body.addEventListener('keydown', walk);
  body.addEventListener('focusin', (event) => {
    onLine(event, (index) => {
      if (index !== active) goTo(index, false);
    });
  });
  body.addEventListener('click', (event) => {
    const isTwistie = event.target instanceof Element && event.target.closest('.functions-twistie') !== null;
    onLine(event, (index, line) => (isTwistie ? toggle(index) : actions.select(frameOf(line))));
  });
  body.addEventListener('dblclick', (event) => onLine(event, (_, line) => actions.open(frameOf(line))));
  onContextMenu(body, (at) => {
    const place = at ?? drawn.get(active)?.getBoundingClientRect();
    if (place && active < lines.length) actions.menu(frameOf(lines[active]), place);
  });

  return { element: root, update, focus: focusActive };
}

function indexOf(node: Element): number {
  return node instanceof HTMLElement ? Number(node.dataset.index) : -1;
}

function createHeading(column: FunctionColumn, onPress: () => void) {
  const names: Readonly<Record<FunctionColumn, string>> = {
    function: t('Function'),
    self: t('Self'),
    selfShare: t('Self %'),
    total: t('Total'),
    totalShare: t('Total %'),
    places: t('Places'),
  };
  const button = element('button', { type: 'button', textContent: names[column], onclick: onPress });
  const heading = element('div', { className: `functions-${column}`, role: 'columnheader' }, button);
  return { column, heading };
}

function describeLevel(node: HTMLElement, line: TableLine): void {
  node.setAttribute('aria-level', line.kind === 'function' ? '1' : '2');
  if (line.kind === 'function') node.setAttribute('aria-expanded', String(line.isOpen));
  if (!('relative' in line)) return;
  node.setAttribute('aria-posinset', String(line.position));
  node.setAttribute('aria-setsize', String(line.setSize));
}

function cellsOf(line: TableLine, view: FunctionTableView): HTMLElement[] {
  if (line.kind === 'function') {
    const { name, file, self, total, places } = line.row;
    const twistie = icon(line.isOpen ? 'chevron-down' : 'chevron-right');
    twistie.classList.add('functions-twistie');
    return [
      nameCell(name, file, twistie),
      ...figureCells('self', self, view),
      ...figureCells('total', total, view),
      cell('places', places.toLocaleString(locale())),
    ];
  }
  if (!('relative' in line)) {
    const text =
      line.kind === 'waiting' ? t('Looking for callers and callees…') : t('No callers, no callees.');
    return FUNCTION_COLUMNS.map((column) => cell(column, column === 'function' ? text : ''));
  }
  const { name, file, samples } = line.relative;
  const arrow = icon(line.kind === 'caller' ? 'arrow-left' : 'arrow-right');
  const shown = line.kind === 'caller' ? t('called by {0}', name) : t('calls {0}', name);
  return [
    nameCell(shown, file, arrow),
    cell('self', ''),
    cell('selfShare', ''),
    ...figureCells('total', samples, view),
    cell('places', ''),
  ];
}

function nameCell(name: string, file: string, mark: HTMLElement): HTMLElement {
  const text = element('span', { className: 'functions-name', textContent: name });
  const made = element('div', { className: 'functions-function', role: 'rowheader' }, mark, text);
  made.title = [name, file].filter((line) => line !== '').join('\n');
  return made;
}

function figureCells(column: 'self' | 'total', samples: SampleCount, view: FunctionTableView): HTMLElement[] {
  const shareText = view.isTooFew ? '–' : formatShare(share(samples, view.sum), locale());
  return [cell(column, view.figure(samples)), cell(`${column}Share`, shareText)];
}

function cell(column: FunctionColumn, text: string): HTMLElement {
  return element('div', { className: `functions-${column}`, role: 'gridcell', textContent: text });
}

function countText(listed: number, all: number): string {
  const [some, whole] = [listed, all].map((number) => number.toLocaleString(locale()));
  return listed === all ? t('{0} functions', whole) : t('{0} of {1} functions', some, whole);
}
