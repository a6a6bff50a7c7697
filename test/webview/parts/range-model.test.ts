import assert from 'node:assert/strict';
import type { Edge, Stretch, Strip } from '../../../webview/chart/range-model';
import {
  dayStrip,
  drawnRange,
  edgeAfterKey,
  filledIn,
  inputText,
  inputTime,
  lengthWithin,
  rangeProblem,
  stretchesOf,
  weekStrip,
  withEdge,
} from '../../../webview/chart/range-model';
import { dayAfterKey, hasData, monthAfter, weeksOf } from '../../../webview/chart/calendar-model';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `2026-11-21 09:05` in the zone of the test. */
const at = (text: string): number =>
  Date.parse(`${text.replace(' ', 'T')}${text.includes(' ') ? '' : 'T00:00'}`);
const print = (time: number): string => inputText(time).replace('T', ' ');
const printRange = ({ start, end }: Stretch): string => `${print(start)} to ${print(end)}`;

/** Node reads its zone anew when the variable changes. */
function inZone(zone: string, tests: () => void): void {
  describe(`in ${zone}`, () => {
    const zoneOfMachine = process.env.TZ;
    before(() => {
      process.env.TZ = zone;
    });
    after(() => {
      if (zoneOfMachine === undefined) delete process.env.TZ;
      else process.env.TZ = zoneOfMachine;
    });
    tests();
  });
}

describe('stretches of time with profiles', () => {
  it('are the periods, joined where they touch or overlap', () => {
    const kept = [
      { period: 10, starts: [40, 0, 10] },
      { period: 5, starts: [22, 12, 48, 60] },
    ];
    const texts = stretchesOf(kept).map(({ start, end }) => `${start}–${end}`);
    assert.equal(texts.join(' '), '0–20 22–27 40–53 60–65');
  });

  it('fill their part of a strip', () => {
    const parts = filledIn({ start: 100, end: 200 }, [
      { start: 0, end: 100 },
      { start: 90, end: 110 },
      { start: 150, end: 160 },
      { start: 190, end: 300 },
    ]);
    assert.equal(
      parts.map(({ left, width }) => `${left}+${width.toFixed(2)}`).join(' '),
      '0+0.10 0.5+0.10 0.9+0.10',
    );
  });

  it('have a length within a day, and a day has data when that is not nothing', () => {
    assert.equal(
      lengthWithin({ start: 0, end: 100 }, [
        { start: 90, end: 110 },
        { start: 20, end: 30 },
      ]),
      20,
    );
    const day = at('2026-11-21');
    assert.ok(hasData(day, [{ start: day + DAY - 1, end: day + 2 * DAY }]));
    assert.ok(!hasData(day, [{ start: day - HOUR, end: day }]));
  });
});

inZone('Europe/Berlin', () => {
  it('a strip is the last seven days, today included', () => {
    const strip = weekStrip(at('2026-11-21 13:37'));
    assert.equal(printRange(strip), '2026-11-15 00:00 to 2026-11-22 00:00');
  });

  it('a strip of one day has the hours that the day has', () => {
    const hoursOf = (day: string): number => {
      const { start, end } = dayStrip(at(day));
      return (end - start) / HOUR;
    };
    assert.deepEqual(['2026-11-21 12:00', '2026-03-29 12:00', '2026-10-25 12:00'].map(hoursOf), [24, 23, 25]);
  });

  it('an input has the local time, and its text means the same time again', () => {
    assert.equal(inputText(Date.UTC(2026, 10, 21, 8, 5)), '2026-11-21T09:05');
    for (const text of ['2026-11-21T09:05', '2026-03-29T03:00', '2026-01-01T00:00']) {
      assert.equal(inputText(inputTime(text)), text);
    }
    assert.ok(Number.isNaN(inputTime('')));
  });

  describe('a range on the strip', () => {
    // Asked for in the tests: before them the zone is still the machine's.
    const strip = (): Strip => weekStrip(at('2026-11-21 13:37'));

    it('is drawn in either direction, and is all periods that were touched', () => {
      const check = (from: string, to: string, expected: string): void =>
        assert.equal(printRange(drawnRange(strip(), at(from), at(to))), expected);
      check('2026-11-20 10:20', '2026-11-20 12:10', '2026-11-20 10:00 to 2026-11-20 13:00');
      check('2026-11-20 12:10', '2026-11-20 10:20', '2026-11-20 10:00 to 2026-11-20 13:00');
      check('2026-11-20 10:20', '2026-11-20 10:20', '2026-11-20 10:00 to 2026-11-20 11:00');
      check('2026-11-15 00:00', '2026-11-21 23:59', '2026-11-15 00:00 to 2026-11-22 00:00');
    });

    const range = (): Stretch => ({ start: at('2026-11-20 10:00'), end: at('2026-11-20 13:00') });

    it('moves its ends by keys', () => {
      const check = (edge: Edge, key: string, expected: string): void => {
        const moved = edgeAfterKey(range(), edge, key, strip());
        assert.equal(moved ? printRange(moved) : 'nothing', expected, `${edge} ${key}`);
      };
      check('start', 'ArrowLeft', '2026-11-20 09:00 to 2026-11-20 13:00');
      check('end', 'ArrowRight', '2026-11-20 10:00 to 2026-11-20 14:00');
      check('start', 'PageDown', '2026-11-19 10:00 to 2026-11-20 13:00');
      check('start', 'Home', '2026-11-15 00:00 to 2026-11-20 13:00');
      check('end', 'End', '2026-11-20 10:00 to 2026-11-22 00:00');
      check('end', 'x', 'nothing');
    });

    it('keeps one period at least between its ends', () => {
      assert.equal(
        printRange(withEdge(range(), 'start', range().end + HOUR, strip())),
        '2026-11-20 12:00 to 2026-11-20 13:00',
      );
      assert.equal(
        printRange(withEdge(range(), 'end', range().start - HOUR, strip())),
        '2026-11-20 10:00 to 2026-11-20 11:00',
      );
    });

    it('lands on whole periods, five minutes on the strip of a day', () => {
      const day = dayStrip(range().start);
      const moved = withEdge(range(), 'start', at('2026-11-20 10:13'), day);
      assert.equal(printRange(moved), '2026-11-20 10:15 to 2026-11-20 13:00');
    });
  });

  it('is never longer than seven days, though a week in October has an hour more', () => {
    const strip = weekStrip(at('2026-10-28 12:00'));
    const drawn = drawnRange(strip, strip.start, strip.end - 1);
    assert.equal(drawn.end - drawn.start, 7 * DAY);
    assert.equal(strip.end - strip.start, 7 * DAY + HOUR);
  });
});

