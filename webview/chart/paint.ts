import { firstEndingAfter } from '../../src/profile/flame-layout';
import type { StackIndex } from '../../src/profile/units';
import type { Boxes } from './boxes';
import { ROW_HEIGHT, WHOLE, rowCount, rowOf, spanOf, tierOfRow } from './boxes';
import type { Stage, Viewport } from './viewport';
import { toPixels, toUnit } from './viewport';

/**
 * Boxes and a viewport to rectangles and labels, and those to a canvas. Only what can be seen is visited: each row is
 * entered by bisection, and boxes that share a pixel are skipped over in strides, so the cost follows the size of the
 * screen and not of the profile.
 */

/** The part of a 2D context that painting uses; a test records it. */
export type Brush = Pick<
  CanvasRenderingContext2D,
  'fillStyle' | 'strokeStyle' | 'lineWidth' | 'font' | 'textBaseline' | 'fillRect' | 'strokeRect' | 'fillText'
>;

/** How boxes of one kind are drawn. */
export interface Swatch {
  readonly fill: string;
  readonly text: string;
  /** A frame around the box, where the theme wants shapes to have one or the kind is told by it. */
  readonly border?: string;
  /** Stripes over the fill: kinds are never told by colour alone. */
  readonly hatch?: string | CanvasPattern;
  /** Labels that stand out, for what the person looks for first. */
  readonly isBold?: boolean;
}

/** How the page that owns a chart wants it drawn. */
export interface Look {
  readonly swatches: readonly Swatch[];
  /** Into `swatches`, for a box that is wide enough to have a colour of its own. */
  readonly swatchOf: (box: StackIndex) => number;
  /** Into `swatches`, for boxes too narrow to be told apart, drawn as one. */
  readonly sliver: number;
  readonly font: string;
  readonly boldFont: string;
  readonly background: string;
  /** Frame of the selected box, 2 px; the selected function's other places get the same at 1 px. */
  readonly focus: string;
  /** Laid over what a search found. */
  readonly match: string | CanvasPattern;
  readonly matchBorder: string;
  /** The label of a box in so many pixels, or ''. */
  readonly labelOf: (box: StackIndex, width: number) => string;
}

export interface Scene {
  readonly boxes: Boxes;
  readonly viewport: Viewport;
  readonly stage: Stage;
  readonly selected: StackIndex | undefined;
  /** 1 per FrameIndex that a search found. */
  readonly matches: Uint8Array | undefined;
}

/** Narrower boxes are merged: below two pixels, one for the box and one for the gap, there is no box to be seen. */
const NARROWEST = 2;

/** A run is drawn at its true width, blurred by the canvas over its pixels, but never so thin that it vanishes. */
const THINNEST = 0.5;

/** Three letters of a proportional font at 12 px, and their margins. */
const LABEL_ROOM = 26;

const TEXT_MARGIN = 4;

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
  /** Into the swatches of the look; set when it is painted. */
  swatch = new Uint8Array(1024);

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
  }
}

function copyInto<T extends Int32Array | Float64Array | Uint8Array>(wider: T, from: T): T {
  wider.set(from);
  return wider;
}

/** Everything that can be seen of a scene, row by row, each row from left to right. */
export function collectRectangles(scene: Scene, into: Rectangles): void {
  const { boxes, viewport, stage } = scene;
  into.length = 0;
  const first = Math.max(0, Math.floor(viewport.top / ROW_HEIGHT));
  const last = Math.min(rowCount(boxes) - 1, Math.floor((viewport.top + stage.height) / ROW_HEIGHT));
  for (let row = first; row <= last; row++) {
    const y = row * ROW_HEIGHT - viewport.top;
    const tier = tierOfRow(boxes, row);
    if (tier < 0) pushWhole(scene, y, into);
    else collectTier(scene, tier, y, into);
  }
}

function pushWhole({ viewport, stage }: Scene, y: number, into: Rectangles): void {
  const x = Math.max(-1, toPixels(viewport, stage, 0));
  const right = Math.min(stage.width + 1, toPixels(viewport, stage, 1));
  into.push(WHOLE, 1, x, y, right - x, false);
}

