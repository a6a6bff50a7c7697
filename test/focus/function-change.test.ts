import assert from 'node:assert/strict';
import { comparisonOf, sidesOf } from '../../src/focus/function-change';
import { compareSides } from '../../src/profile/compare';
import { joinProfiles } from '../../src/profile/compare-join';
import { scaleSides } from '../../src/profile/compare-normalization';
import { MINIMUM_SAMPLES } from '../../src/profile/significance';
import type { Profile } from '../../src/profile/tables';
import { randomOf } from '../fixtures/random';
import { profileOf } from '../fixtures/text-profile';
import { loadedOf } from './loaded';

/** `a → b significant` of every function, by the joined comparison that panels show. */
function byPanel(a: Profile, b: Profile): string[] {
  const joined = joinProfiles(a, b);
  const { functions } = compareSides(joined, 'cpu', scaleSides('share', a.meta, b.meta), {
    minimumSamples: MINIMUM_SAMPLES,
  });
  return functions.map(({ frame, totalA, totalB, interval, status }) =>
    print(joined.frames.name[frame], totalA, totalB, interval, status),
  );
}

function print(name: string, a: number, b: number, interval: readonly number[], status: string): string {
  const limits = interval.map((limit) => limit.toFixed(6)).join(' ');
  return `${name} ${a.toFixed(6)} → ${b.toFixed(6)} (${limits}) ${status}`;
}

/** The same as the editor asks for it, function by function. */
function byEditor(a: Profile, b: Profile): string[] {
  const joined = joinProfiles(a, b);
  const comparison = { a: loadedOf(a), b: loadedOf(b) };
  return joined.frames.name.map((name, frame) => {
    const sides = sidesOf(comparison, 'cpu', [{ name, file: joined.frames.file[frame] }], 20);
    assert.ok(sides);
    return print(name, sides.change.a, sides.change.b, sides.change.interval, sides.change.status);
  });
}

describe('a function on two sides', () => {
  it('has the figures and the certainty of the comparison panel, whatever the profiles', () => {
    const random = randomOf(5);
    const drawing = (install: string): string =>
      Array.from({ length: 30 }, (_, i) => {
        const count = Math.floor(random() * 400);
        const twin = i % 7 === 0 ? `\n  twin @${install}/t${i}.py:3  ${count}` : '';
        return random() < 0.1
          ? ''
          : `main @${install}/app.py:1\n  f${i} @${install}/app.py:${i}  ${count}${twin}`;
      }).join('\n');
    for (let round = 0; round < 20; round++) {
      const [a, b] = [drawing('/srv/v1'), drawing('/srv/v2')].map((text) => profileOf(text));
      assert.deepEqual(byEditor(a, b), byPanel(a, b));
    }
  });

  it('is new, gone, or neither where too little was sampled', () => {
    const check = (a: string, b: string, expected: string): void => {
      const comparison = { a: loadedOf(a), b: loadedOf(b) };
      const sides = sidesOf(comparison, 'cpu', [{ name: 'f', file: '/a.py' }], 20);
      assert.equal(sides && `${sides.change.status} ${sides.whyNothing ?? ''}`.trim(), expected);
    };
    check('g @/a.py:1  4000', 'g @/a.py:1  2000\nf @/a.py:9  2000', 'new');
    check('g @/a.py:1  2000\nf @/a.py:9  2000', 'g @/a.py:1  4000', 'gone');
    check('g @/a.py:1  20\nf @/a.py:9  20', 'g @/a.py:1  40', 'same few-samples');
  });

  it('is nothing where neither side has it', () => {
    const comparison = { a: loadedOf('g @/a.py:1  400'), b: loadedOf('g @/a.py:1  400') };
    assert.equal(sidesOf(comparison, 'cpu', [{ name: 'f', file: '/a.py' }], 20), undefined);
  });

  it('counts all its names together, each sample once', () => {
    const a = 'pkg:f @/a.py:1  100\n  __main__:f @/a.py:1  100\ng @/a.py:9  200';
    const comparison = { a: loadedOf(a), b: loadedOf(a) };
    const names = ['pkg:f', '__main__:f'].map((name) => ({ name, file: '/a.py' }));
    assert.equal(sidesOf(comparison, 'cpu', names, 20)?.change.a, 0.5);
  });
});

describe('the comparison that the editor shows', () => {
  it('is one with a side of the group in focus', () => {
    const [shop, other] = ['shop', 'other'].map((group) => loadedOf('f  1', { group }));
    const comparison = { a: other, b: shop };
    assert.equal(comparisonOf(comparison, shop), comparison);
    assert.equal(comparisonOf({ a: other, b: other }, shop), undefined);
    assert.equal(comparisonOf(undefined, shop), undefined);
  });
});
