import type { EpochMs, Milliseconds } from '../profile/units';

/**
 * Aggregation periods and time ranges. One rule decides where an agent profile belongs: by its own `start`, whatever
 * the clock said when it arrived. So a range [start, end) holds exactly the profiles that started in it, neighbouring
 * ranges share none and lose none, and a profile that arrives late or from a wrong clock is filed where it says.
 */

export type PeriodName = 'PT5M' | 'PT1H' | 'P1D';

/** A half-open range of time. */
export interface Range {
  readonly start: EpochMs;
  readonly end: EpochMs;
}

const MINUTE: Milliseconds = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const PERIODS: Readonly<Record<PeriodName, Milliseconds>> = { PT5M: 5 * MINUTE, PT1H: HOUR, P1D: DAY };

/** From fine to coarse. */
export const PERIOD_NAMES: readonly PeriodName[] = ['PT5M', 'PT1H', 'P1D'];

/** GetProfile answers for this much time at most. */
export const MAX_RANGE_MS: Milliseconds = 7 * DAY;

/** How long AWS keeps aggregated profiles, and so do we (user guide, "Aggregated profiles"); a year is 365 days. */
export const RETENTION: Readonly<Record<PeriodName, Milliseconds>> = {
  PT5M: 15 * DAY,
  PT1H: 60 * DAY,
  P1D: 3 * 365 * DAY,
};

/** Parts go with the whole that holds them: all PT5M of an hour at once, all PT1H of a day at once. */
const RETIRES_WITH: Readonly<Record<PeriodName, PeriodName>> = {
  PT5M: 'PT1H',
  PT1H: 'P1D',
  P1D: 'P1D',
};

/** Periods that start before this are not kept any more. */
export function horizonOf(period: PeriodName, now: EpochMs): EpochMs {
  return periodOf(now - RETENTION[period], RETIRES_WITH[period]).start;
}

/** The finest period that is kept for a time as old as this; undefined when it is too old for all of them. */
export function finestKept(time: EpochMs, now: EpochMs): PeriodName | undefined {
  return PERIOD_NAMES.find((period) => periodOf(time, RETIRES_WITH[period]).end > horizonOf(period, now));
}

/** Periods are aligned to UTC, and so is the epoch: every one of them starts at a multiple of its length. */
export function periodOf(time: EpochMs, period: PeriodName): Range {
  const start = Math.floor(time / PERIODS[period]) * PERIODS[period];
  return { start, end: start + PERIODS[period] };
}

/** One piece of a range: a whole period, or what is left over at its ends, which lies within one PT5M. */
export type Piece = { readonly period: PeriodName; readonly start: EpochMs } | { readonly rest: Range };

/**
 * A range as the fewest pieces that are kept: coarse periods inside, finer ones towards the ends, the unaligned rest at
 * both. Where the finer ones are too old to be kept, the range grows to the coarser one around them.
 *
 *     09:57     10:00        11:00        12:00  12:05  12:10 12:12                fifteen days later
 *       |  rest  |   PT1H    |    PT1H     | PT5M | PT5M | rest |        PT1H of 9, 10, 11 and 12 o'clock
 */
export function cover(range: Range, now: EpochMs): Piece[] {
  const pieces = new Map<string, Piece>();
  for (const piece of coverExactly(range)) {
    const kept = toKept(piece, now);
    if (kept !== undefined) {
      pieces.set(JSON.stringify(kept), kept); // Several small ones may have grown to the same.
    }
  }
  return [...pieces.values()];
}

function toKept(piece: Piece, now: EpochMs): Piece | undefined {
  const start = 'rest' in piece ? piece.rest.start : piece.start;
  const finest = finestKept(start, now);
  if (finest === undefined) {
    return undefined;
  }
  const isKept = 'rest' in piece ? finest === 'PT5M' : PERIODS[piece.period] >= PERIODS[finest];
  return isKept ? piece : { period: finest, start: periodOf(start, finest).start };
}

function coverExactly(range: Range, periods = PERIOD_NAMES): Piece[] {
  const coarse = periods.at(-1);
  if (range.start >= range.end) {
    return [];
  }
  if (coarse === undefined) {
    return [{ rest: range }];
  }
  const length = PERIODS[coarse];
  const [first, last] = [Math.ceil(range.start / length) * length, Math.floor(range.end / length) * length];
  const finer = periods.slice(0, -1);
  if (first > last) {
    return coverExactly(range, finer); // It lies within one period of this length.
  }
  const whole: Piece[] = [];
  for (let start = first; start < last; start += length) {
    whole.push({ period: coarse, start });
  }
  return [
    ...coverExactly({ start: range.start, end: first }, finer),
    ...whole,
    ...coverExactly({ start: last, end: range.end }, finer),
  ];
}

/** An ISO 8601 duration of fixed length, such as P1DT1H1M1S or P1W, in milliseconds; undefined for anything else. */
export function parseDuration(text: string): Milliseconds | undefined {
  const parts = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (parts === null || /[PT]$/.test(text)) {
    return undefined;
  }
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  return Math.round((7 * weeks + days) * DAY + hours * HOUR + minutes * MINUTE + seconds * 1000);
}

export function isPeriodName(text: string): text is PeriodName {
  return Object.hasOwn(PERIODS, text);
}
