import { firstEndingAfter } from '../../src/profile/flame-layout';
import type { SampleCount, StackIndex } from '../../src/profile/units';
import type { Boxes } from './boxes';
import { ROW_HEIGHT, WHOLE, rowCount, tierOfRow } from './boxes';
import type { Projection } from './projection';
import { onGrid, projectionOf } from './projection';
import type { Stage, Viewport } from './viewport';

/**
 * What of a picture can be seen, as rectangles. Only that is visited: each row is entered by bisection, and boxes that
 * share a pixel are skipped over in strides, so the cost follows the size of the screen and not of the profile.
 *
 * A box has the same rectangle wherever the picture is moved to at one scale, apart from what the edges of the stage cut
 * off. So what is painted can be moved rather than painted again, see repaint.ts.
 */
export interface Scene {
  readonly boxes: Boxes;
  readonly viewport: Viewport;
  readonly stage: Stage;
  /** Pixels of the screen per CSS pixel. */
  readonly ratio: number;
  readonly selected: StackIndex | undefined;
  /** 1 per FrameIndex that a search found. */
  readonly matches: Uint8Array | undefined;
}

/** A part of the stage, in its CSS pixels. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Narrower boxes are merged: below two pixels, one for the box and one for the gap, there is no box to be seen. */
export const NARROWEST = 2;

/** A run is drawn at its true width, blurred by the canvas over its pixels, but never so thin that it vanishes. */
const THINNEST = 0.5;

/** Runs lie on sixteenths of a pixel: the same ones after any move, where a canvas reckons in single precision. */
const GRAIN = 1 / 16;

/** How far what stands beside an area may reach into it, by its frame or its least width. */
export const OVERHANG = 3;

/**
 * What is drawn, a column each: boxes, and runs of boxes too narrow to be told apart. Kept from frame to frame, because
 * thousands of objects in each would be thousands to collect while something moves.
 */
export class Rectangles {
  length = 0;
  /** The box, or the first one of a run. */
  box = new Int32Array(1024);
  /** How many boxes it stands for; above 1 it is a run. */
  count = new Int32Array(1024);
  /** CSS pixels of the stage; `y` is the top of its row. */
  x = new Float64Array(1024);
  y = new Float64Array(1024);
  width = new Float64Array(1024);
  hasMatch = new Uint8Array(1024);
  /** Into the swatches of the look, and the rectangles in the order of their swatches; set when it is painted. */
  swatch = new Uint8Array(1024);
  bySwatch = new Int32Array(1024);

  push(box: StackIndex, count: number, x: number, y: number, width: number, hasMatch: boolean): void {
    if (this.length === this.box.length) this.widen();
    const at = this.length++;
    this.box[at] = box;
    this.count[at] = count;
    this.x[at] = x;
    this.y[at] = y;
    this.width[at] = width;
    this.hasMatch[at] = hasMatch ? 1 : 0;
  }

  private widen(): void {
    this.box = copyInto(new Int32Array(this.length * 2), this.box);
    this.count = copyInto(new Int32Array(this.length * 2), this.count);
    this.x = copyInto(new Float64Array(this.length * 2), this.x);
    this.y = copyInto(new Float64Array(this.length * 2), this.y);
    this.width = copyInto(new Float64Array(this.length * 2), this.width);
    this.hasMatch = copyInto(new Uint8Array(this.length * 2), this.hasMatch);
    this.swatch = new Uint8Array(this.length * 2);
    this.bySwatch = new Int32Array(this.length * 2);
  }
}

function copyInto<T extends Int32Array | Float64Array | Uint8Array>(wider: T, from: T): T {
  wider.set(from);
  return wider;
}

/** Everything that can be seen of a scene, or of an area of it, row by row, each row from left to right. */
export function collectRectangles(scene: Scene, into: Rectangles, area = wholeStage(scene.stage)): void {
  into.length = 0;
  const seen = projectionOf(scene);
  const first = Math.max(0, Math.floor((seen.top + area.top) / ROW_HEIGHT));
  const last = Math.min(rowCount(scene.boxes) - 1, Math.floor((seen.top + area.bottom) / ROW_HEIGHT));
  for (let row = first; row <= last; row++) {
    const y = row * ROW_HEIGHT - seen.top;
    const tier = tierOfRow(scene.boxes, row);
    if (tier < 0) pushBox(scene, WHOLE, -seen.left, y, onGrid(seen, seen.width) - seen.left, into);
    else collectTier(scene, tier, y, seen, area, into);
  }
}

