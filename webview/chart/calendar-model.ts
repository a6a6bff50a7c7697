import type { EpochMs } from '../../src/profile/units';
import type { Stretch } from './range-model';
import { dayAfter, lengthWithin } from './range-model';

/** A month as a calendar has it, in whole weeks and in the person's own time zone. */
export interface CalendarDay {
  /** Its midnight. */
  readonly start: EpochMs;
  /** Not of the month before or after, whose days fill its first and its last week. */
  readonly isInMonth: boolean;
}

/** @param firstWeekday 1 Monday … 7 Sunday, as `Intl` counts */
export function weeksOf(month: EpochMs, firstWeekday: number): CalendarDay[][] {
  const date = new Date(month);
  const first = new Date(date.getFullYear(), date.getMonth(), 1);
  const before = (first.getDay() - (firstWeekday % 7) + 7) % 7;
  const days = new Date(date.getFullYear(), date.getMonth() + 1, 0).getDate();
  return Array.from({ length: Math.ceil((before + days) / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, day) => {
      const start = dayAfter(first.getTime(), week * 7 + day - before);
      return { start, isInMonth: new Date(start).getMonth() === date.getMonth() };
    }),
  );
}

/** Any time in the month so many months later. */
export function monthAfter(month: EpochMs, count: number): EpochMs {
  const date = new Date(month);
  return new Date(date.getFullYear(), date.getMonth() + count, 1).getTime();
}

/** The day that a key leads to from a day; the same date of another month, or its last day where it has no such date. */
export function dayAfterKey(day: EpochMs, key: string, firstWeekday: number): EpochMs | undefined {
  const weekday = (new Date(day).getDay() - (firstWeekday % 7) + 7) % 7;
  switch (key) {
    case 'ArrowLeft':
      return dayAfter(day, -1);
    case 'ArrowRight':
      return dayAfter(day, 1);
    case 'ArrowUp':
      return dayAfter(day, -7);
    case 'ArrowDown':
      return dayAfter(day, 7);
    case 'Home':
      return dayAfter(day, -weekday);
    case 'End':
      return dayAfter(day, 6 - weekday);
    case 'PageUp':
      return sameDate(day, -1);
    case 'PageDown':
      return sameDate(day, 1);
    default:
      return undefined;
  }
}

function sameDate(day: EpochMs, months: number): EpochMs {
  const date = new Date(day);
  const [year, month] = [date.getFullYear(), date.getMonth() + months];
  const last = new Date(year, month + 1, 0).getDate();
  return new Date(year, month, Math.min(date.getDate(), last)).getTime();
}

export function hasData(day: EpochMs, stretches: readonly Stretch[]): boolean {
  return lengthWithin({ start: day, end: dayAfter(day, 1) }, stretches) > 0;
}
