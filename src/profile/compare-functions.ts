import type { Rigour, Yardstick } from './compare';
import { createYardstick } from './compare';
import { commonUnit } from './compare-join';
import { scaleSides } from './compare-normalization';
import type { FunctionTotals } from './hot-spots';
import type { FrameIndex, SampleCount } from './units';

/**
 * What differences of single functions are measured with, for whoever asks about some of them: the same as in a comparison
 * of the joined profiles (see compare.ts), at the price of two passes over the frames instead of one over all call paths.
 * Multiply counts of a side by its `unit` before they are measured.
 */
export interface FunctionYardstick {
  readonly yardstick: Yardstick;
  readonly unitA: number;
  readonly unitB: number;
}

/** @returns undefined where the counts of the two are different things, such as bytes and time */
export function functionYardstick(
  a: FunctionTotals,
  b: FunctionTotals,
  rigour: Rigour,
): FunctionYardstick | undefined {
  const [metaA, metaB] = [a.tree.profile.meta, b.tree.profile.meta];
  const unit = commonUnit(metaA, metaB);
  if (unit === undefined) return undefined;
  const [unitA, unitB] = [metaA, metaB].map(({ weight }) =>
    unit === 'thread samples' ? 1 / (weight?.perSample ?? 1) : 1,
  );
  const toB = twinsOf(a, b);
  const self = { a: [] as SampleCount[], b: [] as SampleCount[] };
  const isTwin = new Uint8Array(b.self.length);
  toB.forEach((twin, frame) => {
    if (twin >= 0) isTwin[twin] = 1;
    self.a.push(a.self[frame] * unitA);
    self.b.push(twin < 0 ? 0 : b.self[twin] * unitB);
  });
  b.self.forEach((count, frame) => {
    if (isTwin[frame] === 1) return;
    self.a.push(0);
    self.b.push(count * unitB);
  });
  const yardstick = createYardstick(
    { self: self.a, sum: a.tree.sum * unitA },
    { self: self.b, sum: b.tree.sum * unitB },
    scaleSides('share', metaA, metaB),
    rigour,
  );
  return { yardstick, unitA, unitB };
}

/** Row of the same function in B for each row of A, -1 where there is none. */
function twinsOf(a: FunctionTotals, b: FunctionTotals): FrameIndex[] {
  const { name, file } = a.tree.profile.frames;
  const rowIn = frameFinder(b);
  const isOnlyFile = onlyNames(name);
  return name.map((one, frame) => rowIn(one, file[frame], isOnlyFile.get(one) === true));
}

/**
 * The row of a name and file, -1 where there is none. Two deployments differ in their install paths: where the name stands
 * for one file on either side, the file counts for nothing.
 */
export function frameFinder({
  tree,
}: FunctionTotals): (name: string, file: string, isOnlyFile: boolean) => FrameIndex {
  const { name, file } = tree.profile.frames;
  const rowsOf = new Map<string, FrameIndex[]>();
  name.forEach((one, frame) => {
    const rows = rowsOf.get(one);
    if (rows) rows.push(frame);
    else rowsOf.set(one, [frame]);
  });
  return (wanted, path, isOnlyFile) => {
    const rows = rowsOf.get(wanted) ?? [];
    if (rows.length === 1 && isOnlyFile) return rows[0];
    return rows.find((row) => file[row] === path) ?? -1;
  };
}

/** Whether a name stands in one row only. */
export function onlyNames(names: readonly string[]): ReadonlyMap<string, boolean> {
  const only = new Map<string, boolean>();
  for (const name of names) only.set(name, !only.has(name));
  return only;
}
