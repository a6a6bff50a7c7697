import type { EpochMs, Milliseconds } from '../../src/profile/units';
import type { ProfileTimes } from '../../src/protocol/requests';
import type { KeptPeriods } from '../chart/range-model';

const MINUTE = 60_000;

/**
 * The periods that the host listed, each kind with its length, as fine as they are known: a day of which the hours are
 * known is not a day full of profiles. Hours and days outlive the finer periods, so that of older times they remain.
 */
export function keptPeriods({ fiveMinutes, hours, days }: ProfileTimes): KeptPeriods[] {
  const inHours = { period: 60 * MINUTE, starts: without(fiveMinutes, hours, 60 * MINUTE) };
  const inDays = { period: 24 * 60 * MINUTE, starts: without(hours, days, 24 * 60 * MINUTE) };
  return [{ period: 5 * MINUTE, starts: fiveMinutes }, inHours, inDays];
}

/** The periods in which no finer one starts. All of them begin at whole multiples of their length, in UTC. */
function without(finer: readonly EpochMs[], starts: readonly EpochMs[], period: Milliseconds): EpochMs[] {
  const known = new Set(finer.map((start) => start - (start % period)));
  return starts.filter((start) => !known.has(start));
}
