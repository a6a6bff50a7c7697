import { firstEndingAfter } from '../../src/profile/flame-layout';
import type { Boxes } from './boxes';
import { ROW_HEIGHT, rowCount, tierOfRow } from './boxes';
import type { Brush, Look } from './paint';
import { holdHatches, paintScene } from './paint';
import type { Projection } from './projection';
import { onGrid, projectionOf } from './projection';
import type { Area, Scene } from './rectangles';
import { OVERHANG, Rectangles, wholeStage } from './rectangles';

/**
 * Paints what is other than in the frame before. While a picture is dragged about, that is little: what stays on the stage
 * is the same some pixels further on, and is moved there as it is. Painted are the strips that came in, and at both ends of
 * each row the boxes that the edge of the stage cuts, because their labels stay where they can be read.
 *
 *     | main                     |          | ain                   |//|
 *     | load      | show         |    ->    |/load//| show        |///|
 *     | parse |dec| draw | paint |          |/p/|dec| draw | paint |///|
 */
export interface Painter {
  paint(scene: Scene, look: Look): void;
  /** The canvas is blank, or shows nobody knows what. */
  forget(): void;
}

/** What is painted on: the canvas, and how what is on it is moved. */
export interface Ground {
  readonly brush: Brush & Pick<CanvasRenderingContext2D, 'save' | 'restore' | 'beginPath' | 'rect' | 'clip'>;
  /** By CSS pixels that are whole pixels of the screen. What stands then where nothing came from means nothing. */
  readonly move: (dx: number, dy: number) => void;
}

export function createPainter({ brush, move }: Ground): Painter {
  const rectangles = new Rectangles();
  let last: { readonly scene: Scene; readonly look: Look } | undefined;

  function paintArea(scene: Scene, look: Look, area: Area): void {
    brush.save();
    brush.beginPath();
    brush.rect(area.left, area.top, area.right - area.left, area.bottom - area.top);
    brush.clip();
    paintScene(brush, scene, look, rectangles, area);
    brush.restore();
  }

  return {
    paint: (scene, look) => {
      const shift = last?.look === look ? shiftBetween(last.scene, scene) : undefined;
      holdHatches(scene, look);
      if (!shift || !last) paintScene(brush, scene, look, rectangles);
      else if (shift.dx !== 0 || shift.dy !== 0) {
        move(shift.dx, shift.dy);
        for (const area of areasToPaint(last.scene, scene)) paintArea(scene, look, area);
      }
      last = { scene, look };
    },
    forget: () => {
      last = undefined;
    },
  };
}

interface Shift {
  readonly dx: number;
  readonly dy: number;
}

/**
 * How far the picture moves on the stage; undefined where it becomes another one, or all of it leaves the stage. And where a
 * CSS pixel is not so many whole ones of the screen: letters and edges come out otherwise from place to place there.
 */
function shiftBetween(before: Scene, after: Scene): Shift | undefined {
  const isSame =
    before.boxes === after.boxes &&
    before.selected === after.selected &&
    before.matches === after.matches &&
    before.ratio === after.ratio &&
    Number.isInteger(after.ratio) &&
    before.stage.width === after.stage.width &&
    before.stage.height === after.stage.height;
  const [from, to] = [projectionOf(before), projectionOf(after)];
  if (!isSame || from.width !== to.width) return undefined;
  const [dx, dy] = [from.left - to.left, from.top - to.top];
  return Math.abs(dx) < after.stage.width && Math.abs(dy) < after.stage.height ? { dx, dy } : undefined;
}

/** Everything that differs from the picture before after that was moved, and not much more. */
export function areasToPaint(before: Scene, after: Scene): Area[] {
  const [from, to] = [projectionOf(before), projectionOf(after)];
  const { height } = after.stage;
  const dy = from.top - to.top;
  const areas: Area[] = [];
  if (dy > 0) areas.push({ ...wholeStage(after.stage), bottom: dy });
  if (dy < 0) areas.push({ ...wholeStage(after.stage), top: height + dy });
  if (from.left === to.left) return areas;
  const firstRow = Math.floor(to.top / ROW_HEIGHT);
  const lastRow = Math.floor((to.top + height) / ROW_HEIGHT);
  for (let row = firstRow; row <= lastRow; row++) {
    const y = row * ROW_HEIGHT - to.top;
    const rows = { top: Math.max(0, y), bottom: Math.min(height, y + ROW_HEIGHT) };
    if (rows.bottom <= rows.top) continue;
    areas.push(...endsOfRow(after, row, from, to).map((end) => ({ ...end, ...rows })));
  }
  return areas;
}

/** What is to be painted of a row that moved sideways. */
function endsOfRow(
  { boxes, stage: { width } }: Scene,
  row: number,
  from: Projection,
  to: Projection,
): Pick<Area, 'left' | 'right'>[] {
  if (row >= rowCount(boxes)) return [];
  const dx = from.left - to.left;
  const cutLeft = [from.left, to.left].map((edge) => spanAt(boxes, row, to, edge).to - to.left + OVERHANG);
  const cutRight = [from.left, to.left].map(
    (edge) => spanAt(boxes, row, to, edge + width).from - to.left - OVERHANG,
  );
  const left = Math.min(width, Math.max(dx, 0, ...cutLeft));
  const right = Math.max(0, Math.min(width + dx, width, ...cutRight));
  if (left >= right) return [{ left: 0, right: width }];
  return [
    { left: 0, right: left },
    { left: right, right: width },
  ].filter((end) => end.right > end.left);
}

/** Both edges of the box that an edge of the stage cuts; where none is cut, just that edge. */
function spanAt(
  boxes: Boxes,
  row: number,
  seen: Projection,
  edge: number,
): { readonly from: number; readonly to: number } {
  const tier = tierOfRow(boxes, row);
  if (tier < 0) return { from: Math.min(0, edge), to: Math.max(onGrid(seen, seen.width), edge) };
  const { layout } = boxes;
  const { rows, start } = layout.order;
  const position = firstEndingAfter(layout, start[tier], start[tier + 1], edge / seen.perSample);
  const from = position < start[tier + 1] ? layout.left[rows[position]] * seen.perSample : Infinity;
  if (from >= edge) return { from: edge, to: edge };
  return { from: onGrid(seen, from), to: onGrid(seen, layout.right[position] * seen.perSample) };
}
