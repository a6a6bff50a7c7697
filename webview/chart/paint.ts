import { firstEndingAfter } from '../../src/profile/flame-layout';
import type { StackIndex } from '../../src/profile/units';
import type { Boxes } from './boxes';
import { ROW_HEIGHT, WHOLE, rowCount, tierOfRow } from './boxes';
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
  readonly hover: string;
  /** The label of a box in so many pixels, or ''. */
  readonly labelOf: (box: StackIndex, width: number) => string;
}

export interface Scene {
  readonly boxes: Boxes;
  readonly viewport: Viewport;
  readonly stage: Stage;
  readonly selected: StackIndex | undefined;
  readonly hovered: StackIndex | undefined;
  /** 1 per FrameIndex that a search found. */
  readonly matches: Uint8Array | undefined;
}

/** A box, or a run of boxes too narrow to be told apart: then `box` is the first of them and `count` how many. */
export interface Rectangle {
  readonly box: StackIndex;
  readonly count: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly hasMatch: boolean;
}

/** Narrower boxes are merged: below two pixels, one for the box and one for the gap, there is no box to be seen. */
const NARROWEST = 2;

/** A run is drawn at its true width, blurred by the canvas over its pixels, but never so thin that it vanishes. */
const THINNEST = 0.5;

/** Three letters of a proportional font at 12 px, and their margins. */
const LABEL_ROOM = 26;

const TEXT_MARGIN = 4;

/** Everything that can be seen of a scene, row by row, each row from left to right. */
export function collectRectangles(scene: Scene): Rectangle[] {
  const { boxes, viewport, stage } = scene;
  const rectangles: Rectangle[] = [];
  const first = Math.max(0, Math.floor(viewport.top / ROW_HEIGHT));
  const last = Math.min(rowCount(boxes) - 1, Math.floor((viewport.top + stage.height) / ROW_HEIGHT));
  for (let row = first; row <= last; row++) {
    const y = row * ROW_HEIGHT - viewport.top;
    const tier = tierOfRow(boxes, row);
    if (tier < 0) rectangles.push(wholeRectangle(scene, y));
    else collectTier(scene, tier, y, rectangles);
  }
  return rectangles;
}

function wholeRectangle({ viewport, stage }: Scene, y: number): Rectangle {
  const x = Math.max(-1, toPixels(viewport, stage, 0));
  const right = Math.min(stage.width + 1, toPixels(viewport, stage, 1));
  return { box: WHOLE, count: 1, x, y, width: right - x, hasMatch: false };
}

function collectTier(scene: Scene, tier: number, y: number, into: Rectangle[]): void {
  const { boxes, viewport, stage, matches } = scene;
  const { layout, profile } = boxes;
  const { rows, start } = layout.order;
  const { left, width, sum } = layout;
  const xOf = (samples: number): number => toPixels(viewport, stage, samples / sum);
  const samplesAt = (x: number): number => toUnit(viewport, stage, x) * sum;
  const end = start[tier + 1];
  const lastSeen = samplesAt(stage.width);
  let position = firstEndingAfter(layout, start[tier], end, samplesAt(0));
  while (position < end && left[rows[position]] < lastSeen) {
    const box = rows[position];
    const x = xOf(left[box]);
    const right = xOf(left[box] + width[box]);
    if (right - x >= NARROWEST) {
      // A pixel beyond each edge is enough to hide that a box goes on for millions.
      const [from, to] = [Math.max(-1, Math.round(x)), Math.min(stage.width + 1, Math.round(right))];
      into.push({
        box,
        count: 1,
        x: from,
        y,
        width: to - from,
        hasMatch: matches?.[profile.stacks.frame[box]] === 1,
      });
      position++;
      continue;
    }
    const next = Math.max(position + 1, firstEndingAfter(layout, position, end, samplesAt(x + NARROWEST)));
    const last = rows[next - 1];
    const runWidth = xOf(left[last] + width[last]) - x;
    if (runWidth > 0) {
      const hasMatch = matches !== undefined && anyMatch(boxes, matches, position, next);
      into.push({ box, count: next - position, x, y, width: Math.max(THINNEST, runWidth), hasMatch });
    }
    position = next;
  }
}

/** A hit must not get lost because it is narrow. Runs are short where the screen is wide, and searched only then. */
function anyMatch({ profile, layout }: Boxes, matches: Uint8Array, from: number, to: number): boolean {
  for (let position = from; position < to; position++) {
    const box = layout.order.rows[position];
    if (matches[profile.stacks.frame[box]] === 1 && layout.width[box] > 0) return true;
  }
  return false;
}

