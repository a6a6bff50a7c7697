import type { SearchQuery, SearchResult } from '../../src/profile/search';
import { findPath, findPlaces, pathOf } from '../../src/profile/stack-path';
import type { StackPath } from '../../src/profile/stack-path';
import type { FunctionRef } from '../../src/profile/transforms';
import type { Fraction, FrameIndex, StackIndex } from '../../src/profile/units';
import type { Boxes, Step } from './boxes';
import { ROW_HEIGHT, WHOLE, contentHeight, isWithin, rowOf, spanOf, stepFrom } from './boxes';
import type { Stage, Viewport } from './viewport';
import { isSameBut } from '../shared/same-but';
import { WHOLE_VIEW, clampViewport, panBy, toPixels, zoomAround } from './viewport';

/**
 * What a chart knows, and how it goes on from there: `(state, event) -> state`, no pixels painted, nothing asked of
 * the page. Everything that is drawn follows from this value.
 */
export interface ChartState {
  readonly boxes: Boxes;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly viewport: Viewport;
  /** The box that was zoomed to: the last breadcrumb. */
  readonly zoom: StackIndex;
  /** Where Back leads, the last one first to go. */
  readonly past: readonly StackIndex[];
  readonly selected: StackIndex | undefined;
  readonly query: SearchQuery;
  /** What the query finds in these boxes; undefined without a query, and until the answer is there. */
  readonly found: SearchResult | undefined;
  /** Place of the selected match in `found.stacks`; -1 before the first step. */
  readonly match: number;
}

export type ChartEvent =
  | { readonly type: 'resize'; readonly width: number; readonly height: number }
  | { readonly type: 'zoom-around'; readonly x: number; readonly factor: number }
  | { readonly type: 'pan'; readonly dx: number; readonly dy: number }
  | { readonly type: 'scroll'; readonly top: number }
  /** Exactly this stretch of the whole. */
  | { readonly type: 'span'; readonly left: Fraction; readonly right: Fraction }
  /** Who clicks on a box selects it too. */
  | { readonly type: 'zoom'; readonly box: StackIndex; readonly selects?: boolean }
  | { readonly type: 'back' }
  | { readonly type: 'select'; readonly box: StackIndex | undefined }
  /** Selects a box and brings it to where it can be seen. */
  | { readonly type: 'reveal'; readonly box: StackIndex }
  | { readonly type: 'step'; readonly step: Step }
  | { readonly type: 'search'; readonly query: SearchQuery }
  | { readonly type: 'found'; readonly found: SearchResult | undefined }
  | { readonly type: 'match'; readonly direction: 1 | -1 }
  /** Other boxes. Of the same kind of picture they keep the place, in another one only what is selected. */
  | { readonly type: 'replace'; readonly boxes: Boxes; readonly keep: 'place' | 'selection' };

/** In CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where a chart is, in words that outlive its tables. */
export interface ChartPlace {
  readonly zoom: StackPath;
  readonly selected: StackPath | undefined;
  readonly search: SearchQuery;
  readonly top: number;
  /** The stretch of the whole that is seen, where the wheel chose it; undefined: just the box that was zoomed to. */
  readonly stretch: Stretch | undefined;
}

type Stretch = Pick<Viewport, 'left' | 'right'>;

export const NO_QUERY: SearchQuery = { text: '', matchCase: false, isRegex: false };

export function createChartState(boxes: Boxes, size: Size): ChartState {
  const { width, height } = size;
  const start = { boxes, width, height, viewport: WHOLE_VIEW, zoom: WHOLE, past: [], selected: undefined };
  return { ...start, query: NO_QUERY, found: undefined, match: -1 };
}

export function stageOf({ boxes, width, height }: ChartState): Stage {
  const finest = boxes.layout.sum > 0 ? Math.min(1, 1 / boxes.layout.sum) : 1;
  return { width, height, contentHeight: contentHeight(boxes), finest };
}

export function reduceChart(state: ChartState, event: ChartEvent): ChartState {
  switch (event.type) {
    case 'resize':
      return resized(state, event);
    case 'zoom-around':
      return moved(state, zoomAround(state.viewport, stageOf(state), event.x, event.factor));
    case 'pan':
      return moved(state, panBy(state.viewport, stageOf(state), event.dx, event.dy));
    case 'scroll':
      return moved(state, { ...state.viewport, top: event.top });
    case 'span':
      return moved(state, { ...state.viewport, left: event.left, right: event.right });
    case 'zoom':
      return zoomed(event.selects ? { ...state, selected: event.box } : state, event.box);
    case 'back':
      return goBack(state);
    case 'select':
      return { ...state, selected: event.box };
    case 'reveal':
      return revealed(state, event.box);
    case 'step':
      return revealed(
        state,
        state.selected === undefined ? state.zoom : stepFrom(state.boxes, state.selected, event.step),
      );
    case 'search':
      return { ...state, query: event.query, found: undefined, match: -1 };
    case 'found':
      return { ...state, found: event.found, match: -1 };
    case 'match':
      return stepToMatch(state, event.direction);
    case 'replace':
      return event.keep === 'place'
        ? replaced(state, event.boxes)
        : atFunction({ ...state, boxes: event.boxes }, functionAt(state));
  }
}

