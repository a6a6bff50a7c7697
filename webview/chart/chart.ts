import type { StackIndex } from '../../src/profile/units';
import { element } from '../shared/dom';
import { createSurface } from '../shared/canvas';
import { ROW_HEIGHT, WHOLE, pick, rowOf, spanOf } from './boxes';
import type { ChartEvent, ChartState } from './chart-state';
import { stageOf } from './chart-state';
import { intentOf } from './keys';
import { createOutline } from './outline-grid';
import type { Look } from './paint';
import { placeOnStage } from './paint';
import { createPainter } from './repaint';
import { createTooltip } from './tooltip';
import type { Viewport } from './viewport';
import { between, toPixels } from './viewport';

/** What a chart asks of the page that owns it. The page holds the state; the chart turns gestures into events. */
export interface ChartOwner {
  readonly state: () => ChartState | undefined;
  readonly dispatch: (event: Exclude<ChartEvent, { readonly type: 'found' | 'replace' }>) => void;
  /** Go to the source of a box. */
  readonly open: (box: StackIndex) => void;
  /** A key that the chart itself knows nothing of. @returns whether it meant something */
  readonly press: (event: KeyboardEvent) => boolean;
  /** Everything that can be done with what is selected, at a place on the page. */
  readonly menu: (at: { readonly x: number; readonly y: number }) => void;
  /** Put the cursor into the search field. */
  readonly find: () => void;
  /** Undefined while there is nothing to draw. Kept until {@link Chart.repaint}. */
  readonly look: (context: CanvasRenderingContext2D) => Look | undefined;
  /** All about a box, a line each. */
  readonly describe: (box: StackIndex) => readonly string[];
  /** A row of the outline: the name, then its figures, a cell each. */
  readonly cells: (box: StackIndex) => readonly string[];
  /** All of it in one breath, for the ear. */
  readonly say: (box: StackIndex) => string;
  readonly label: () => string;
}

export interface Chart {
  readonly element: HTMLElement;
  /** Shows the state anew; gliding, when something moved that the eye wants to follow. */
  update(options: { readonly glide: boolean }): void;
  /** Shows another part of what is shown, at once. */
  move(): void;
  /** The theme changed: the look is asked for again. */
  repaint(): void;
  focus(): void;
  /** What can be seen now, as a PNG; undefined while nothing is drawn. */
  picture(): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Says all about the selected box to a screen reader, figures and their arithmetic. */
  describe(): void;
}

const GLIDE_MS = 120;

/** One notch of a wheel is 100 to 120 pixels: about a fifth closer. */
const ZOOM_PER_PIXEL = 1.002;

/** A pointer that moved less is a click by an unsteady hand. */
const CLICK_SLACK = 4;

