import type { Boxes } from './boxes';
import type { Stage, Viewport } from './viewport';

/**
 * Where a viewport lies in the picture of everything at its scale, whose left edge and top are 0. All in CSS pixels, but
 * on whole pixels of the screen: pictures of one scale are the same picture, moved by so many pixels.
 */
export interface Projection {
  /** CSS pixels a sample; 0 where there are none. */
  readonly perSample: number;
  /** Of the whole, off the grid. */
  readonly width: number;
  /** Where the stage begins. */
  readonly left: number;
  readonly top: number;
  readonly ratio: number;
}

interface Projected {
  readonly boxes: Boxes;
  readonly viewport: Viewport;
  readonly stage: Stage;
  readonly ratio: number;
}

export function projectionOf({ boxes, viewport, stage, ratio }: Projected): Projection {
  const { left, right, top } = viewport;
  const width = stage.width / (right - left);
  const { sum } = boxes.layout;
  const perSample = sum > 0 ? width / sum : 0;
  return { perSample, width, left: snap(left * width, ratio), top: snap(top, ratio), ratio };
}

/** Pixels from the left edge of everything, on the nearest whole pixel of the screen. */
export function onGrid({ ratio }: Projection, x: number): number {
  return snap(x, ratio);
}

function snap(length: number, ratio: number): number {
  return Math.round(length * ratio) / ratio;
}