/** Whether another part of the same is seen, and that is all: nothing that is said of it is other than before. */
export function isMoved(before: ChartState, after: ChartState): boolean {
  return before.viewport !== after.viewport && isSameBut(before, after, 'viewport', 'zoom');
}

export function placeOf(state: ChartState): ChartPlace {
  const { boxes, zoom, selected, query, viewport } = state;
  const { left, right, top } = viewport;
  return {
    zoom: pathOf(boxes.profile, zoom),
    selected: selected === undefined ? undefined : pathOf(boxes.profile, selected),
    search: query,
    top,
    stretch: isFitted(state) ? undefined : { left, right },
  };
}

/** At a place from earlier, as far as the boxes of today still have it. */
export function atPlace(state: ChartState, place: ChartPlace): ChartState {
  const zoomed = fitted(state, findVisible(state.boxes, place.zoom));
  const selected = place.selected && sameBox(state.boxes, place.selected);
  return moved(
    { ...zoomed, query: place.search, found: undefined, match: -1, selected },
    { ...zoomed.viewport, ...place.stretch, top: place.top },
  );
}

/**
 * In another kind of picture than before: its paths are others, but the function that was looked at is in it too.
 * @param of undefined where nothing was selected
 */
export function atFunction(state: ChartState, of: FunctionRef | typeof WHOLE | undefined): ChartState {
  const { boxes, width, height, query } = state;
  const fresh = { ...createChartState(boxes, { width, height }), query };
  const box = typeof of === 'object' ? widestPlace(boxes, of.name, of.file) : of;
  // The whole of a picture of one function is that function, which nobody selected.
  const isOther = box === WHOLE && of === WHOLE && boxes.inspected !== undefined;
  return box === undefined || isOther ? fresh : revealed(fresh, box);
}

/** What one goes on with in another kind of picture. */
export function functionAt({ boxes, selected }: ChartState): FunctionRef | typeof WHOLE | undefined {
  const frame = selected === undefined ? undefined : frameAt(boxes, selected);
  if (frame === undefined) return selected === undefined ? undefined : WHOLE;
  const { name, file } = boxes.profile.frames;
  return { name: name[frame], file: file[frame] };
}

/** A zoom by hand may leave the box that was zoomed to: then the crumbs end at the caller that still holds the view. */
function moved(state: ChartState, wanted: Viewport): ChartState {
  const viewport = clampViewport(wanted, stageOf(state));
  let { zoom } = state;
  while (zoom !== WHOLE && !holds(state.boxes, zoom, viewport)) {
    zoom = state.boxes.profile.stacks.prefix[zoom];
  }
  return { ...state, viewport, zoom };
}

/** A billionth: the error of a few additions in unit space, far below a pixel. */
const TOLERANCE = 1e-9;

function holds(boxes: Boxes, box: StackIndex, viewport: Viewport): boolean {
  const { left, right } = spanOf(boxes, box);
  return viewport.left >= left - TOLERANCE && viewport.right <= right + TOLERANCE;
}

function zoomed(state: ChartState, box: StackIndex): ChartState {
  return fitted(box === state.zoom ? state : remember(state), box);
}

function fitted(state: ChartState, box: StackIndex): ChartState {
  const viewport = { ...spanOf(state.boxes, box), top: scrolledTo(state, box) };
  return { ...state, zoom: box, viewport: clampViewport(viewport, stageOf(state)) };
}

/** What was selected before the chart had a height, as a page does that opens at a function, is scrolled to now. */
function resized(state: ChartState, { width, height }: Size): ChartState {
  const sized = { ...state, width, height };
  const { selected, viewport } = state;
  const isFirst = state.height === 0 && selected !== undefined;
  const top = isFirst ? scrolledTo(sized, selected) : viewport.top;
  return moved(sized, { ...viewport, top });
}

/** Leaves the scroll alone while the box and a callee under it are on the stage, else shows it below two callers. */
function scrolledTo({ boxes, viewport, height }: ChartState, box: StackIndex): number {
  if (height === 0) return viewport.top;
  const y = rowOf(boxes, box) * ROW_HEIGHT;
  const isSeen = y >= viewport.top && y + 2 * ROW_HEIGHT <= viewport.top + height;
  return isSeen ? viewport.top : y - 2 * ROW_HEIGHT;
}

/** More steps than anybody takes back, and bounded. */
const MEMORY = 100;

function remember(state: ChartState): ChartState {
  return { ...state, past: [...state.past.slice(1 - MEMORY), state.zoom] };
}

/** Whether just the box that was zoomed to is seen, and not a part of it that the wheel chose. */
function isFitted(state: ChartState): boolean {
  const { left, right } = fitted(state, state.zoom).viewport;
  return Math.abs(state.viewport.left - left) + Math.abs(state.viewport.right - right) < TOLERANCE;
}

