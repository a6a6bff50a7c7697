import assert from 'node:assert/strict';
import { anomalyEnd, findAnomalies } from '../../src/insight/anomaly';
import type { Hour } from '../../src/insight/anomaly';
import { computeFrameShares } from '../../src/insight/frame-shares';
import { randomOf } from '../fixtures/random';
import { profileOf } from '../fixtures/text-profile';

const HOUR = 3_600_000;

/** Percentages of functions, an hour a row: `work 9, parse 4`. All hours have 10,000 samples unless `@` says else. */
function hoursOf(rows: readonly string[], first = 0): Hour[] {
  return rows.map((row, at) => {
    const [text, samples = '10000'] = row.split('@');
    const shares = [...text.matchAll(/([\w:]+) ([\d.]+)/g)].map(([, name, percent]): [string, number] => [
      name,
      Number(percent) / 100,
    ]);
    return { start: (first + at) * HOUR, samples: Number(samples), shares: new Map(shares) };
  });
}

const FLAT = profileOf('work  10\nparse  10\nother  80');

/** Two days in which `work` takes 8, 9, 10, 11, 12, 8… % of an hour. */
const twoDays = (more = '') => Array.from({ length: 48 }, (_, hour) => `work ${8 + (hour % 5)}${more}`);

describe('an anomaly', () => {
  const check = (rows: readonly string[], expected: readonly string[], profile = FLAT) => {
    const found = findAnomalies(hoursOf(rows), profile);
    const told = found.map(
      ({ frameName, start, share, usual }) =>
        `${frameName} ${(100 * share).toFixed(1)} since ${start / HOUR}, usually ${(100 * usual.median).toFixed(1)} ` +
        `± ${(100 * usual.spread).toFixed(1)} in ${usual.hours} h`,
    );
    assert.deepEqual(told, expected);
  };

  it('is a function that takes clearly more than it used to, two hours in a row', () => {
    check([...twoDays(), 'work 30', 'work 40'], ['work 35.0 since 48, usually 10.0 ± 1.0 in 48 h']);
    check([...twoDays(), 'work 40'], []);
    check([...twoDays(), 'work 40', 'work 10', 'work 40'], []);
  });

  it('may be one that was not there before', () => {
    check([...twoDays(), 'fresh 20', 'fresh 20'], ['fresh 20.0 since 48, usually 0.0 ± 0.0 in 48 h']);
  });

  it('is nothing within how much the function varies, nor of a few points, nor of a small part of it', () => {
    const wild = Array.from({ length: 48 }, (_, hour) => `work ${[5, 20, 35, 50][hour % 4]}`);
    check([...wild, 'work 60', 'work 60'], []);
    check([...twoDays(), 'work 14.9', 'work 14.9'], []);
    const steady = Array.from({ length: 48 }, () => 'work 60');
    check([...steady, 'work 70', 'work 70'], []);
    check([...steady, 'work 80', 'work 80'], ['work 80.0 since 48, usually 60.0 ± 0.0 in 48 h']);
  });

  it('is not seen in a fall', () => {
    check([...twoDays(), 'work 1', 'work 1'], []);
  });

  it('needs a day of hours with enough samples, then and now', () => {
    const day = Array.from({ length: 24 }, () => 'work 10');
    check([...day.slice(1), 'work 40', 'work 40'], []);
    check([...day, 'work 40', 'work 40'], ['work 40.0 since 24, usually 10.0 ± 0.0 in 24 h']);
    check([...day.slice(1), 'work 10 @300', 'work 40', 'work 40'], []);
    check([...day, 'work 40 @300', 'work 40 @300'], []);
    check([...day, 'work 40', 'work 40', 'work 10 @300'], []);
  });

  it('has to stand out of what chance does to its samples', () => {
    const day = Array.from({ length: 24 }, () => 'work 50 @400');
    // Chance moves it by 2.5 points: 14 of them are nothing, 16 something.
    check([...day, 'work 64.9 @400', 'work 64.9 @400'], []);
    check([...day, 'work 65.1 @400', 'work 65.1 @400'], ['work 65.1 since 24, usually 50.0 ± 0.0 in 24 h']);
  });

  it('is no nightly job, from its second night on', () => {
    const day = Array.from({ length: 24 }, (_, hour) => (hour === 3 || hour === 4 ? 'work 40' : 'work 10'));
    const quiet = Array.from({ length: 24 }, () => 'work 10');
    check([...quiet, ...day.slice(0, 5)], ['work 40.0 since 27, usually 10.0 ± 0.0 in 27 h']);
    check([...day, ...day.slice(0, 5)], []);
    // An hour later, because the clocks were changed.
    check([...day, 'work 10', ...day.slice(0, 5)], []);
    check(
      [...day, ...day.slice(0, 3), 'work 10', 'work 10', 'work 10', 'work 40', 'work 40'],
      ['work 40.0 since 30, usually 10.0 ± 0.0 in 30 h'],
    );
  });

  it('names the innermost function of those that rose together', () => {
    const profile = profileOf('main\n  work  10\n    parse\n      scan  50\n  other  40');
    const rose = 'main 100, work 60, parse 50, scan 50, other 40';
    const rows = [...twoDays(', main 100, parse 2, scan 2, other 90'), rose, rose];
    check(rows, ['scan 50.0 since 48, usually 2.0 ± 0.0 in 48 h'], profile);
    const apart = 'main 100, work 60, parse 50, scan 20, other 40';
    check(
      [...twoDays(', main 100, parse 2, scan 2, other 90'), apart, apart],
      ['parse 50.0 since 48, usually 2.0 ± 0.0 in 48 h', 'scan 20.0 since 48, usually 2.0 ± 0.0 in 48 h'],
      profile,
    );
  });

  it('names both of two that call each other', () => {
    const profile = profileOf('ping\n  pong\n    ping\n      pong  50\nother  50');
    const rows = [...twoDays(), 'ping 50, pong 50', 'ping 50, pong 50'];
    const usual = 'since 48, usually 0.0 ± 0.0 in 48 h';
    check(rows, [`ping 50.0 ${usual}`, `pong 50.0 ${usual}`], profile);
  });

  it('is one of five at most', () => {
    const rose = Array.from({ length: 12 }, (_, at) => `f${at} 8`).join(', ');
    assert.equal(findAnomalies(hoursOf([...twoDays(), rose, rose]), FLAT).length, 5);
  });
});

