import assert from 'node:assert/strict';
import { comparisonPresets } from '../../src/focus/comparison-presets';

/** Times of 21 November as `10:35`, of the 20th as `-1 10:35`. */
function at(text: string): number {
  const [days, time] = text.includes(' ') ? text.split(' ') : ['0', text];
  return Date.parse(`2026-11-21T${time}:00Z`) + Number(days) * 86_400_000;
}

function words(time: number): string {
  return new Date(time).toISOString().slice(8, 19).replace('T', ' ');
}

function check(
  { fiveMinutes = '', hours = '', loaded = '' }: { fiveMinutes?: string; hours?: string; loaded?: string },
  expected: string[],
): void {
  const list = (text: string): number[] => (text === '' ? [] : text.split(', ').map(at));
  const [start, end] = list(loaded);
  const presets = comparisonPresets({
    fiveMinutes: list(fiveMinutes),
    hours: list(hours),
    loaded: loaded === '' ? undefined : { start, end },
  });
  const printed = presets.map(({ id, a, b }) => {
    return `${id}: ${words(a.start)} - ${words(a.end)} | ${words(b.start)} - ${words(b.end)}`;
  });
  assert.deepEqual(printed, expected);
}

describe('comparison presets', () => {
  it('are none without data', () => {
    check({}, []);
    check({ fiveMinutes: '10:35', hours: '10:00' }, []);
  });

  it('hold the newest five minutes against the five before, where both have data', () => {
    check({ fiveMinutes: '10:30, 10:35' }, [
      'five-minutes: 21 10:30:00 - 21 10:35:00 | 21 10:35:00 - 21 10:40:00',
    ]);
    check({ fiveMinutes: '10:25, 10:35' }, []);
  });

  it('go back from the newest data by an hour, a day and a week', () => {
    check({ hours: '-7 10:00, -1 10:00, 09:00, 10:00' }, [
      'hour: 21 09:00:00 - 21 10:00:00 | 21 10:00:00 - 21 11:00:00',
      'yesterday: 20 10:00:00 - 20 11:00:00 | 21 10:00:00 - 21 11:00:00',
      'last-week: 14 10:00:00 - 14 11:00:00 | 21 10:00:00 - 21 11:00:00',
    ]);
  });

  it('halve what is shown, when it is long enough to be halved', () => {
    check({ loaded: '10:30, 10:32' }, ['halves: 21 10:30:00 - 21 10:31:00 | 21 10:31:00 - 21 10:32:00']);
    check({ loaded: '10:30, 10:30' }, []);
  });
});
