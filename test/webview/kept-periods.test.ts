import assert from 'node:assert/strict';
import { keptPeriods } from '../../webview/flame/kept-periods';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('when there are profiles', () => {
  const check = (fiveMinutes: number[], hours: number[], days: number[], expected: string): void => {
    const text = keptPeriods({ fiveMinutes, hours, days })
      .map(({ period, starts }) => `${period / 60_000} min: ${starts.map((start) => start / HOUR).join(' ')}`)
      .join(', ');
    assert.equal(text, expected);
  };

  it('is said as finely as it is known', () => {
    check([5 * HOUR, 5.5 * HOUR], [4 * HOUR, 5 * HOUR], [0], '5 min: 5 5.5, 60 min: 4, 1440 min: ');
  });

  it('is still said of times of which only the day is left', () => {
    check([], [2 * DAY], [0, 2 * DAY], '5 min: , 60 min: 48, 1440 min: 0');
  });
});
