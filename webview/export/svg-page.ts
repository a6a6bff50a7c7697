// Runs in an exported SVG, offline, without data but the boxes that stand there: shares are worked out from their widths.
import { fitName } from '../../src/export/fit-name';
import { formatShare } from '../../src/profile/format';
import { matchFrames, queryProblem } from '../../src/profile/search';
import { countHits, hitText } from './hits';
import { button, createSearchForm, html } from './search-form';
import './svg-page.css';
import { step } from './walk';

interface Box {
  readonly element: SVGGElement;
  readonly rect: SVGRectElement;
  readonly label: SVGTextElement;
  readonly name: string;
  readonly facts: readonly string[];
  readonly level: number;
  readonly left: number;
  readonly width: number;
}

/** As src/export/svg.ts draws them; the top is where its heading ends. */
const ROW = 20;
const SIDE = 8;
const TOP = 32;
const NOTE = 12;

/** A box of fewer pixels cannot be told from its neighbours. */
const NARROW = 12;

function start(svg: SVGSVGElement): void {
  const graph = svg.querySelector<SVGGElement>('#graph');
  if (graph === null) return;
  const boxes = [...graph.querySelectorAll<SVGGElement>('.box')].map(readBox);
  const frames = {
    name: boxes.map(({ name }) => name),
    file: boxes.map(({ facts }) => (facts.length > 1 ? facts[0] : '')),
    length: boxes.length,
  };
  let zoomed = 0;
  let current = 0;
  let hits: readonly number[] = [];
  let hit = -1;
  let found = '';
  const column = measureColumn(svg);

  const details = html('p', { className: 'details' });
  const reset = button('Reset zoom', () => zoom(0));
  const search = createSearchForm({ change: find, go: goToHit, leave: () => boxes[current].element.focus() });

  function place(): void {
    arrange();
    const width = svg.clientWidth - 2 * SIDE;
    const whole = boxes[zoomed];
    const scale = whole.width > 0 ? width / whole.width : 0;
    for (const box of boxes) {
      const left = Math.max(box.left - whole.left, 0) * scale;
      const right = Math.min(box.left + box.width - whole.left, whole.width) * scale;
      // A hundredth of a pixel is what rounding leaves of a neighbour.
      const isShown = right - left > 0.01 || box === whole;
      box.element.classList.toggle('gone', !isShown);
      box.element.classList.toggle('caller', isShown && box.level < whole.level);
      if (isShown) draw(box, left, Math.max(right - left - 1, 0.5));
    }
    showCurrent();
  }

  function draw({ rect, label, name }: Box, x: number, width: number): void {
    rect.setAttribute('x', x.toFixed(2));
    rect.setAttribute('width', width.toFixed(2));
    label.setAttribute('x', (x + 3).toFixed(2));
    label.textContent = fitName(name, Math.floor((width - 6) / column));
  }

  function zoom(to: number): void {
    zoomed = to;
    current = to;
    reset.disabled = to === 0;
    place();
  }

  /** The one box that Tab reaches; all others are reached from there. */
  function visit(index: number): void {
    current = index;
    showCurrent();
    boxes[current].element.focus();
  }

  function showCurrent(): void {
    boxes.forEach(({ element }, index) => {
      element.setAttribute('tabindex', index === current ? '0' : '-1');
      element.classList.toggle('current', index === current);
    });
    details.textContent = detailsOf(boxes[current]);
  }

  function find(): void {
    const query = search.query();
    const matched = matchFrames(frames, query);
    const result = countHits(boxes, (index) => index > 0 && matched[index] === 1);
    hits = result.boxes;
    hit = -1;
    const hasShare = boxes[0].width > 0 && svg.dataset.few === undefined;
    found = hasShare ? `${formatShare(result.samples / boxes[0].width)} of the whole` : '';
    boxes.forEach(({ element }, index) =>
      element.classList.toggle('match', index > 0 && matched[index] === 1),
    );
    if (query.text === '') search.say('');
    else search.say(queryProblem(query) ?? foundText());
  }

  /** What is too narrow is not in the file, and was not searched. */
  function foundText(): string {
    const text = hitText(hits.length, hit, found);
    return svg.dataset.part === undefined ? text : `${text}, in what is drawn`;
  }

  function goToHit(direction: 1 | -1): void {
    if (hits.length === 0) return;
    hit = (Math.max(hit, direction < 0 ? 0 : -1) + direction + hits.length) % hits.length;
    const box = boxes[hits[hit]];
    search.say(foundText());
    if (box.element.classList.contains('gone') || Number(box.rect.getAttribute('width')) < NARROW) {
      zoom(hits[hit]);
    }
    const hadFocus = document.activeElement;
    visit(hits[hit]);
    if (hadFocus === search.input) search.input.focus({ preventScroll: true });
  }

  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const shown = boxes.flatMap(({ element }, index) => (element.classList.contains('gone') ? [] : [index]));
    const levels = shown.map((index) => boxes[index].level);
    const next = step(levels, shown.indexOf(current), event.key);
    if (next !== undefined) visit(shown[next]);
    else if (event.key === 'Enter' || event.key === ' ') zoom(current);
    else if (event.key === 'Escape') leaveOne();
    else if (event.key === '/') search.input.focus();
    else if (event.key === 'n' || event.key === 'N') goToHit(event.key === 'n' ? 1 : -1);
    else return;
    event.preventDefault();
  }

  /** First what was zoomed to, then what was found. */
  function leaveOne(): void {
    if (zoomed > 0) return zoom(0);
    search.clear();
    find();
  }

  const boxOf = (event: Event): number =>
    boxes.findIndex(({ element }) => event.target instanceof Node && element.contains(event.target));

  graph.addEventListener('pointerover', (event) => {
    const index = boxOf(event);
    if (index >= 0) details.textContent = detailsOf(boxes[index]);
  });
  graph.addEventListener('pointerleave', () => void (details.textContent = detailsOf(boxes[current])));
  graph.addEventListener('focusin', (event) => {
    const index = boxOf(event);
    if (index >= 0) details.textContent = detailsOf(boxes[index]);
  });
  graph.addEventListener('click', (event) => {
    const index = boxOf(event);
    if (index < 0) return;
    visit(index);
    zoom(index);
  });
  svg.addEventListener('keydown', press);
  window.addEventListener('resize', place);

  // As HTML, the lines that were text of one line each break where the window ends.
  const subheading = html('p', { className: 'subheading' }, svg.querySelector('desc')?.textContent ?? '');
  svg.querySelector('text.subheading')?.remove();
  const controls = html('div', { className: 'controls' }, subheading, search.form, reset, details);
  const arrange = makeRoom(svg, graph, controls);
  zoom(0);
}