/** After a zoom by hand, Back first returns to the whole of the last crumb. */
function goBack(state: ChartState): ChartState {
  const last = state.past.at(-1);
  if (!isFitted(state)) return fitted(state, state.zoom);
  return last === undefined
    ? fitted(state, WHOLE)
    : fitted({ ...state, past: state.past.slice(0, -1) }, last);
}

/** Narrower than this many CSS pixels, a box cannot be told from its neighbours. */
const VISIBLE = 12;

/** Selects a box and brings it into view; zooms in on it only if it could not be seen otherwise. */
function revealed(state: ChartState, box: StackIndex): ChartState {
  const selected = { ...state, selected: box };
  const stage = stageOf(state);
  const { left, right } = spanOf(state.boxes, box);
  const from = Math.max(0, toPixels(state.viewport, stage, left));
  const to = Math.min(stage.width, toPixels(state.viewport, stage, right));
  // A chart that is not in the page has no width, and shows nothing too narrow.
  if (state.width > 0 && to - from < VISIBLE) {
    return fitted(
      remember(selected),
      isWithin(state.boxes, state.zoom, box) ? box : callerThatShows(selected, box),
    );
  }
  return moved(selected, { ...state.viewport, top: scrolledTo(state, box) });
}

/** The outermost zoom that makes a box wide enough keeps the most of its surroundings on the stage. */
function callerThatShows({ boxes, width }: ChartState, box: StackIndex): StackIndex {
  const wanted = boxes.layout.width[box] * (width / VISIBLE);
  let shown = box;
  for (let caller = box; caller !== WHOLE && boxes.layout.width[caller] <= wanted;) {
    shown = caller;
    caller = boxes.profile.stacks.prefix[caller];
  }
  return boxes.layout.sum <= wanted ? WHOLE : shown;
}

/** Goes on from the selected box, wherever the person went in between, and round at the ends. */
function stepToMatch(state: ChartState, direction: 1 | -1): ChartState {
  const stacks = state.found?.stacks;
  if (!stacks || stacks.length === 0) return state;
  const from = state.selected ?? WHOLE;
  const after = stacks.findIndex((stack) => (direction === 1 ? stack > from : stack >= from));
  const next = direction === 1 ? after : (after < 0 ? stacks.length : after) - 1;
  const match = direction === 1 ? Math.max(0, next) : (next + stacks.length) % stacks.length;
  return { ...revealed(state, stacks[match]), match };
}

/** The same place in new boxes: a refresh moves nothing that the person put somewhere. */
function replaced(state: ChartState, boxes: Boxes): ChartState {
  const { width, height } = state;
  const past = state.past.map((box) => findVisible(boxes, pathOf(state.boxes.profile, box)));
  // Zoomed by hand, the view is no box; the same stretch of the whole is the nearest thing to it.
  return { ...atPlace(createChartState(boxes, { width, height }), placeOf(state)), past };
}

/** The call path where it has samples; or the function, where it is widest; else the nearest caller that is left. */
function sameBox(boxes: Boxes, path: StackPath): StackIndex {
  const end = path.at(-1);
  if (!end) return WHOLE;
  const same = findPlaces(boxes.profile, path).find((box) => boxes.layout.width[box] > 0);
  // What is gone leaves the person at its nearest caller: that is where they would look for it.
  return same ?? widestPlace(boxes, end.name, end.file ?? '') ?? findVisible(boxes, path);
}

/** The function of a box; the whole has one only where it stands for an inspected function. */
export function frameAt({ profile, inspected }: Boxes, box: StackIndex): FrameIndex | undefined {
  return box === WHOLE ? inspected : profile.stacks.frame[box];
}

/** Where a function is widest: the inspected one has the whole width. */
export function widestPlace(
  { profile, layout, inspected }: Boxes,
  name: string,
  file: string,
): StackIndex | undefined {
  const { frames, stacks } = profile;
  const isMeant = (frame: FrameIndex): boolean =>
    frames.name[frame] === name && (file === '' || frames.file[frame] === file);
  if (inspected !== undefined && isMeant(inspected)) return WHOLE;
  const meant = Uint8Array.from(frames.name, (_, frame) => (isMeant(frame) ? 1 : 0));
  let best: StackIndex | undefined;
  for (let row = 0; row < stacks.length; row++) {
    if (meant[stacks.frame[row]] === 0 || layout.width[row] === 0) continue;
    if (best === undefined || layout.width[row] > layout.width[best]) best = row;
  }
  return best;
}

/** A path may lead to a box without width, in another view say; its nearest caller with one is shown instead. */
export function findVisible(boxes: Boxes, path: StackPath): StackIndex {
  let box = findPath(boxes.profile, path);
  while (box !== WHOLE && boxes.layout.width[box] === 0) box = boxes.profile.stacks.prefix[box];
  return box;
}
