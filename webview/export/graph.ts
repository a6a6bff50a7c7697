import { listBoxes } from '../../src/export/boxes';
import { nameText } from '../../src/export/figures';
import { fitName } from '../../src/export/fit-name';
import { hueOf } from '../../src/export/hue';
import type { CallTree } from '../../src/profile/call-tree';
import type { StackIndex } from '../../src/profile/units';
import { html } from './search-form';
import { step } from './walk';

/** The box above all entry points. */
export const WHOLE = -1;

/** CSS pixels; as webview/export/html-page.css has them. */
const ROW = 20;

/** A narrower box is not drawn, and a box of fewer than so many cannot be told from its neighbours. */
const NARROWEST = 1;
const NARROW = 12;

export interface GraphEvents {
  /** The pointer or the focus is there. */
  readonly point: (row: StackIndex) => void;
  readonly zoom: (row: StackIndex, leftOut: number) => void;
  readonly search: () => void;
  readonly next: (direction: 1 | -1) => void;
  /** Escape where nothing is zoomed. */
  readonly leave: () => void;
  readonly describe: (row: StackIndex) => readonly string[];
}

export interface Graph {
  readonly element: HTMLElement;
  zoom(row: StackIndex): void;
  /** Marks boxes by their function, 1 per FrameIndex. */
  mark(matched: Uint8Array): void;
  /** Chooses a box, zooming to it where it would be too narrow to see. */
  reveal(row: StackIndex): void;
  focus(): void;
}

interface Drawn {
  readonly row: StackIndex;
  readonly element: HTMLElement;
  readonly level: number;
}