export function wholeStage({ width, height }: Stage): Area {
  return { left: 0, right: width, top: 0, bottom: height };
}

function collectTier(
  scene: Scene,
  tier: number,
  y: number,
  seen: Projection,
  area: Area,
  into: Rectangles,
): void {
  const { boxes, matches } = scene;
  const { layout } = boxes;
  const { rows, start } = layout.order;
  const { left, right: ends } = layout;
  const end = start[tier + 1];
  const { perSample } = seen;
  const perPixel = 1 / perSample;
  const firstOfRow = into.length;
  // Runs that touch are one, so the beginning of one that goes on from outside has to be wide enough to be told as such.
  const firstSeen = (Math.floor((seen.left + area.left) / NARROWEST) - 3) * NARROWEST * perPixel;
  const lastSeen = seen.left + area.right + OVERHANG;
  let position = firstEndingAfter(layout, start[tier], end, firstSeen);
  while (position < end && left[rows[position]] * perSample < lastSeen) {
    const box = rows[position];
    const x = left[box] * perSample;
    const right = ends[position] * perSample;
    if (right - x >= NARROWEST) {
      pushBox(scene, box, onGrid(seen, x) - seen.left, y, onGrid(seen, right) - seen.left, into);
      position++;
      continue;
    }
    const next = Math.max(
      position + 1,
      firstEndingAfter(layout, position, end, cellEnd(ends[position], seen)),
    );
    const runRight = ends[next - 1] * perSample;
    if (runRight > x) {
      const hasMatch = matches !== undefined && anyMatch(boxes, matches, position, next);
      pushRun(into, firstOfRow, box, next - position, x - seen.left, y, runRight - seen.left, hasMatch);
    }
    position = next;
  }
}

/**
 * Narrow boxes are one run when their right ends lie in the same cell of two pixels, counted from the left edge of the
 * whole: which ones those are does not change while the picture moves.
 *
 * @returns samples from the left edge of the whole
 */
function cellEnd(right: SampleCount, { perSample }: Projection): SampleCount {
  const perCell = NARROWEST / perSample;
  const cell = Math.ceil(right / perCell);
  // An end on the border of two cells belongs to the first, whichever way the division was rounded.
  if (right <= (cell - 1) * perCell) return (cell - 1) * perCell;
  return (right <= cell * perCell ? cell : cell + 1) * perCell;
}

/** A pixel beyond each edge is enough to hide that a box goes on for millions. */
function pushBox(
  { boxes, stage, matches }: Scene,
  box: StackIndex,
  from: number,
  y: number,
  to: number,
  into: Rectangles,
): void {
  const x = Math.max(-1, from);
  const right = Math.min(stage.width + 1, to);
  if (right <= x) return;
  const hasMatch = box !== WHOLE && matches?.[boxes.profile.stacks.frame[box]] === 1;
  into.push(box, 1, x, y, right - x, hasMatch);
}

/** Runs that touch are one: dense rows would be a thousand of them, side by side in the same colour. */
function pushRun(
  into: Rectangles,
  firstOfRow: number,
  box: StackIndex,
  count: number,
  from: number,
  y: number,
  to: number,
  hasMatch: boolean,
): void {
  const x = Math.round(from / GRAIN) * GRAIN;
  const right = Math.max(x + THINNEST, Math.round(to / GRAIN) * GRAIN);
  const before = into.length - 1;
  const isTouching =
    before >= firstOfRow &&
    into.count[before] > 1 &&
    count > 1 &&
    into.hasMatch[before] === (hasMatch ? 1 : 0) &&
    x - (into.x[before] + into.width[before]) < THINNEST;
  if (!isTouching) {
    into.push(box, count, x, y, right - x, hasMatch);
    return;
  }
  into.count[before] += count;
  into.width[before] = Math.max(into.width[before], right - into.x[before]);
}

/** A hit must not get lost because it is narrow. Runs are short where the screen is wide, and searched only then. */
function anyMatch({ profile, layout }: Boxes, matches: Uint8Array, from: number, to: number): boolean {
  for (let position = from; position < to; position++) {
    const box = layout.order.rows[position];
    if (matches[profile.stacks.frame[box]] === 1 && layout.width[box] > 0) return true;
  }
  return false;
}
