import type { Fraction } from '../../src/profile/units';

/**
 * Which part of the graph is on the screen. Pure arithmetic between two spaces that never mix: unit space, where the
 * whole graph is 0 to 1 from left to right, and CSS pixels of the stage. Rows have a fixed height, so down the screen
 * there are only pixels.
 */
export interface Viewport {
  readonly left: Fraction;
  readonly right: Fraction;
  /** Scrolled so far down, in CSS pixels. */
  readonly top: number;
}

/** What a viewport is shown on. */
export interface Stage {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Height of all rows together, in CSS pixels. */
  readonly contentHeight: number;
  /** The narrowest that a viewport may be: one sample across the screen, there is nothing to see inside one. */
  readonly finest: Fraction;
}

export const WHOLE_VIEW: Viewport = { left: 0, right: 1, top: 0 };

/** Back inside the graph, as wide as asked for where that is possible. */
export function clampViewport({ left, right, top }: Viewport, stage: Stage): Viewport {
  const width = onGrid(Math.min(1, Math.max(right - left, stage.finest)));
  // Grown or shrunk about its middle, then moved in from whichever edge it overhangs.
  const start = Math.min(1 - width, Math.max(0, onGrid((left + right - width) / 2)));
  const lowest = Math.max(0, stage.contentHeight - stage.height);
  return { left: start, right: start + width, top: Math.min(lowest, Math.max(0, top)) };
}

/**
 * Both edges are multiples of 2^-52, so sums and differences of them are exact: a viewport that is moved keeps its width to
 * the last bit, and with it the picture.
 */
function onGrid(unit: Fraction): Fraction {
  return Math.round(unit * 2 ** 52) / 2 ** 52;
}

/** Zooms by a factor (2: twice as close) so that what is at `x` pixels stays at `x` pixels. */
export function zoomAround(viewport: Viewport, stage: Stage, x: number, factor: number): Viewport {
  const width = viewport.right - viewport.left;
  // Clamped before the anchor is applied: afterwards, clamping would grow the view about its middle, not about x.
  const wanted = Math.min(1, Math.max(width / factor, stage.finest));
  const anchor = toUnit(viewport, stage, x);
  const left = anchor - (anchor - viewport.left) * (wanted / width);
  return clampViewport({ left, right: left + wanted, top: viewport.top }, stage);
}

/** Moves the graph under the pointer: to the right and down for positive pixels. */
export function panBy(viewport: Viewport, stage: Stage, dx: number, dy: number): Viewport {
  const shift = (-dx * (viewport.right - viewport.left)) / Math.max(1, stage.width);
  const left = onGrid(viewport.left + shift);
  return clampViewport({ left, right: left + viewport.right - viewport.left, top: viewport.top - dy }, stage);
}

/** A viewport on the way from one to another, `progress` 0 to 1. Scrolling does not glide: it has a bar of its own. */
export function between(from: Viewport, to: Viewport, progress: number): Viewport {
  const mix = (a: number, b: number): number => a + (b - a) * progress;
  return { left: mix(from.left, to.left), right: mix(from.right, to.right), top: to.top };
}

export function toUnit({ left, right }: Viewport, stage: Stage, x: number): Fraction {
  return left + ((right - left) * x) / Math.max(1, stage.width);
}

export function toPixels({ left, right }: Viewport, stage: Stage, unit: Fraction): number {
  return ((unit - left) / (right - left)) * stage.width;
}