/** Boxes as elements: real text, a real focus, and the colours of a style sheet. They are made anew for every zoom. */
export function createGraph(tree: CallTree, events: GraphEvents): Graph {
  const { profile, total, sum } = tree;
  const { frames, stacks } = profile;
  const element = html('div', { className: 'graph' });
  element.setAttribute('role', 'tree');
  element.setAttribute('aria-label', 'Call graph');
  const column = measureColumn();
  let drawn: readonly Drawn[] = [];
  let zoomed: StackIndex = WHOLE;
  let current: StackIndex = WHOLE;
  let matched: Uint8Array = new Uint8Array(frames.length);

  const widthOf = (row: StackIndex): number => (row === WHOLE ? sum : total[row]);
  const levelOf = (row: StackIndex): number => (row === WHOLE ? 1 : stacks.depth[row] + 2);

  function draw(): void {
    const width = element.clientWidth;
    const scale = widthOf(zoomed) > 0 ? width / widthOf(zoomed) : 0;
    const { boxes, leftOut } = listBoxes(
      belowOf(zoomed),
      totalBelow(zoomed),
      scale > 0 ? NARROWEST / scale : 0,
    );
    const first = zoomed === WHOLE ? 0 : zoomed + 1;
    drawn = [
      ...callersOf(zoomed).map((row) => makeBox(row, 0, width)),
      makeBox(zoomed, 0, width),
      ...boxes.map((box) => makeBox(box.row + first, box.left * scale, total[box.row + first] * scale)),
    ];
    const deepest = drawn.reduce((most, { level }) => Math.max(most, level), 1);
    element.style.height = `${deepest * ROW}px`;
    element.replaceChildren(...drawn.map((box) => box.element));
    if (!drawn.some(({ row }) => row === current)) current = zoomed;
    showCurrent();
    showMatches();
    events.zoom(zoomed, leftOut);
  }

  /** The rows below one, as a table of their own whose first row is the first of them. */
  function belowOf(row: StackIndex) {
    if (row === WHOLE) return stacks;
    const [from, to, depth] = [row + 1, stacks.subtreeEnd[row], stacks.depth[row] + 1];
    return {
      ...stacks,
      depth: stacks.depth.slice(from, to).map((at) => at - depth),
      subtreeEnd: stacks.subtreeEnd.slice(from, to).map((end) => end - from),
      length: to - from,
    };
  }

  const totalBelow = (row: StackIndex) =>
    row === WHOLE ? total : total.subarray(row + 1, stacks.subtreeEnd[row]);

  function callersOf(row: StackIndex): StackIndex[] {
    const callers: StackIndex[] = [];
    for (let at = row; at !== WHOLE; at = stacks.prefix[at]) callers.unshift(stacks.prefix[at]);
    return callers;
  }

  function makeBox(row: StackIndex, left: number, width: number): Drawn {
    const level = levelOf(row);
    const frame = row === WHOLE ? -1 : stacks.frame[row];
    const name = row === WHOLE ? 'all' : nameText(frames.name[frame]);
    const look = row === WHOLE ? 'whole' : `hue-${hueOf(frames.name[frame], frames.file[frame])}`;
    const box = html('div', { className: `box ${look}`, tabIndex: -1 });
    // Shown by the style sheet: what fits is for the eye, what is read aloud is the whole name.
    box.dataset.label = fitName(name, Math.floor((width - 7) / column));
    box.title = events.describe(row).join('\n');
    box.setAttribute('role', 'treeitem');
    box.setAttribute('aria-level', String(level));
    box.setAttribute('aria-label', events.describe(row).join(', '));
    Object.assign(box.style, {
      left: `${left}px`,
      top: `${(level - 1) * ROW}px`,
      width: `${Math.max(width - 1, 0.5)}px`,
    });
    return { row, element: box, level };
  }

  /** The one box that Tab reaches; all others are reached from there. */
  function showCurrent(): void {
    for (const { row, element: box } of drawn) {
      box.tabIndex = row === current ? 0 : -1;
      box.classList.toggle('current', row === current);
    }
    events.point(current);
  }

  function showMatches(): void {
    for (const { row, element: box } of drawn) {
      box.classList.toggle('match', row !== WHOLE && matched[stacks.frame[row]] === 1);
    }
  }

  const elementOf = (row: StackIndex) => drawn.find((box) => box.row === row)?.element;

  function zoom(row: StackIndex): void {
    const hadFocus = element.contains(document.activeElement);
    zoomed = row;
    current = row;
    draw();
    if (hadFocus) elementOf(current)?.focus();
  }

  function visit(row: StackIndex): void {
    current = row;
    showCurrent();
    elementOf(row)?.focus();
  }

  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = drawn.findIndex(({ row }) => row === current);
    const next = step(
      drawn.map(({ level }) => level),
      at,
      event.key,
    );
    if (next !== undefined) visit(drawn[next].row);
    else if (event.key === 'Enter' || event.key === ' ') zoom(current);
    else if (event.key === 'Escape') leaveOne();
    else if (event.key === '/') events.search();
    else if (event.key === 'n' || event.key === 'N') events.next(event.key === 'n' ? 1 : -1);
    else return;
    event.preventDefault();
  }

  /** First what was zoomed to, then what was found. */
  function leaveOne(): void {
    if (zoomed === WHOLE) events.leave();
    else zoom(WHOLE);
  }

  const boxAt = (event: Event): Drawn | undefined => drawn.find((box) => box.element === event.target);

  element.addEventListener('pointerover', (event) => {
    const box = boxAt(event);
    if (box) events.point(box.row);
  });
  element.addEventListener('pointerleave', () => events.point(current));
  element.addEventListener('click', (event) => {
    const box = boxAt(event);
    if (!box) return;
    zoom(box.row);
    elementOf(box.row)?.focus();
  });
  element.addEventListener('keydown', press);
  window.addEventListener('resize', draw);

  return {
    element,
    zoom,
    mark(frameMatches) {
      matched = frameMatches;
      showMatches();
    },
    reveal(row) {
      const seen = elementOf(row);
      if (seen === undefined || seen.offsetWidth < NARROW) zoom(row);
      current = row;
      showCurrent();
      elementOf(row)?.scrollIntoView({ block: 'nearest' });
    },
    focus: () => elementOf(current)?.focus(),
  };
}

/** The font is whatever monospaced one the machine has. */
function measureColumn(): number {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return 7.25;
  context.font = '12px monospace';
  return context.measureText('m'.repeat(20)).width / 20;
}
