import type { EpochMs, Milliseconds } from '../profile/units';
import { DAY, HOUR, MINUTE, shiftRange } from './time-range';
import type { FixedRange } from './time-range';

/** Two ranges that somebody may want to hold against each other: A, the baseline, and B, what became of it. */
export interface ComparisonPreset {
  readonly id: PresetId;
  readonly a: FixedRange;
  readonly b: FixedRange;
}

export type PresetId = 'five-minutes' | 'hour' | 'yesterday' | 'last-week' | 'halves';

export interface AvailableTimes {
  /** Starts of the five-minute periods with data, oldest first. */
  readonly fiveMinutes: readonly EpochMs[];
  /** Starts of the hours with data, oldest first. */
  readonly hours: readonly EpochMs[];
  /** First and last moment of what is loaded: undefined where nothing is. */
  readonly loaded: FixedRange | undefined;
}

/** Those that have data on both sides, shortest first. Always from the newest data back, never from the clock. */
export function comparisonPresets({ fiveMinutes, hours, loaded }: AvailableTimes): ComparisonPreset[] {
  return [
    ...against('five-minutes', fiveMinutes, 5 * MINUTE, 5 * MINUTE),
    ...against('hour', hours, HOUR, HOUR),
    ...against('yesterday', hours, HOUR, DAY),
    ...against('last-week', hours, HOUR, 7 * DAY),
    ...halves(loaded),
  ];
}

function against(
  id: PresetId,
  starts: readonly EpochMs[],
  length: Milliseconds,
  earlier: Milliseconds,
): ComparisonPreset[] {
  const newest = starts.at(-1);
  if (newest === undefined || !starts.includes(newest - earlier)) return [];
  const b = { start: newest, end: newest + length };
  return [{ id, a: shiftRange(b, earlier), b }];
}

/** Profiles are filed by when they started, and agents report at most every few seconds: less cannot be halved. */
const SHORTEST_TO_HALVE: Milliseconds = 20_000;

/** A first run has no past to compare with, but it has a beginning and an end. */
function halves(loaded: FixedRange | undefined): ComparisonPreset[] {
  if (!loaded || loaded.end - loaded.start < SHORTEST_TO_HALVE) return [];
  const middle = Math.round((loaded.start + loaded.end) / 2000) * 1000;
  return [{ id: 'halves', a: { start: loaded.start, end: middle }, b: { start: middle, end: loaded.end } }];
}
