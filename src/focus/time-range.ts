import type { EpochMs, Milliseconds } from '../profile/units';

/**
 * Which stretch of time a question is about: fixed, or the latest so-and-so-long, which moves on with every new
 * profile. Pure: the present moment is a parameter.
 */
export type TimeRange = FixedRange | LatestRange;

export interface FixedRange {
  readonly start: EpochMs;
  readonly end: EpochMs;
}

export interface LatestRange {
  readonly latest: Milliseconds;
}

export const SECOND: Milliseconds = 1000;
export const MINUTE: Milliseconds = 60 * SECOND;
export const HOUR: Milliseconds = 60 * MINUTE;
export const DAY: Milliseconds = 24 * HOUR;

/** The guide's default: the latest hour. */
export const DEFAULT_RANGE: LatestRange = { latest: HOUR };

export function isLatest(range: TimeRange): range is LatestRange {
  return 'latest' in range;
}

/** How long an aggregated profile can be. */
export type AggregationPeriod = 'PT5M' | 'PT1H' | 'P1D';

export const PERIODS: Readonly<Record<AggregationPeriod, Milliseconds>> = {
  PT5M: 5 * MINUTE,
  PT1H: HOUR,
  P1D: DAY,
};

/**
 * The latest so-and-so-long of a group: up to the end of its newest aggregated profile, not up to now, so that a
 * program which ended yesterday still has a latest hour. Undefined where there is none yet.
 */
export function latestRange(
  newest: { readonly start: EpochMs; readonly period: AggregationPeriod } | undefined,
  { latest }: LatestRange,
): FixedRange | undefined {
  if (!newest) return undefined;
  const end = newest.start + PERIODS[newest.period];
  return { start: end - latest, end };
}

/** The range of equal length that ended `by` earlier: what "the hour before" and "the same hour yesterday" mean. */
export function shiftRange(range: FixedRange, by: Milliseconds): FixedRange {
  return { start: range.start - by, end: range.end - by };
}

/** One text per range, equal exactly for equal ranges: `PT1H`, or `START/END` in ISO 8601. Read by {@link parseRange}. */
export function rangeText(range: TimeRange): string {
  if (isLatest(range)) return durationText(range.latest);
  return `${new Date(range.start).toISOString()}/${new Date(range.end).toISOString()}`;
}

/** `PT1H`, `PT5M`, `P1D`, `P1DT12H` or `START/END`; undefined where the text is no range, or one that ends before it starts. */
export function parseRange(text: string): TimeRange | undefined {
  const [start, end] = text.split('/');
  if (end === undefined) {
    const latest = parseDuration(text);
    return latest === undefined ? undefined : { latest };
  }
  const fixed = { start: Date.parse(start), end: Date.parse(end) };
  return fixed.start < fixed.end ? fixed : undefined;
}

const DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** ISO 8601 durations of fixed length (no years or months); undefined for anything else and for nothing at all. */
export function parseDuration(text: string): Milliseconds | undefined {
  const match = DURATION.exec(text.trim().toUpperCase());
  if (match === null) return undefined;
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((digits) => Number(digits ?? 0));
  const total = (weeks * 7 + days) * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND;
  return total > 0 ? total : undefined;
}

/** The duration in ISO 8601, whole seconds, each unit only where it is not zero: 90 minutes are `PT1H30M`. */
export function durationText(duration: Milliseconds): string {
  const seconds = Math.max(1, Math.round(duration / SECOND));
  const part = (value: number, unit: string): string => (value > 0 ? `${value}${unit}` : '');
  const days = Math.floor(seconds / 86_400);
  const time =
    part(Math.floor(seconds / 3600) % 24, 'H') +
    part(Math.floor(seconds / 60) % 60, 'M') +
    part(seconds % 60, 'S');
  return `P${part(days, 'D')}${time === '' ? '' : `T${time}`}`;
}