/** Paints a scene, and returns what it drew: what a test counts and a pointer may ask about. */
export function paintScene(brush: Brush, scene: Scene, look: Look): readonly Rectangle[] {
  const rectangles = collectRectangles(scene);
  brush.fillStyle = look.background;
  brush.fillRect(0, 0, scene.stage.width, scene.stage.height);
  paintFills(brush, rectangles, look);
  paintMatches(brush, rectangles, look);
  paintLabels(brush, rectangles, look);
  paintOutlines(brush, rectangles, scene, look);
  return rectangles;
}

/** By swatch, because a canvas parses a colour every time it is set. */
function paintFills(brush: Brush, rectangles: readonly Rectangle[], look: Look): void {
  const bySwatch: Rectangle[][] = look.swatches.map(() => []);
  for (const rectangle of rectangles) bySwatch[swatchIndex(rectangle, look)].push(rectangle);
  bySwatch.forEach((members, index) => {
    if (members.length > 0) paintSwatch(brush, members, look.swatches[index]);
  });
}

function swatchIndex({ box, count }: Rectangle, look: Look): number {
  return count > 1 ? look.sliver : look.swatchOf(box);
}

function paintSwatch(brush: Brush, rectangles: readonly Rectangle[], { fill, border, hatch }: Swatch): void {
  brush.fillStyle = fill;
  for (const { x, y, width } of rectangles) brush.fillRect(x, y, gapped(width), ROW_HEIGHT - 1);
  if (hatch !== undefined) {
    brush.fillStyle = hatch;
    for (const { x, y, width } of rectangles) brush.fillRect(x, y, gapped(width), ROW_HEIGHT - 1);
  }
  if (border === undefined) return;
  brush.strokeStyle = border;
  brush.lineWidth = 1;
  for (const { x, y, width } of rectangles) {
    if (width > NARROWEST + 1) brush.strokeRect(x + 0.5, y + 0.5, width - 2, ROW_HEIGHT - 2);
  }
}

/** Siblings are told apart by a pixel of background between them, where they are wide enough to spare it. */
function gapped(width: number): number {
  return width > NARROWEST ? width - 1 : width;
}

function paintMatches(brush: Brush, rectangles: readonly Rectangle[], look: Look): void {
  const hits = rectangles.filter((rectangle) => rectangle.hasMatch);
  if (hits.length === 0) return;
  brush.fillStyle = look.match;
  for (const { x, y, width } of hits) brush.fillRect(x, y, Math.max(1, gapped(width)), ROW_HEIGHT - 1);
  // Stripes need room to be seen as such; a bar along the foot is seen at any width.
  brush.fillStyle = look.matchBorder;
  for (const { x, y, width } of hits) brush.fillRect(x, y + ROW_HEIGHT - 4, Math.max(1, gapped(width)), 3);
}

function paintLabels(brush: Brush, rectangles: readonly Rectangle[], look: Look): void {
  brush.textBaseline = 'middle';
  let font = '';
  for (const rectangle of rectangles) {
    if (rectangle.count > 1) continue;
    // A box that begins left of the stage still has its name where it can be read.
    const x = Math.max(0, rectangle.x);
    const room = rectangle.x + rectangle.width - x;
    if (room < LABEL_ROOM) continue;
    const label = look.labelOf(rectangle.box, room - 2 * TEXT_MARGIN);
    if (label === '') continue;
    const { text, isBold } = look.swatches[swatchIndex(rectangle, look)];
    // Setting a font is dearer than drawing with it.
    const wanted = isBold ? look.boldFont : look.font;
    if (font !== wanted) brush.font = font = wanted;
    brush.fillStyle = text;
    brush.fillText(label, x + TEXT_MARGIN, rectangle.y + ROW_HEIGHT / 2);
  }
}

function paintOutlines(brush: Brush, rectangles: readonly Rectangle[], scene: Scene, look: Look): void {
  const { frame } = scene.boxes.profile.stacks;
  const { selected, hovered } = scene;
  const chosen = selected === undefined || selected === WHOLE ? -1 : frame[selected];
  for (const rectangle of rectangles) {
    const { box, count } = rectangle;
    if (count > 1) continue;
    if (box === selected) outline(brush, rectangle, look.focus, 2);
    else if (box === hovered) outline(brush, rectangle, look.hover, 1);
    else if (box !== WHOLE && frame[box] === chosen) outline(brush, rectangle, look.focus, 1);
  }
}

/** Inside the box, so that neighbours keep their edges. */
function outline(brush: Brush, { x, y, width }: Rectangle, colour: string, lineWidth: 1 | 2): void {
  brush.strokeStyle = colour;
  brush.lineWidth = lineWidth;
  const inset = lineWidth / 2;
  brush.strokeRect(x + inset, y + inset, Math.max(1, width - 1 - lineWidth), ROW_HEIGHT - 1 - lineWidth);
}
