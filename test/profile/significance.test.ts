import assert from 'node:assert/strict';
import { normalQuantile } from '../../src/profile/normal-quantile';
import {
  detectableChange,
  deviationsOf,
  differenceInterval,
  findInflation,
  rateDifferenceInterval,
} from '../../src/profile/significance';
import { randomOf } from '../fixtures/random';

describe('differenceInterval', () => {
  it('agrees with the arithmetic done by hand', () => {
    // (30+1)/(100+2) = 0.303922, (50+1)/(100+2) = 0.5; spread 1.959964 * sqrt(0.303922*0.696078/102 + 0.25/102)
    assert.equal(rounded(differenceInterval(30, 100, 50, 100, 1.959964)), '0.0642 0.3279');
    // The same with the 2.575829 of 99 %.
    assert.equal(rounded(differenceInterval(30, 100, 50, 100)), '0.0228 0.3694');
  });

  it('holds its level: equal programs differ "significantly" in at most 1 % of runs', () => {
    const random = randomOf(5);
    for (const share of [0.02, 0.2, 0.5]) {
      checkLevel(`a share of ${share}`, () =>
        differenceInterval(binomial(random, 300, share), 300, binomial(random, 500, share), 500),
      );
    }
  });
});

describe('rateDifferenceInterval', () => {
  it('agrees with the arithmetic done by hand', () => {
    // z²/2 = 3.317448. 10: 13.317448 ± 2.575829·√(10 + 1.658724) = 4.5223, 22.1126; 20: 11.3304, 35.3045.
    // 10 − √((20 − 11.3304)² + (22.1126 − 10)²) = −4.8959; 10 + √((35.3045 − 20)² + (10 − 4.5223)²) = 26.2558
    assert.equal(rounded(rateDifferenceInterval(10, 1, 20, 1)), '-4.8959 26.2558');
  });

  it('is of counts over what they were counted in', () => {
    const [low, high] = rateDifferenceInterval(10, 1, 20, 1);
    assert.equal(rounded(rateDifferenceInterval(10, 2, 20, 2)), rounded([low / 2, high / 2]));
  });

  it('tells eight from none hardly, nine clearly', () => {
    assert.ok(rateDifferenceInterval(0, 1, 8, 1)[0] < 0);
    assert.ok(rateDifferenceInterval(0, 1, 9, 1)[0] > 0);
    assert.ok(rateDifferenceInterval(9, 1, 0, 1)[1] < 0);
  });

  it('holds its level: equal rates differ "significantly" in at most 1 % of runs', () => {
    const random = randomOf(6);
    for (const rate of [3, 12, 60]) {
      checkLevel(`a rate of ${rate}`, () =>
        rateDifferenceInterval(
          binomial(random, 1000, rate / 1000),
          1,
          binomial(random, 2000, rate / 1000),
          2,
        ),
      );
    }
  });
});

describe('findInflation', () => {
  it('is undefined where there are too few functions to see scatter', () => {
    assert.equal(findInflation(pairsOf(Array<number>(9).fill(100), Array<number>(9).fill(110))), undefined);
    assert.equal(findInflation(pairsOf(Array<number>(50).fill(2), Array<number>(50).fill(1))), undefined);
  });

  it('is the size of the clumps that samples come in', () => {
    const random = randomOf(7);
    const draw = (clump: number) => Array.from({ length: 400 }, () => clump * binomial(random, 4000, 0.01));
    check(1, 1.2);
    check(5, 6.5);

    function check(clump: number, most: number): void {
      const found = findInflation(pairsOf(draw(clump), draw(clump))) ?? NaN;
      assert.ok(found >= clump && found <= most, `${found} of ${clump}`);
    }
  });

  it('is not moved by the few functions that changed', () => {
    const random = randomOf(8);
    const draw = () => Array.from({ length: 200 }, () => binomial(random, 4000, 0.02));
    const [a, b] = [draw(), draw()];
    const before = findInflation(pairsOf(a, b)) ?? NaN;
    const changed = b.map((count, row) => (row % 20 === 0 ? count * 3 : count));
    const gone = changed.map((count, row) => (row % 20 === 1 ? 0 : count));
    for (const other of [changed, gone]) {
      const found = findInflation(pairsOf(a, other)) ?? NaN;
      // What grows or goes moves the shares of all others a little, so not the same, but near.
      assert.ok(found < before + 6, `${found} after ${before}`);
    }
  });
});

describe('detectableChange', () => {
  it('shrinks with more samples and grows with clumps', () => {
    const points = (samples: number, inflation: number) =>
      ((detectableChange(0.1, samples, samples, { inflation }) ?? NaN) * 100).toFixed(1);
    assert.deepEqual(
      [points(100, 1), points(1000, 1), points(10_000, 1), points(10_000, 2)],
      ['19.0', '5.1', '1.5', '2.1'],
    );
  });

  it('is undefined where no change would be found', () => {
    assert.equal(detectableChange(0.99, 50, 50, { inflation: 4 }), undefined);
  });
});

describe('normalQuantile', () => {
  it('agrees with tables', () => {
    const known = [
      [0.5, 0],
      [0.8, 0.8416212],
      [0.975, 1.959964],
      [0.995, 2.5758293],
      [1e-6, -4.7534243],
      [1 - 1e-9, 5.997807],
      [1e-12, -7.0344838],
    ];
    for (const [probability, value] of known) {
      assert.ok(Math.abs(normalQuantile(probability) - value) < 2e-6, `${probability}`);
    }
    assert.equal(deviationsOf(0.99).toFixed(4), '2.5758');
  });
});

function rounded(limits: readonly number[]): string {
  return limits.map((limit) => limit.toFixed(4)).join(' ');
}

function binomial(random: () => number, n: number, share: number): number {
  let hits = 0;
  for (let i = 0; i < n; i++) hits += random() < share ? 1 : 0;
  return hits;
}

/** 1 % of 2,000 runs is 20; three standard deviations of that count are 13. */
function checkLevel(what: string, draw: () => readonly [number, number]): void {
  const runs = 2000;
  let wrong = 0;
  for (let run = 0; run < runs; run++) {
    const [low, high] = draw();
    wrong += low > 0 || high < 0 ? 1 : 0;
  }
  assert.ok(wrong <= 33, `${wrong} of ${runs} false differences at ${what}`);
}

function pairsOf(a: readonly number[], b: readonly number[]) {
  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
  return { a, sumA: sum(a), b, sumB: sum(b) };
}
