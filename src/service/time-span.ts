import type { EpochMs, Milliseconds } from '../profile/units';
import type { Span } from './engine/answers';
import { ValidationException } from './errors';
import type { Range } from './periods';
import { parseDuration, PERIODS } from './periods';

/** What startTime, endTime and period say together, where an operation takes all three. */
export interface TimeInput {
  readonly startTime?: EpochMs;
  readonly endTime?: EpochMs;
  readonly period?: string;
}

/**
 * Two of the three make a range; a period alone asks for the latest.
 *
 * @param latest the period where none of them is given
 * @param longest in whole days
 * @throws {ValidationException}
 */
export function toSpan(
  { startTime, endTime, period }: TimeInput,
  { latest, longest }: { latest: string; longest: Milliseconds },
): Span {
  if (startTime === undefined && endTime === undefined) {
    const asked = period ?? latest;
    const length = toLength(asked);
    checkLength(length, longest);
    return { latest: asked, length };
  }
  const range = toRange(startTime, endTime, period);
  checkLength(range.end - range.start, longest);
  return { range };
}

function toRange(
  startTime: EpochMs | undefined,
  endTime: EpochMs | undefined,
  period: string | undefined,
): Range {
  if (startTime !== undefined && endTime !== undefined && period !== undefined) {
    throw new ValidationException('Specify at most two of startTime, endTime and period.');
  }
  // NaN stands for what was not given, and makes NaN of what would follow from it.
  const length = period === undefined ? NaN : toLength(period);
  const range = { start: startTime ?? Number(endTime) - length, end: endTime ?? Number(startTime) + length };
  if (Number.isNaN(range.start) || Number.isNaN(range.end)) {
    throw new ValidationException('With startTime or endTime alone, specify the other one or a period too.');
  }
  if (range.start >= range.end) {
    throw new ValidationException('The startTime must be before the endTime.');
  }
  return range;
}

function toLength(period: string): Milliseconds {
  const length = parseDuration(period);
  if (length === undefined || length <= 0) {
    throw new ValidationException(
      `Value '${period}' at 'period' failed to satisfy constraint: Member must be an ISO 8601 duration such as PT1H`,
    );
  }
  return length;
}

function checkLength(length: Milliseconds, longest: Milliseconds): void {
  if (length > longest) {
    const days = longest / PERIODS.P1D;
    throw new ValidationException(
      `The time range must not be longer than ${days} ${days === 1 ? 'day' : 'days'}.`,
    );
  }
}
