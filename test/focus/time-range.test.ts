import assert from 'node:assert/strict';
import { durationText, latestRange, parseDuration, parseRange, rangeText } from '../../src/focus/time-range';
import type { TimeRange } from '../../src/focus/time-range';

describe('time ranges', () => {
  const check = (text: string, expected: string | undefined): void => {
    const range = parseRange(text);
    assert.equal(range && rangeText(range), expected, text);
  };

  it('are read from ISO 8601 and written back in one spelling', () => {
    check('PT1H', 'PT1H');
    check('PT60M', 'PT1H');
    check('pt90m', 'PT1H30M');
    check('P1D', 'P1D');
    check('P1W', 'P7D');
    check('P1DT12H', 'P1DT12H');
    check('PT24H', 'P1D');
    check('PT45S', 'PT45S');
    check('2026-11-21T10:00Z/2026-11-21T11:00:00+00:00', '2026-11-21T10:00:00.000Z/2026-11-21T11:00:00.000Z');
  });

  it('are nothing where the text is none, is empty, or ends before it starts', () => {
    for (const text of ['', 'P', 'PT', 'PT0S', 'P1M', 'P1Y', '1H', '-PT1H', 'PT1.5H', 'yesterday']) {
      check(text, undefined);
    }
    check('2026-11-21T11:00Z/2026-11-21T10:00Z', undefined);
    check('2026-11-21T11:00Z/2026-11-21T11:00Z', undefined);
    check('x/y', undefined);
    check('2026-11-21T11:00Z/', undefined);
  });

  it('keep their length through text', () => {
    for (const seconds of [1, 59, 60, 61, 3599, 3600, 86_399, 86_400, 90_061, 604_800]) {
      assert.equal(parseDuration(durationText(seconds * 1000)), seconds * 1000);
    }
  });

  it('end with the newest aggregated profile when they are the latest', () => {
    const written = (
      newest: { at: string; period: 'PT5M' | 'PT1H' } | undefined,
      latest: string,
    ): string | undefined => {
      const asked = parseRange(latest) as Extract<TimeRange, { latest: number }>;
      const range = latestRange(newest && { start: Date.parse(newest.at), period: newest.period }, asked);
      return range && rangeText(range);
    };
    assert.equal(
      written({ at: '2026-11-21T10:35Z', period: 'PT5M' }, 'PT1H'),
      '2026-11-21T09:40:00.000Z/2026-11-21T10:40:00.000Z',
    );
    assert.equal(
      written({ at: '2026-11-21T10:00Z', period: 'PT1H' }, 'P1D'),
      '2026-11-20T11:00:00.000Z/2026-11-21T11:00:00.000Z',
    );
    assert.equal(written(undefined, 'PT1H'), undefined);
  });
});
