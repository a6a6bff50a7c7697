import type { ProfileTimes } from '../../src/protocol/requests';
import type { KeptPeriods } from '../chart/range-model';

const MINUTE = 60_000;

/** The starts of periods that the host listed, each kind with its length. */
export function keptPeriods({ fiveMinutes, hours, days }: ProfileTimes): KeptPeriods[] {
  return [
    { period: 5 * MINUTE, starts: fiveMinutes },
    { period: 60 * MINUTE, starts: hours },
    { period: 24 * 60 * MINUTE, starts: days },
  ];
}
