import type { EpochMs } from '../profile/units';

/** Timestamps are ISO 8601 text everywhere in this API, in and out; a number makes the JavaScript SDK throw. */
export function toWireTime(time: EpochMs): string {
  return new Date(time).toISOString();
}

/**
 * ISO 8601 with an offset, any number of fractional digits (botocore sends six, the JavaScript SDK none). Digits past
 * the millisecond are dropped. undefined for anything else.
 */
export function parseTimestamp(value: unknown): EpochMs | undefined {
  if (
    typeof value !== 'string' ||
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(value)
  ) {
    return undefined;
  }
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}