export function createChart(owner: ChartOwner): Chart {
  const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');
  const surface = createSurface((now) => paint(now));
  const content = element('div', { className: 'chart-content' }, surface.canvas);
  const live = element('div', { className: 'visually-hidden' });
  live.setAttribute('aria-live', 'polite');
  const frame = element('div', { className: 'chart-hover', hidden: true });
  const painter = createPainter({ brush: surface.context, move: surface.move });
  const tooltip = createTooltip();
  const outline = createOutline(owner.cells);
  // The outline lies in what scrolls: whoever has no mouse scrolls it from there.
  const scroller = element('div', { className: 'chart-scroller', tabIndex: -1 }, outline.element, content);
  const root = element('div', { className: 'chart' }, scroller, frame, live, tooltip.element);

  let look: Look | undefined;
  let hovered: StackIndex | undefined;
  let pointer: MouseEvent | undefined;
  let described: Pick<ChartState, 'boxes' | 'selected'> | undefined;
  let shown: Viewport | undefined;
  let glide: { readonly from: Viewport; readonly start: number } | undefined;

  function update(options: { readonly glide: boolean }): void {
    const state = owner.state();
    if (!state) return;
    const isMoved =
      shown !== undefined && (shown.left !== state.viewport.left || shown.right !== state.viewport.right);
    glide =
      options.glide && isMoved && shown && !reducedMotion.matches
        ? { from: shown, start: performance.now() }
        : undefined;
    content.style.height = `${Math.max(state.height, stageOf(state).contentHeight)}px`;
    scrollTo(state.viewport);
    describeSelection(state);
    // What is under the pointer may be another box now, or the same with other figures.
    if (pointer) hover(pointer);
    surface.invalidate();
  }

  function move(): void {
    const state = owner.state();
    if (!state) return;
    glide = undefined;
    scrollTo(state.viewport);
    if (pointer && boxUnder(pointer) !== hovered) hover(pointer);
    surface.invalidate();
  }

  function scrollTo({ top }: Viewport): void {
    if (Math.abs(scroller.scrollTop - top) >= 1) scroller.scrollTop = top;
  }

  function paint(now: number): void {
    const state = owner.state();
    if (!state || state.width === 0) return;
    const progress = glide ? Math.min(1, (now - glide.start) / GLIDE_MS) : 1;
    // Slow at the end: the eye has arrived before the picture stops.
    shown = glide
      ? between(glide.from, state.viewport, 1 - (1 - Math.max(0, progress)) ** 3)
      : state.viewport;
    look ??= owner.look(surface.context);
    if (!look) return;
    const { boxes, selected, found } = state;
    const stage = stageOf(state);
    const ratio = window.devicePixelRatio;
    painter.paint({ boxes, viewport: shown, stage, ratio, selected, matches: found?.frames }, look);
    frameHovered();
    if (progress < 1) surface.invalidate();
    else glide = undefined;
  }

  function frameHovered(): void {
    const state = owner.state();
    frame.hidden = hovered === undefined || !state || !shown;
    if (hovered === undefined || !state || !shown) return;
    const [stage, ratio] = [stageOf(state), window.devicePixelRatio];
    const { x, y, width } = placeOnStage({ boxes: state.boxes, viewport: shown, stage, ratio }, hovered);
    frame.style.transform = `translate(${x}px, ${y}px)`;
    frame.style.width = `${width}px`;
  }

  function describeSelection({ boxes, selected }: ChartState): void {
    const isRefresh = described !== undefined && described.boxes !== boxes;
    if (described?.boxes === boxes && described.selected === selected) return;
    described = { boxes, selected };
    outline.update(owner.label(), boxes, selected ?? WHOLE);
    // Said when the person goes somewhere, not whenever a figure changes.
    if (!isRefresh) live.textContent = selected === undefined ? '' : owner.say(selected);
  }

  function boxUnder(event: MouseEvent): StackIndex | undefined {
    const state = owner.state();
    if (!state) return undefined;
    const { left, top } = surface.canvas.getBoundingClientRect();
    return pick(state.boxes, state.viewport, stageOf(state), event.clientX - left, event.clientY - top);
  }

  function hover(event: MouseEvent | undefined): void {
    pointer = event;
    const box = event && boxUnder(event);
    if (box !== hovered) {
      hovered = box;
      frameHovered();
    }
    if (event && box !== undefined) tooltip.show(owner.describe(box), event, root);
    else tooltip.hide();
    surface.canvas.style.cursor = box === undefined ? 'default' : 'pointer';
  }

  function listenToPointer(): void {
    let pressed: { x: number; y: number; isDrag: boolean } | undefined;
    let isOnBox = false;
    const { canvas } = surface;
    // A press would give the focus to the scroller, which has no keys; the tree has.
    canvas.addEventListener('mousedown', (event) => {
      event.preventDefault();
      outline.focus();
    });
    canvas.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      pressed = { x: event.clientX, y: event.clientY, isDrag: false };
    });
    canvas.addEventListener('pointermove', (event) => {
      // Released outside the window, where nobody said so.
      if (event.buttons === 0) pressed = undefined;
      if (!pressed) return hover(event);
      const [dx, dy] = [event.clientX - pressed.x, event.clientY - pressed.y];
      if (!pressed.isDrag && Math.hypot(dx, dy) < CLICK_SLACK) return;
      // Captured only now: a capture from the start would take the double click from the canvas in some browsers.
      if (!pressed.isDrag) canvas.setPointerCapture(event.pointerId);
      pressed = { x: event.clientX, y: event.clientY, isDrag: true };
      hover(undefined);
      owner.dispatch({ type: 'pan', dx, dy });
    });
    canvas.addEventListener('pointerleave', () => hover(undefined));
    canvas.addEventListener('click', (event) => {
      const wasDrag = pressed?.isDrag === true;
      pressed = undefined;
      // The second click of a double click hits what the first one has moved under the pointer: not meant.
      if (wasDrag || event.detail > 1) return;
      const clicked = boxUnder(event);
      isOnBox = clicked !== undefined;
      hover(undefined);
      if (clicked === undefined) owner.dispatch({ type: 'select', box: undefined });
      else owner.dispatch({ type: 'zoom', box: clicked, selects: true });
    });
    canvas.addEventListener('contextmenu', (event) => {
      event.preventDefault();
      const box = boxUnder(event);
      if (box === undefined) return;
      hover(undefined);
      owner.dispatch({ type: 'select', box });
      owner.menu({ x: event.clientX, y: event.clientY });
    });
    canvas.addEventListener('dblclick', () => {
      // What the first click selected, whichever row it has by now.
      const selected = owner.state()?.selected;
      if (isOnBox && selected !== undefined && selected !== WHOLE) owner.open(selected);
    });
    canvas.addEventListener('wheel', turn, { passive: false });
  }

  /** The wheel zooms where the pointer is; with Shift it scrolls; sideways it pans, as touchpads do. */
  function turn(event: WheelEvent): void {
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? ROW_HEIGHT : 1;
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
    event.preventDefault();
    if (event.shiftKey) return owner.dispatch({ type: 'pan', dx: 0, dy: -(dy || dx) });
    if (Math.abs(dx) > Math.abs(dy)) return owner.dispatch({ type: 'pan', dx: -dx, dy: 0 });
    const x = event.clientX - surface.canvas.getBoundingClientRect().left;
    // A pinch arrives as a wheel with Ctrl, in steps ten times as fine.
    owner.dispatch({ type: 'zoom-around', x, factor: ZOOM_PER_PIXEL ** -(event.ctrlKey ? dy * 10 : dy) });
  }

  /**
   * Not the browser's any more. VS Code hears every key after us: with its own Undo it would take back what was last
   * typed into the search field. Plain letters pass: they may be the second half of a chord.
   */
  function take(event: KeyboardEvent): void {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.altKey) event.stopPropagation();
  }

  function press(event: KeyboardEvent): void {
    const state = owner.state();
    if (!state) return;
    const intent = intentOf(event);
    if (!intent) {
      if (owner.press(event)) take(event);
      return;
    }
    take(event);
    const { selected } = state;
    switch (intent.type) {
      case 'step':
      case 'match':
      case 'back':
        return owner.dispatch(intent);
      case 'zoom':
        return owner.dispatch({ type: 'zoom', box: selected ?? WHOLE });
      case 'open':
        if (selected !== undefined && selected !== WHOLE) owner.open(selected);
        return;
      case 'reset':
        return owner.dispatch({ type: 'zoom', box: WHOLE });
      case 'closer':
        return owner.dispatch({ type: 'zoom-around', x: state.width / 2, factor: intent.factor });
      case 'page':
        return owner.dispatch({ type: 'pan', dx: 0, dy: -intent.direction * (state.height - ROW_HEIGHT) });
      case 'find':
        return owner.find();
      case 'menu':
        return owner.menu(placeOfSelection(state));
    }
  }

  /** Under the selected box, where it can be seen; else in the corner of the stage. */
  function placeOfSelection(state: ChartState): { readonly x: number; readonly y: number } {
    const { boxes, viewport, selected = WHOLE } = state;
    const { left, top } = surface.canvas.getBoundingClientRect();
    const x = toPixels(viewport, stageOf(state), spanOf(boxes, selected).left);
    const y = (rowOf(boxes, selected) + 1) * ROW_HEIGHT - viewport.top;
    return {
      x: left + Math.min(Math.max(0, x), state.width - 1),
      y: top + Math.min(Math.max(0, y), state.height - 1),
    };
  }

  listenToPointer();
  root.addEventListener('keydown', press);
  scroller.addEventListener('scroll', () => {
    const top = owner.state()?.viewport.top ?? 0;
    if (Math.abs(scroller.scrollTop - top) >= 1) owner.dispatch({ type: 'scroll', top: scroller.scrollTop });
  });
  // As when the graphics processor was lost, and with it what was painted.
  surface.canvas.addEventListener('contextrestored', () => {
    painter.forget();
    surface.invalidate();
  });
  const sizes = new ResizeObserver(() => {
    const [width, height] = [scroller.clientWidth, root.clientHeight];
    surface.resize(width, height);
    painter.forget();
    owner.dispatch({ type: 'resize', width, height });
    // Before this very frame is shown: a canvas that changes its size is blank.
    surface.paint();
  });
  sizes.observe(root);
  // Its width changes when the scroll bar comes or goes, which the root does not notice.
  sizes.observe(content);

  return {
    element: root,
    update,
    move,
    repaint: () => {
      look = undefined;
      surface.invalidate();
    },
    focus: outline.focus,
    picture: async () => {
      const { canvas } = surface;
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
      return blob ? new Uint8Array(await blob.arrayBuffer()) : undefined;
    },
    describe: () => {
      // The same text twice is said once: emptied first, it is news again.
      live.textContent = '';
      requestAnimationFrame(() => {
        const selected = owner.state()?.selected;
        if (selected !== undefined) live.textContent = owner.describe(selected).join('. ');
      });
    },
  };
}
