import assert from 'node:assert/strict';
import { computeCallTree } from '../../src/profile/call-tree';
import type { Comparison } from '../../src/profile/compare';
import { compareProfiles, differenceInterval } from '../../src/profile/compare';
import { formatPoints, formatShare } from '../../src/profile/format';
import { randomOf } from '../fixtures/random';
import { drawn, printCallTree, profileOf } from '../fixtures/text-profile';

describe('compareProfiles', () => {
  const compare = (a: string, b: string): Comparison =>
    compareProfiles(computeCallTree(profileOf(a), ['RUNNABLE']), computeCallTree(profileOf(b), ['RUNNABLE']));

  it('puts both sides on one set of tables', () => {
    const { a, b } = compare('main\n  load  30\n  show  10', 'main\n  load  20\n  sort  30');
    assert.equal(printCallTree(a), 'main (40, 0)\n  load (30, 30)\n  show (10, 10)\n  sort (0, 0)');
    assert.equal(printCallTree(b), 'main (50, 0)\n  load (20, 20)\n  show (0, 0)\n  sort (30, 30)');
  });

  it('says how each function changed', () => {
    const changes = compare(
      'main\n  load  3000\n  show  1000\n  same  6000',
      'main\n  load  5000\n  sort  3000\n  same  12000',
    );
    assert.equal(
      printChanges(changes),
      drawn(`
        load 30.0 % → 25.0 % −5.0 points faster
        main 100 % → 100 % +0.0 points same
        same 60.0 % → 60.0 % +0.0 points same
        show 10.0 % → 0 % −10.0 points gone
        sort 0 % → 15.0 % +15.0 points new
      `),
    );
  });

  it('claims nothing from few samples', () => {
    assert.equal(
      printChanges(compare('main\n  load  2\n  show  6', 'main\n  load  4\n  show  4')),
      drawn(`
        load 25.0 % → 50.0 % +25.0 points same
        main 100 % → 100 % +0.0 points same
        show 75.0 % → 50.0 % −25.0 points same
      `),
    );
  });

  it('knows a function again under another install path', () => {
    const { functions, profile } = compare('f @/srv/v41/x.py:1  900\n', 'f @/srv/v42/x.py:1  900');
    assert.deepEqual([functions.length, profile.frames.file], [1, ['/srv/v41/x.py']]);
  });

  it('keeps functions of one name apart where a side has several', () => {
    const { profile } = compare('f @/a.py  9\nf @/b.py  9', 'f @/c.py  9');
    assert.deepEqual(profile.frames.file, ['/a.py', '/b.py', '/c.py']);
  });

  it('compares with an empty side without dividing by it', () => {
    const { functions } = compare('main  1000', '');
    assert.deepEqual([functions[0].totalA, functions[0].totalB], [1, 0]);
    assert.ok(functions.every((change) => Number.isFinite(change.deltaTotal)));
  });
});

describe('differenceInterval', () => {
  it('agrees with the arithmetic done by hand', () => {
    // (30+1)/(100+2) = 0.303922, (50+1)/(100+2) = 0.5; spread 1.959964 * sqrt(0.303922*0.696078/102 + 0.25/102)
    const [low, high] = differenceInterval(30, 100, 50, 100);
    assert.equal(low.toFixed(4), '0.0642');
    assert.equal(high.toFixed(4), '0.3279');
  });

  it('holds its level: equal programs differ "significantly" in at most 5 % of runs', () => {
    const random = randomOf(5);
    const draw = (share: number, n: number): number => {
      let hits = 0;
      for (let i = 0; i < n; i++) {
        hits += random() < share ? 1 : 0;
      }
      return hits;
    };
    for (const share of [0.02, 0.2, 0.5]) {
      const runs = 2000;
      let wrong = 0;
      for (let run = 0; run < runs; run++) {
        const [low, high] = differenceInterval(draw(share, 300), 300, draw(share, 500), 500);
        wrong += low > 0 || high < 0 ? 1 : 0;
      }
      // 5 % of 2,000 is 100; three standard deviations of the count are 29.
      assert.ok(wrong <= 129, `${wrong} of ${runs} false differences at a share of ${share}`);
    }
  });
});

function printChanges({ profile, functions }: Comparison): string {
  return functions
    .map(({ frame, totalA, totalB, deltaTotal, status }) =>
      [
        profile.frames.name[frame],
        formatShare(totalA),
        '→',
        formatShare(totalB),
        formatPoints(deltaTotal),
        status,
      ].join(' '),
    )
    .join('\n')
    .replaceAll('\u00a0', ' ');
}