function collectTier(
  { boxes, viewport, stage, matches }: Scene,
  tier: number,
  y: number,
  into: Rectangles,
): void {
  const { layout, profile } = boxes;
  const { rows, start } = layout.order;
  const { left, right: ends, sum } = layout;
  const end = start[tier + 1];
  // Both ways by one factor: this is done for every box of every frame.
  const firstSeen = viewport.left * sum;
  const perPixel = (toUnit(viewport, stage, 1) - viewport.left) * sum;
  const perSample = 1 / perPixel;
  const lastSeen = firstSeen + stage.width * perPixel;
  const firstOfRow = into.length;
  let position = firstEndingAfter(layout, start[tier], end, firstSeen);
  while (position < end && left[rows[position]] < lastSeen) {
    const box = rows[position];
    const x = (left[box] - firstSeen) * perSample;
    const right = (ends[position] - firstSeen) * perSample;
    if (right - x >= NARROWEST) {
      // A pixel beyond each edge is enough to hide that a box goes on for millions.
      const from = Math.max(-1, Math.round(x));
      const to = Math.min(stage.width + 1, Math.round(right));
      into.push(box, 1, from, y, to - from, matches?.[profile.stacks.frame[box]] === 1);
      position++;
      continue;
    }
    const until = left[box] + NARROWEST * perPixel;
    const next = Math.max(position + 1, firstEndingAfter(layout, position, end, until));
    const runRight = (ends[next - 1] - firstSeen) * perSample;
    if (runRight > x) {
      const hasMatch = matches !== undefined && anyMatch(boxes, matches, position, next);
      pushRun(into, firstOfRow, box, next - position, x, y, runRight, hasMatch);
    }
    position = next;
  }
}

