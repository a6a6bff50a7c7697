import type { StackIndex } from '../../src/profile/units';
import { HATCH_SIDE } from '../shared/palette';
import { ROW_HEIGHT, WHOLE, rowOf, spanOf } from './boxes';
import { onGrid, projectionOf } from './projection';
import { NARROWEST, Rectangles, collectRectangles, wholeStage } from './rectangles';
import type { Scene } from './rectangles';

/** Rectangles and labels to a canvas: fills by colour, then what was found, labels and frames over all of them. */

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

/** Three letters of a proportional font at 12 px, and their margins. */
const LABEL_ROOM = 26;

const TEXT_MARGIN = 4;

/** Edges of boxes are differences: a whole number of pixels may come out a little less. */
const ROUNDING = 1e-6;

/**
 * Paints a scene, or an area of it that the brush is clipped to. @param rectangles what is used for it, the same ones
 * each time
 */
export function paintScene(
  brush: Brush,
  scene: Scene,
  look: Look,
  rectangles = new Rectangles(),
  area = wholeStage(scene.stage),
): void {
  collectRectangles(scene, rectangles, area);
  brush.fillStyle = look.background;
  brush.fillRect(area.left, area.top, area.right - area.left, area.bottom - area.top);
  paintFills(brush, rectangles, look);
  if (scene.matches) paintMatches(brush, rectangles, look);
  paintLabels(brush, rectangles, look);
  paintOutlines(brush, rectangles, scene, look);
}

/**
 * Before a scene is painted: stripes belong to the boxes. They move with them, and do not stand still while boxes pass
 * beneath.
 */
export function holdHatches(scene: Scene, { swatches, match }: Look): void {
  const { left, top } = projectionOf(scene);
  for (const hatch of [match, ...swatches.map((swatch) => swatch.hatch)]) {
    if (hatch === undefined || typeof hatch === 'string') continue;
    hatch.setTransform(new DOMMatrix().translate(-left % HATCH_SIDE, -top % HATCH_SIDE));
  }
}

/** By swatch, because a canvas parses a colour every time it is set. */
function paintFills(brush: Brush, rectangles: Rectangles, look: Look): void {
  const { box, count, swatch, bySwatch, length } = rectangles;
  const start = new Int32Array(look.swatches.length + 1);
  for (let i = 0; i < length; i++) {
    swatch[i] = count[i] > 1 ? look.sliver : look.swatchOf(box[i]);
    start[swatch[i] + 1]++;
  }
  for (let index = 1; index < start.length; index++) start[index] += start[index - 1];
  const next = start.slice();
  for (let i = 0; i < length; i++) bySwatch[next[swatch[i]]++] = i;
  look.swatches.forEach((one, index) => {
    if (start[index + 1] > start[index]) {
      paintSwatch(brush, rectangles, bySwatch.subarray(start[index], start[index + 1]), one);
    }
  });
}

function paintSwatch(
  brush: Brush,
  { x, y, width }: Rectangles,
  those: Int32Array,
  { fill, border, hatch }: Swatch,
): void {
  for (const style of hatch === undefined ? [fill] : [fill, hatch]) {
    brush.fillStyle = style;
    for (const i of those) brush.fillRect(x[i], y[i], gapped(width[i]), ROW_HEIGHT - 1);
  }
  if (border === undefined) return;
  brush.strokeStyle = border;
  brush.lineWidth = 1;
  for (const i of those) {
    if (width[i] > NARROWEST + 1) brush.strokeRect(x[i] + 0.5, y[i] + 0.5, width[i] - 2, ROW_HEIGHT - 2);
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
    const label = labelOf(box[i], Math.floor(room - 2 * TEXT_MARGIN + ROUNDING));
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
  scene: Pick<Scene, 'boxes' | 'viewport' | 'stage' | 'ratio'>,
  box: StackIndex,
): { readonly x: number; readonly y: number; readonly width: number } {
  const seen = projectionOf(scene);
  const { left, right } = spanOf(scene.boxes, box);
  const x = Math.max(-1, onGrid(seen, left * seen.width) - seen.left);
  const end = Math.min(scene.stage.width + 1, onGrid(seen, right * seen.width) - seen.left);
  return { x, y: rowOf(scene.boxes, box) * ROW_HEIGHT - seen.top, width: Math.max(1, end - x - 1) };
}
