import type { EpochMs } from '../units';

/** A time as Ion writes it, down to a precision: what is below it is the least there is. */
export interface IonTime {
  readonly year: number;
  readonly month?: number;
  readonly day?: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
  /** Of a second, in [0, 1). */
  readonly fraction?: number;
}

/** @returns the millisecond in which it lies, taken as UTC; undefined where the calendar has no such time */
export function epochMsOf(time: IonTime): EpochMs | undefined {
  const { year, month = 1, day = 1, hour = 0, minute = 0, second = 0, fraction = 0 } = time;
  const date = new Date(0);
  // Date.UTC would take the years 0 to 99 for those of the twentieth century.
  date.setUTCFullYear(year, month - 1, day);
  // Date carries what is out of range on: the 30th of February comes out as a day of March.
  const isDay =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  const isTime = hour < 24 && minute < 60 && second < 60 && fraction >= 0 && fraction < 1;
  if (!isDay || !isTime || year < 1 || year > 9999) return undefined;
  return date.setUTCHours(hour, minute, second, Math.floor(fraction * 1000 + ROUNDING));
}

/** Fractions are doubles: 0.115 s are 114.99999999999999 of their thousandths. Far below what Ion's own digits say. */
const ROUNDING = 1e-6;