/** Runs that touch are one: dense rows would be a thousand of them, side by side in the same colour. */
function pushRun(
  into: Rectangles,
  firstOfRow: number,
  box: StackIndex,
  count: number,
  x: number,
  y: number,
  right: number,
  hasMatch: boolean,
): void {
  const before = into.length - 1;
  const isTouching =
    before >= firstOfRow &&
    into.count[before] > 1 &&
    count > 1 &&
    into.hasMatch[before] === (hasMatch ? 1 : 0) &&
    x - (into.x[before] + into.width[before]) < THINNEST;
  if (!isTouching) {
    into.push(box, count, x, y, Math.max(THINNEST, right - x), hasMatch);
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

/** Paints a scene. @param rectangles what is used for it, the same ones each time */
export function paintScene(brush: Brush, scene: Scene, look: Look, rectangles = new Rectangles()): void {
  collectRectangles(scene, rectangles);
  brush.fillStyle = look.background;
  brush.fillRect(0, 0, scene.stage.width, scene.stage.height);
  paintFills(brush, rectangles, look);
  if (scene.matches) paintMatches(brush, rectangles, look);
  paintLabels(brush, rectangles, look);
  paintOutlines(brush, rectangles, scene, look);
}

/** By swatch, because a canvas parses a colour every time it is set. */
function paintFills(brush: Brush, rectangles: Rectangles, look: Look): void {
  const { box, count, swatch, length } = rectangles;
  const uses = new Int32Array(look.swatches.length);
  for (let i = 0; i < length; i++) {
    swatch[i] = count[i] > 1 ? look.sliver : look.swatchOf(box[i]);
    uses[swatch[i]]++;
  }
  look.swatches.forEach((one, index) => {
    if (uses[index] > 0) paintSwatch(brush, rectangles, index, one);
  });
}

function paintSwatch(
  brush: Brush,
  rectangles: Rectangles,
  index: number,
  { fill, border, hatch }: Swatch,
): void {
  const { x, y, width, swatch, length } = rectangles;
  for (const style of hatch === undefined ? [fill] : [fill, hatch]) {
    brush.fillStyle = style;
    for (let i = 0; i < length; i++) {
      if (swatch[i] === index) brush.fillRect(x[i], y[i], gapped(width[i]), ROW_HEIGHT - 1);
    }
  }
  if (border === undefined) return;
  brush.strokeStyle = border;
  brush.lineWidth = 1;
  for (let i = 0; i < length; i++) {
    if (swatch[i] === index && width[i] > NARROWEST + 1) {
      brush.strokeRect(x[i] + 0.5, y[i] + 0.5, width[i] - 2, ROW_HEIGHT - 2);
    }
  }
}

/** Siblings are told apart by a pixel of background between them, where they are wide enough to spare it. */
function gapped(width: number): number {
  return width > NARROWEST ? width - 1 : width;
}

function paintMatches(brush: Brush, { x, y, width, hasMatch, length }: Rectangles, look: Look): void {
  brush.fillStyle = look.match;
  for (let i = 0; i < length; i++) {
    if (hasMatch[i] === 1) brush.fillRect(x[i], y[i], Math.max(1, gapped(width[i])), ROW_HEIGHT - 1);
  }
  // Stripes need room to be seen as such; a bar along the foot is seen at any width.
  brush.fillStyle = look.matchBorder;
  for (let i = 0; i < length; i++) {
    if (hasMatch[i] === 1) brush.fillRect(x[i], y[i] + ROW_HEIGHT - 4, Math.max(1, gapped(width[i])), 3);
  }
}

function paintLabels(
  brush: Brush,
  { box, count, x, y, width, swatch, length }: Rectangles,
  look: Look,
): void {
  const labelOf = cachedLabels(look);
  brush.textBaseline = 'middle';
  // Setting a font or a colour is dearer than drawing with it.
  let font = '';
  let colour = '';
  for (let i = 0; i < length; i++) {
    if (width[i] < LABEL_ROOM || count[i] > 1) continue;
    // A box that begins left of the stage still has its name where it can be read.
    const from = Math.max(0, x[i]);
    const room = x[i] + width[i] - from;
    if (room < LABEL_ROOM) continue;
    const label = labelOf(box[i], Math.floor(room - 2 * TEXT_MARGIN));
    if (label === '') continue;
    const { text, isBold } = look.swatches[swatch[i]];
    const wanted = isBold ? look.boldFont : look.font;
    if (font !== wanted) brush.font = font = wanted;
    if (colour !== text) brush.fillStyle = colour = text;
    brush.fillText(label, from + TEXT_MARGIN, y[i] + ROW_HEIGHT / 2);
  }
}

/** Labels by box and room: fitting a name measures all its forms, and while something moves most stay the same. */
const labelsOfLooks = new WeakMap<Look, Map<number, string>>();

/** A screenful is some hundreds. */
const MOST_LABELS = 20_000;

function cachedLabels(look: Look): Look['labelOf'] {
  const known = labelsOfLooks.get(look) ?? new Map<number, string>();
  labelsOfLooks.set(look, known);
  return (box, room) => {
    // Screens are less than 2^16 pixels wide, and rows below 2^31: exact in a double.
    const key = (box + 1) * 0x10000 + room;
    let label = known.get(key);
    if (label === undefined) {
      label = look.labelOf(box, room);
      if (known.size === MOST_LABELS) known.clear();
      known.set(key, label);
    }
    return label;
  };
}

function paintOutlines(brush: Brush, rectangles: Rectangles, scene: Scene, look: Look): void {
  const { frame } = scene.boxes.profile.stacks;
  const { selected } = scene;
  if (selected === undefined) return;
  const chosen = selected === WHOLE ? -1 : frame[selected];
  const { box, count, length } = rectangles;
  brush.strokeStyle = look.focus;
  for (let i = 0; i < length; i++) {
    if (count[i] > 1) continue;
    if (box[i] === selected) outline(brush, rectangles, i, 2);
    else if (box[i] !== WHOLE && frame[box[i]] === chosen) outline(brush, rectangles, i, 1);
  }
}

/** Inside the box, so that neighbours keep their edges. */
function outline(brush: Brush, { x, y, width }: Rectangles, at: number, lineWidth: 1 | 2): void {
  brush.lineWidth = lineWidth;
  const inset = lineWidth / 2;
  brush.strokeRect(
    x[at] + inset,
    y[at] + inset,
    Math.max(1, width[at] - 1 - lineWidth),
    ROW_HEIGHT - 1 - lineWidth,
  );
}

/**
 * Where the frame of the box under the pointer is, in CSS pixels of the stage. It lies over the canvas: a pointer moves
 * on from box to box more often than anything else happens, and should not have everything painted anew each time.
 */
export function placeOnStage(
  { boxes, viewport, stage }: Pick<Scene, 'boxes' | 'viewport' | 'stage'>,
  box: StackIndex,
): { readonly x: number; readonly y: number; readonly width: number } {
  const { left, right } = spanOf(boxes, box);
  const x = Math.max(-1, Math.round(toPixels(viewport, stage, left)));
  const end = Math.min(stage.width + 1, Math.round(toPixels(viewport, stage, right)));
  return { x, y: rowOf(boxes, box) * ROW_HEIGHT - viewport.top, width: Math.max(1, end - x - 1) };
}
