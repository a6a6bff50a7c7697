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

/** As src/export/svg.ts draws them. */
const ROW = 20;
const SIDE = 8;
const TOP = 56;
const NOTE = 12;

/** Room that the controls take above the boxes. */
const CONTROLS = 60;

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

  const details = document.createElementNS(svg.namespaceURI, 'text') as SVGTextElement;
  const reset = button('Reset zoom', () => zoom(0));
  const search = createSearchForm({ change: find, go: goToHit, leave: () => boxes[current].element.focus() });

  function place(): void {
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
    details.textContent = detailsOf(boxes[current]);
  }

  function draw({ rect, label, name }: Box, x: number, width: number): void {
    rect.setAttribute('x', x.toFixed(2));
    rect.setAttribute('width', width.toFixed(2));
    label.setAttribute('x', (x + 3).toFixed(2));
    label.textContent = fitName(name, Math.floor((width - 6) / column));
  }

  function zoom(to: number): void {
    zoomed = to;
    reset.disabled = to === 0;
    place();
  }

  /** The one box that Tab reaches; all others are reached from there. */
  function visit(index: number): void {
    boxes[current].element.setAttribute('tabindex', '-1');
    current = index;
    boxes[current].element.setAttribute('tabindex', '0');
    boxes[current].element.focus();
  }

  function find(): void {
    const query = search.query();
    const matched = matchFrames(frames, query);
    const result = countHits(boxes, (index) => index > 0 && matched[index] === 1);
    hits = result.boxes;
    hit = -1;
    found = boxes[0].width > 0 ? `${formatShare(result.samples / boxes[0].width)} of the whole` : '';
    boxes.forEach(({ element }, index) =>
      element.classList.toggle('match', index > 0 && matched[index] === 1),
    );
    search.say(query.text === '' ? '' : (queryProblem(query) ?? hitText(hits.length, hit, found)));
  }

  function goToHit(direction: 1 | -1): void {
    if (hits.length === 0) return;
    hit = (Math.max(hit, direction < 0 ? 0 : -1) + direction + hits.length) % hits.length;
    const box = boxes[hits[hit]];
    search.say(hitText(hits.length, hit, found));
    if (box.element.classList.contains('gone') || Number(box.rect.getAttribute('width')) < NARROW) {
      zoom(hits[hit]);
    }
    const hadFocus = document.activeElement;
    visit(hits[hit]);
    if (hadFocus === search.input) search.input.focus();
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

  makeRoom(svg, graph, details, [search.form, reset]);
  boxes.forEach(({ element }, index) => element.setAttribute('tabindex', index === 0 ? '0' : '-1'));
  zoom(0);
}

/** Everything from the boxes on moves down by what the controls need. */
function makeRoom(
  svg: SVGSVGElement,
  graph: SVGGElement,
  details: SVGTextElement,
  controls: readonly HTMLElement[],
): void {
  const bottom = TOP + CONTROLS + Number(svg.dataset.rows) * ROW;
  svg.setAttribute('width', '100%');
  svg.setAttribute('height', String(bottom + 2 * NOTE));
  graph.setAttribute('transform', `translate(${SIDE} ${TOP + CONTROLS})`);
  svg.querySelector('.note')?.setAttribute('y', String(bottom + NOTE + 4));
  const room = document.createElementNS(svg.namespaceURI, 'foreignObject');
  const size = { x: SIDE, y: TOP - 4, width: '100%', height: CONTROLS / 2 };
  Object.entries(size).forEach(([name, value]) => room.setAttribute(name, String(value)));
  room.append(html('div', { className: 'controls' }, ...controls));
  details.setAttribute('class', 'details');
  details.setAttribute('x', String(SIDE));
  details.setAttribute('y', String(TOP + CONTROLS - 12));
  svg.insertBefore(room, graph);
  svg.insertBefore(details, graph);
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