/**
 * Puts the controls above the boxes. @returns what moves everything below them, as far down as they reach in a window
 * of the width that it has.
 */
function makeRoom(svg: SVGSVGElement, graph: SVGGElement, controls: HTMLElement): () => void {
  const room = document.createElementNS(svg.namespaceURI, 'foreignObject');
  room.append(controls);
  svg.insertBefore(room, graph);
  svg.setAttribute('width', '100%');
  room.setAttribute('x', String(SIDE));
  room.setAttribute('y', String(TOP));
  return () => {
    room.setAttribute('width', String(Math.max(svg.clientWidth - 2 * SIDE, 0)));
    room.setAttribute('height', String(controls.offsetHeight));
    const top = TOP + controls.offsetHeight;
    const bottom = top + Number(svg.dataset.rows) * ROW;
    graph.setAttribute('transform', `translate(${SIDE} ${top})`);
    svg.querySelector('.note')?.setAttribute('y', String(bottom + NOTE + 4));
    svg.setAttribute('height', String(bottom + 2 * NOTE));
  };
}

function readBox(element: SVGGElement): Box {
  const [name = '', ...facts] = (element.querySelector('title')?.textContent ?? '').split('\n');
  return {
    element,
    rect: element.querySelector('rect') as SVGRectElement,
    label: element.querySelector('text') as SVGTextElement,
    name,
    facts,
    level: Number(element.getAttribute('aria-level')),
    left: Number(element.dataset.left),
    width: Number(element.dataset.width),
  };
}

function detailsOf({ name, facts }: Box): string {
  return [name, ...facts].join(' · ');
}

/** The font is whatever monospaced one the machine has. */
function measureColumn(svg: SVGSVGElement): number {
  const sample = document.createElementNS(svg.namespaceURI, 'text') as SVGTextElement;
  sample.textContent = 'm'.repeat(20);
  svg.append(sample);
  const width = sample.getComputedTextLength() / 20;
  sample.remove();
  return width > 0 ? width : 7.25;
}

const svg =
  document.currentScript instanceof SVGScriptElement ? document.currentScript.ownerSVGElement : null;
if (svg !== null) start(svg);
