import type { FlameLayout } from '../../src/profile/flame-layout';
import type { StackIndex } from '../../src/profile/units';

/** The part of a layout that tells how deep it is where. */
export type Silhouetted = Pick<FlameLayout, 'left' | 'width' | 'sum'>;

/**
 * How deep a graph is in each of so many columns of equal width: the mean depth of the samples in the column, which is
 * the area of all boxes in it by its width. Nothing is too narrow to count, and a spike is as high as it is wide.
 *
 *     main  main  main  main
 *     load  load  show                two columns: (2 + 3) / 2 = 2.5 and (2 + 1) / 2 = 1.5
 *           parse
 *
 * One pass over the rows in table order, whatever their depth: a box adds what it covers of the columns at its two
 * ends, and a step up and a step down between them that are added up at the end.
 *
 * @param from first stack row that counts, as callers and callees of an inspected function have silhouettes of their own
 */
export function depthProfile(
  { left, width, sum }: Silhouetted,
  columns: number,
  from: StackIndex = 0,
  to: StackIndex = left.length,
): Float32Array<ArrayBuffer> {
  const partial = new Float64Array(columns + 1);
  const step = new Float64Array(columns + 2);
  const scale = sum > 0 ? columns / sum : 0;
  for (let row = from; row < to; row++) {
    const start = Math.min(columns, left[row] * scale);
    const end = Math.min(columns, start + width[row] * scale);
    const first = Math.floor(start);
    const last = Math.floor(end);
    if (first === last) {
      partial[first] += end - start;
      continue;
    }
    partial[first] += first + 1 - start;
    partial[last] += end - last;
    step[first + 1] += 1;
    step[last] -= 1;
  }
  const depths = new Float32Array(columns);
  for (let column = 0, covered = 0; column < columns; column++) {
    covered += step[column];
    depths[column] = covered + partial[column];
  }
  return depths;
}

/** Hanging from the line of the whole, or standing on it: `above` are the callers of an inspected function. */
export interface Silhouette {
  readonly below: Float32Array;
  readonly above?: Float32Array;
}

export function silhouetteOf(layout: FlameLayout, columns: number): Silhouette {
  const { callersFrom, above } = layout.order;
  const below = depthProfile(layout, columns, 0, callersFrom);
  return above === 0 ? { below } : { below, above: depthProfile(layout, columns, callersFrom) };
}

/**
 * The silhouette as the outline of an area, in a box one unit wide and one high: an SVG path. Where callers stand above
 * the whole, its line is as far down as their share of the height.
 */
export function outlinePath({ below, above }: Silhouette): string {
  const [down, up] = [highest(below), above ? highest(above) : 0];
  const height = down + up;
  if (height === 0) return '';
  const line = up / height;
  const edges = [...below].map((depth, i) =>
    pointsOf(i / below.length, 1 / below.length, line + depth / height),
  );
  const upper = [...(above ?? [])].map((depth, i, all) => {
    return pointsOf(i / all.length, 1 / all.length, line - depth / height);
  });
  const parts = [`M0 ${short(line)}`, ...edges, `L1 ${short(line)}Z`];
  return (upper.length > 0 ? [...parts, `M0 ${short(line)}`, ...upper, `L1 ${short(line)}Z`] : parts).join(
    '',
  );
}

function pointsOf(x: number, width: number, y: number): string {
  return `L${short(x)} ${short(y)}H${short(x + width)}`;
}

/** A strip is some thousand pixels wide and 24 high. */
function short(coordinate: number): string {
  return String(Math.round(coordinate * 1e5) / 1e5);
}

function highest(depths: Float32Array): number {
  return depths.reduce((most, depth) => Math.max(most, depth), 0);
}
