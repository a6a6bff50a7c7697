import assert from 'node:assert/strict';
import { hotspotsOf, MAX_HOTSPOTS, orderHotspots, stepFrom } from '../../src/focus/hotspots';
import type { At, PlacedHotspot } from '../../src/focus/hotspots';
import { loadedOf } from './loaded';

describe('hot spots', () => {
  const check = (drawing: string, expected: string[]): void => {
    const found = hotspotsOf(loadedOf(drawing), 'cpu', ({ name }) => name.startsWith('app:'));
    assert.deepEqual(
      found.map(({ ref, self }) => `${ref.name} ${(100 * self).toFixed(1)}`),
      expected,
    );
  };

  it('are own functions by what they take themselves', () => {
    check('app:main  10\n  app:load  30\n  lib:parse  60', ['app:load 30.0', 'app:main 10.0']);
  });

  it('are none that take next to nothing, and not more than anybody walks through', () => {
    check('app:main  1\n  lib:parse  999', []);
    const many = Array.from({ length: 100 }, (_, i) => `app:f${i}  10`).join('\n');
    assert.equal(hotspotsOf(loadedOf(many), 'cpu', () => true).length, MAX_HOTSPOTS);
  });
});

/** `file:first-end self` */
const placedOf = (text: string): PlacedHotspot[] =>
  text.split(', ').map((one) => {
    const [, file, first, end, self] = /^(\S+):(\d+)-(\d+) (\S+)$/.exec(one) ?? [];
    const firstLine = Number(first);
    return { file, firstLine, line: firstLine, endLine: Number(end), symbol: '', self: Number(self) };
  });

describe('the way through hot spots', () => {
  it('is by self, then by place; one function under two names is one', () => {
    const ordered = orderHotspots(placedOf('b:1-9 .1, a:20-30 .2, a:1-9 .1, b:1-9 .15'));
    assert.deepEqual(
      ordered.map(({ file, firstLine, self }) => `${file}:${firstLine} ${self}`),
      ['b:1 0.25', 'a:20 0.2', 'a:1 0.1'],
    );
  });

  const spots = placedOf('a:20-40 .3, b:1-9 .2, a:25-30 .1');
  const check = (at: At, direction: 1 | -1, expected: number): void =>
    assert.equal(stepFrom(spots, at, direction), expected);

  it('goes on from where one stands, around the ends', () => {
    check({ file: 'a', line: 21 }, 1, 1);
    check({ file: 'a', line: 21 }, -1, 2);
    check({ file: 'b', line: 9 }, -1, 0);
  });

  it('goes on from the innermost of nested functions', () => check({ file: 'a', line: 25 }, 1, 0));

  it('begins at the hottest elsewhere, and backwards at the last', () => {
    check({ file: 'a', line: 1 }, 1, 0);
    check(undefined, 1, 0);
    check({ file: 'c', line: 1 }, -1, 2);
  });
});
