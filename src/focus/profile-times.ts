import type { Gateway } from '../aws/gateway';
import type { EpochMs, Milliseconds } from '../profile/units';
import { DAY } from './time-range';
import type { AggregationPeriod } from './time-range';

/** Starts of the periods in which a group has profiles, oldest first. */
export interface TimesWithData {
  readonly fiveMinutes: readonly EpochMs[];
  readonly hours: readonly EpochMs[];
  readonly days: readonly EpochMs[];
}

export interface TimesQuestion {
  readonly gateway: Pick<Gateway, 'listProfileTimes'>;
  readonly group: string;
  readonly now: EpochMs;
  readonly signal: AbortSignal;
}

/**
 * How far back each length is asked for: five minutes for the week that a strip shows, hours and days as long as they
 * are kept (user guide, "Data retention"; three years of days are two pages of the API).
 */
const AS_FAR_BACK: readonly (readonly [AggregationPeriod, Milliseconds])[] = [
  ['PT5M', 7 * DAY],
  ['PT1H', 60 * DAY],
  ['P1D', 3 * 366 * DAY],
];

export async function listTimes({ gateway, group, now, signal }: TimesQuestion): Promise<TimesWithData> {
  const [fiveMinutes, hours, days] = await Promise.all(
    AS_FAR_BACK.map(([period, back]) =>
      gateway.listProfileTimes(group, { start: now - back, end: now }, period, signal),
    ),
  );
  return { fiveMinutes, hours, days };
}