describe('a range that was typed', () => {
  const NOW = 100 * DAY;
  const check = (start: number, end: number, expected: string | undefined): void =>
    assert.equal(rangeProblem(start, end, NOW), expected);

  it('is wrong for one reason at a time', () => {
    check(NaN, NOW, 'incomplete');
    check(NOW - HOUR, NaN, 'incomplete');
    check(NOW - HOUR, NOW - HOUR, 'ends-first');
    check(NOW - HOUR, NOW - 2 * HOUR, 'ends-first');
    check(NOW - 7 * DAY - 1, NOW, 'too-long');
    check(NOW, NOW + HOUR, 'to-come');
  });

  it('may be seven days long and end later today', () => {
    check(NOW - 7 * DAY, NOW, undefined);
    check(NOW - HOUR, NOW + HOUR, undefined);
  });
});

inZone('America/New_York', () => {
  const printWeeks = (month: string, firstWeekday: number): string =>
    weeksOf(at(month), firstWeekday)
      .map((week) =>
        week.map(({ start, isInMonth }) => (isInMonth ? new Date(start).getDate() : '.')).join(' '),
      )
      .join('\n');

  it('a month is whole weeks from the first weekday of the place', () => {
    assert.equal(
      printWeeks('2026-11-21', 7),
      '1 2 3 4 5 6 7\n8 9 10 11 12 13 14\n15 16 17 18 19 20 21\n22 23 24 25 26 27 28\n29 30 . . . . .',
    );
    assert.equal(
      printWeeks('2026-11-21', 1),
      '. . . . . . 1\n2 3 4 5 6 7 8\n9 10 11 12 13 14 15\n16 17 18 19 20 21 22\n23 24 25 26 27 28 29\n30 . . . . . .',
    );
    assert.equal(
      printWeeks('2026-02-10', 7),
      '1 2 3 4 5 6 7\n8 9 10 11 12 13 14\n15 16 17 18 19 20 21\n22 23 24 25 26 27 28',
    );
  });

  it('days are midnights, on the days when clocks change too', () => {
    const days = [...weeksOf(at('2026-03-01'), 7), ...weeksOf(at('2026-11-01'), 7)].flat();
    assert.ok(days.every(({ start }) => new Date(start).getHours() === 0));
  });

  it('keys lead from day to day, week to week, month to month', () => {
    const check = (key: string, expected: string, from = '2026-11-18'): void => {
      const day = dayAfterKey(at(from), key, 1);
      assert.equal(
        day === undefined ? 'nothing' : print(day),
        expected === 'nothing' ? expected : `${expected} 00:00`,
      );
    };
    check('ArrowRight', '2026-11-19');
    check('ArrowLeft', '2026-10-31', '2026-11-01');
    check('ArrowDown', '2026-11-25');
    check('ArrowUp', '2026-11-11');
    check('Home', '2026-11-16');
    check('End', '2026-11-22');
    check('PageUp', '2026-10-18');
    check('PageDown', '2027-02-28', '2027-01-31');
    check('x', 'nothing');
  });

  it('months follow each other over the end of a year', () => {
    assert.equal(print(monthAfter(at('2026-12-31'), 1)), '2027-01-01 00:00');
    assert.equal(print(monthAfter(at('2026-01-31'), -1)), '2025-12-01 00:00');
  });
});
