import { measureChange } from '../profile/compare';
import type { Change, WhyNothing } from '../profile/compare';
import { frameFinder, functionYardstick, onlyNames } from '../profile/compare-functions';
import type { FunctionYardstick } from '../profile/compare-functions';
import { MINIMUM_SAMPLES } from '../profile/significance';
import type { FrameRef } from '../profile/tables';
import type { StateView } from '../profile/thread-states';
import type { FrameIndex, SampleCount } from '../profile/units';
import { functionTotalsOf } from './figures';
import type { FocusedComparison } from './focus';
import { totalIn } from './function-figures';
import type { LoadedProfile } from './loaded-profile';
import { isSameGroup } from './selection';

/** What a function costs on the two sides that somebody compares. */
export interface FunctionSides {
  readonly change: Change;
  /** Why no change is claimed of any function. */
  readonly whyNothing: WhyNothing | undefined;
}

/** The comparison that speaks of what is in focus; one of two other groups is nothing that the editor shows. */
export function comparisonOf(
  comparison: FocusedComparison | undefined,
  loaded: LoadedProfile,
): FocusedComparison | undefined {
  if (!comparison) return undefined;
  return [comparison.a, comparison.b].some((side) => isSameGroup(side, loaded)) ? comparison : undefined;
}

/**
 * @param names of one function: several where the program loaded it under several
 * @returns undefined where the two sides count different things, or neither has the function
 */
export function sidesOf(
  comparison: FocusedComparison,
  view: StateView,
  names: readonly Pick<FrameRef, 'name' | 'file'>[],
  minimumSamples: SampleCount,
): FunctionSides | undefined {
  const prepared = prepare(comparison, view, minimumSamples);
  const { a, b } = comparison;
  const [framesA, framesB] = [prepared.rowsInA(names), prepared.rowsInB(names)];
  if (!prepared.measure || (framesA.length === 0 && framesB.length === 0)) return undefined;
  const { yardstick, unitA, unitB } = prepared.measure;
  const change = measureChange(
    yardstick,
    countOf(a, view, framesA) * unitA,
    countOf(b, view, framesB) * unitB,
  );
  return { change, whyNothing: yardstick.whyNothing };
}

function countOf({ profile }: LoadedProfile, view: StateView, frames: readonly FrameIndex[]): SampleCount {
  return frames.length === 0 ? 0 : totalIn(profile, view, frames);
}

type RowsOf = (names: readonly Pick<FrameRef, 'name' | 'file'>[]) => FrameIndex[];

interface Prepared {
  readonly key: string;
  readonly measure: FunctionYardstick | undefined;
  readonly rowsInA: RowsOf;
  readonly rowsInB: RowsOf;
}

/** The last one of each comparison: all functions of a file ask the same. */
const preparedOf = new WeakMap<FocusedComparison, Prepared>();

function prepare(comparison: FocusedComparison, view: StateView, minimumSamples: SampleCount): Prepared {
  const key = JSON.stringify([view, minimumSamples]);
  const before = preparedOf.get(comparison);
  if (before?.key === key) return before;
  const a = functionTotalsOf(comparison.a.profile, view);
  const b = functionTotalsOf(comparison.b.profile, view);
  const measure = functionYardstick(a, b, { minimumSamples: Math.max(MINIMUM_SAMPLES, minimumSamples) });
  const [inA, inB] = [a, b].map(frameFinder);
  const [onlyA, onlyB] = [a, b].map(({ tree }) => onlyNames(tree.profile.frames.name));
  // A name counts without its file only where neither side has another function of that name.
  const isOnly = (name: string): boolean => onlyA.get(name) !== false && onlyB.get(name) !== false;
  const rowsIn =
    (find: typeof inA): RowsOf =>
    (names) => [
      ...new Set(names.map(({ name, file }) => find(name, file, isOnly(name))).filter((row) => row >= 0)),
    ];
  const prepared = { key, measure, rowsInA: rowsIn(inA), rowsInB: rowsIn(inB) };
  preparedOf.set(comparison, prepared);
  return prepared;
}
