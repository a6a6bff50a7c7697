import assert from 'node:assert/strict';
import type { Piece } from '../../src/service/periods';
import { cover, parseDuration, periodOf } from '../../src/service/periods';

const at = (text: string) => Date.parse(`2026-01-${text}Z`);
const clock = (time: number) => new Date(time).toISOString().slice(8, 16);

describe('time ranges', () => {
  const draw = (pieces: readonly Piece[]): string =>
    pieces
      .map((piece) =>
        'rest' in piece
          ? `rest ${clock(piece.rest.start)}-${clock(piece.rest.end)}`
          : `${piece.period} ${clock(piece.start)}`,
      )
      .join(' | ');
  const covers: [string, string, string][] = [
    [
      '01T09:57',
      '01T12:12',
      'rest 01T09:57-01T10:00 | PT1H 01T10:00 | PT1H 01T11:00 | PT5M 01T12:00 | PT5M 01T12:05 | rest 01T12:10-01T12:12',
    ],
    ['01T10:00', '01T10:05', 'PT5M 01T10:00'],
    ['01T10:01', '01T10:04', 'rest 01T10:01-01T10:04'],
    ['01T10:01', '01T10:06', 'rest 01T10:01-01T10:05 | rest 01T10:05-01T10:06'],
    ['01T23:00', '03T00:05', 'PT1H 01T23:00 | P1D 02T00:00 | PT5M 03T00:00'],
    ['01T00:00', '01T00:00', ''],
  ];
  for (const [start, end, expected] of covers) {
    it(`from ${start} to ${end} are covered by ${expected || 'nothing'}`, () => {
      const pieces = draw(cover({ start: at(start), end: at(end) }, at('04T00:00')));
      assert.equal(pieces, expected);
    });
  }

  // What is left of 1 January, from 09:57 to 12:12, as it grows old.
  const ages: [string, number, string][] = [
    ['14 days later', 14, covers[0][2]],
    ['17 days later', 17, 'PT1H 01T09:00 | PT1H 01T10:00 | PT1H 01T11:00 | PT1H 01T12:00'],
    ['62 days later', 62, 'P1D 01T00:00'],
    ['three years later', 3 * 365 + 2, ''],
  ];
  for (const [when, days, expected] of ages) {
    it(`grow to what is kept ${when}`, () => {
      const now = at('01T12:00') + days * 86_400_000;
      assert.equal(draw(cover({ start: at('01T09:57'), end: at('01T12:12') }, now)), expected);
    });
  }

  it('keep or lose all parts of an hour together, and all hours of a day', () => {
    const now = at('16T10:30'); // The horizon of PT5M lies within 10 to 11 o'clock of the first.
    const range = { start: at('01T09:50'), end: at('01T10:10') };
    assert.equal(draw(cover(range, now)), 'PT1H 01T09:00 | PT5M 01T10:00 | PT5M 01T10:05');
  });

  it('align periods to UTC', () => {
    assert.equal(clock(periodOf(at('01T10:59:59.999'), 'PT1H').start), '01T10:00');
    assert.equal(clock(periodOf(at('01T10:59:59.999'), 'PT5M').end), '01T11:00');
  });

  const durations: [string, number | undefined][] = [
    ['PT5M', 300],
    ['P1DT1H1M1S', 90_061],
    ['P1W', 604_800],
    ['PT0.5S', 0.5],
    ['PT90M', 5400],
    ['P', undefined],
    ['PT', undefined],
    ['P1DT', undefined],
    ['P1M', undefined],
    ['1H', undefined],
    ['-PT1H', undefined],
  ];
  for (const [text, seconds] of durations) {
    it(`read ${text} as ${seconds === undefined ? 'no duration' : `${seconds} s`}`, () => {
      assert.equal(parseDuration(text), seconds === undefined ? undefined : seconds * 1000);
    });
  }
});
