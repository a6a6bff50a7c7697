import type { CodeFilter } from '../insight/my-code';
import { frameRef } from '../profile/hot-spots';
import { share } from '../profile/share';
import type { FrameRef } from '../profile/tables';
import type { StateView } from '../profile/thread-states';
import type { Fraction } from '../profile/units';
import { functionTotalsOf, hottestOf } from './figures';
import type { LoadedProfile } from './loaded-profile';

/** A function of the person's own code that takes time itself. */
export interface Hotspot {
  readonly ref: FrameRef;
  /** Of the view. */
  readonly self: Fraction;
}

/** So many to walk through; whoever has read these wants the flame graph. */
export const MAX_HOTSPOTS = 50;

/** Below it a function is no hot spot, however few there are. */
const MINIMUM_SHARE: Fraction = 0.005;

/** Hottest by self first. */
export function hotspotsOf({ profile }: LoadedProfile, view: StateView, isMyCode: CodeFilter): Hotspot[] {
  const totals = functionTotalsOf(profile, view);
  const found: Hotspot[] = [];
  for (const frame of hottestOf(totals, 'self')) {
    const self = share(totals.self[frame], totals.tree.sum);
    if (self < MINIMUM_SHARE || found.length === MAX_HOTSPOTS) break;
    const ref = frameRef(totals, frame);
    if (isMyCode(ref)) found.push({ ref, self });
  }
  return found;
}

/** Where a hot spot stands. */
export interface PlacedHotspot {
  readonly file: string;
  readonly firstLine: number;
  readonly line: number;
  readonly endLine: number;
  readonly symbol: string;
  readonly self: Fraction;
}

/**
 * In the order of walking: by self, then by place. One function under several names is one: no sample is in two functions
 * itself, so their shares add up.
 */
export function orderHotspots(placed: readonly PlacedHotspot[]): PlacedHotspot[] {
  const byPlace = new Map<string, PlacedHotspot>();
  for (const one of placed) {
    const key = JSON.stringify([one.file, one.line, one.symbol]);
    const before = byPlace.get(key);
    byPlace.set(key, before ? { ...before, self: before.self + one.self } : one);
  }
  return [...byPlace.values()].sort(
    (a, b) => b.self - a.self || compareTexts(a.file, b.file) || a.line - b.line,
  );
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Where somebody is: a line of a file; undefined where no file is open. */
export type At = { readonly file: string; readonly line: number } | undefined;

/**
 * Row of the hot spot that comes next in a direction, around the ends. Somebody who stands in one goes on from there (of
 * nested ones from the innermost), anybody else begins at the hottest, or backwards at the last.
 */
export function stepFrom(spots: readonly PlacedHotspot[], at: At, direction: 1 | -1): number {
  const inside = spots
    .map((spot, row) => ({ spot, row }))
    .filter(({ spot }) => at?.file === spot.file && spot.firstLine <= at.line && at.line <= spot.endLine)
    .sort((a, b) => b.spot.firstLine - a.spot.firstLine || a.spot.endLine - b.spot.endLine);
  const from = inside.at(0)?.row ?? (direction > 0 ? -1 : spots.length);
  return (from + direction + spots.length) % spots.length;
}