describe('the end of an anomaly', () => {
  /** `work` rises after two days. */
  const check = (after: readonly string[], expected: number | undefined) => {
    const end = anomalyEnd(hoursOf([...twoDays(), ...after]), { frameName: 'work', start: 48 * HOUR });
    assert.equal(end === undefined ? undefined : end / HOUR, expected);
  };

  it('is where the share has come down', () => {
    check(['work 40', 'work 40'], undefined);
    check(['work 40', 'work 40', 'work 10'], 50);
    check(['work 40', 'work 40', 'work 10', 'work 10'], 50);
  });

  it('is not where it comes down a little, nor where there are too few samples to say', () => {
    check(['work 40', 'work 40', 'work 15'], undefined);
    check(['work 40', 'work 40', 'work 0 @50'], undefined);
  });

  it('comes when the hours before it have left the window: then it is what is usual', () => {
    const hours = hoursOf(
      Array.from({ length: 60 }, () => 'work 40'),
      48 - 23,
    );
    assert.equal(anomalyEnd(hours, { frameName: 'work', start: 48 * HOUR }), (48 - 23 + 60) * HOUR);
  });
});

describe('shares that only vary', () => {
  // Stationary series: 40 functions around shares of 1 to 40 %, whose hourly means wander by a fifth (log-normal, and
  // an hour has half of its deviation from the one before), sampled 5,000 times an hour.
  const FUNCTIONS = 40;
  const HOURS = 24 * 21;

  it('are hardly ever an anomaly: about one a year in a group of forty functions', () => {
    let found = 0;
    for (let seed = 1; seed <= 2; seed++) {
      const hours = wander(randomOf(seed));
      for (let last = 26; last <= hours.length; last++) {
        found += findAnomalies(hours.slice(Math.max(0, last - 336), last), FLAT).length;
      }
    }
    // Six weeks of a group in all, in which 0.1 are expected; a bar at 3.5 in a single hour gives dozens.
    assert.ok(found <= 1, `${found} in two times three weeks`);
  }).timeout(60_000);

  it('do not hide a rise: a function of a tenth that doubles twice is found within its second hour', () => {
    let found = 0;
    for (let seed = 1; seed <= 50; seed++) {
      const hours = wander(randomOf(100 + seed), 24 * 7);
      const planted = hours.map((hour, at) =>
        at < hours.length - 2 ? hour : { ...hour, shares: new Map([...hour.shares, ['f10', 0.4]]) },
      );
      found += findAnomalies(planted, FLAT).some(({ frameName }) => frameName === 'f10') ? 1 : 0;
    }
    assert.ok(found >= 45, `${found} of 50`);
  });

  function wander(random: () => number, hours = HOURS): Hour[] {
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const samples = 5000;
    const drift = Array.from({ length: FUNCTIONS }, () => normal());
    return Array.from({ length: hours }, (_, hour) => {
      const shares = drift.map((before, at): [string, number] => {
        drift[at] = 0.5 * before + Math.sqrt(0.75) * normal();
        const mean = Math.min(0.95, ((at + 1) / 100) * Math.exp(0.2 * drift[at]));
        const chance = Math.sqrt((mean * (1 - mean)) / samples) * normal();
        return [`f${at + 1}`, Math.max(0, mean + chance)];
      });
      return { start: hour * HOUR, samples, shares: new Map(shares) };
    });
  }
});

describe('shares of functions', () => {
  const check = (
    text: string,
    states: readonly string[],
    options: { atLeast?: number; limit?: number },
    expected: string,
  ) => {
    const { samples, shares } = computeFrameShares(profileOf(text), states, {
      atLeast: 0,
      limit: 100,
      ...options,
    });
    const told = [...shares].map(([name, share]) => `${name} ${Math.round(100 * share)}`).join(', ');
    assert.equal(`${samples}: ${told}`, expected);
  };
  const text = `
    main
      load @/a.py  10
        parse  20 WAITING 30
          load @/b.py  30
      show  WAITING 5
      idle  40`;

  it('count callees, and each sample once for a name, whatever file it is in', () => {
    check(text, ['RUNNABLE'], {}, '100: main 100, load 60, parse 50, idle 40, show 0');
    check(text, ['WAITING'], {}, '35: main 100, load 86, parse 86, show 14, idle 0');
  });

  it('leave out what is small, and what is beyond the limit', () => {
    check(text, ['RUNNABLE'], { atLeast: 0.5 }, '100: main 100, load 60, parse 50');
    check(text, ['RUNNABLE'], { limit: 2 }, '100: main 100, load 60');
    check('main  5', ['WAITING'], {}, '0: ');
  });
});
