import assert from 'node:assert/strict';
import { computeCallTree } from '../../src/profile/call-tree';
import { LIMITS } from '../../src/profile/invert';
import { orderSiblings } from '../../src/profile/sibling-order';
import type { Profile } from '../../src/profile/tables';
import type { Drawing } from '../../src/profile/visualization';
import { draw } from '../../src/profile/visualization';
import { isProfile } from '../../src/protocol/profile-guard';
import { randomOf, randomProfile } from '../fixtures/random';
import { drawn, printTree, profileOf } from '../fixtures/text-profile';

function order(drawing: Drawing): Drawing {
  const { profile } = drawing;
  return orderSiblings(drawing, computeCallTree(profile, profile.samples.states).total);
}

function overviewOf(profile: Profile): Drawing {
  return draw(profile, { type: 'overview' }, profile.samples.states);
}

describe('orderSiblings', () => {
  const check = (text: string, expected: string): void => {
    const { profile } = order(overviewOf(profileOf(text)));
    assert.equal(printTree(profile), drawn(expected));
    assert.ok(isProfile(profile));
  };

  it('puts the heaviest first on every level, with all below it', () => {
    check(
      'a  1\n  x  2\n  y @/y.py:7  4\n    u  1\n    v  2\nb  32\n  z  64',
      `
      b (96, 32)
        z (64, 64)
      a (10, 1)
        y @/y.py:7 (7, 4)
          v (2, 2)
          u (1, 1)
        x (2, 2)
      `,
    );
  });

  it('leaves equals in the order of their frames', () => {
    check('a  1\nb  2\nc  1\nd  2', 'b (2, 2)\nd (2, 2)\na (1, 1)\nc (1, 1)');
  });

  it('sorts many siblings as it does few', () => {
    const names = Array.from({ length: 50 }, (_, i) => `f${i + 10}`);
    const weigh = (name: string): number => (Number(name.slice(1)) * 7) % 13;
    const { profile } = order(
      overviewOf(profileOf(names.map((name) => `${name}  ${weigh(name) + 1}`).join('\n'))),
    );
    const expected = names.sort((a, b) => weigh(b) - weigh(a) || (a < b ? -1 : 1));
    assert.deepEqual(
      Array.from(profile.stacks.frame, (frame) => profile.frames.name[frame]),
      expected,
    );
  });

  it('leaves the two halves of an inspected function apart', () => {
    const profile = profileOf('a\n  f\n    x  1\nb\n  f\n    y  8\n    z  4');
    const drawing = order(
      draw(profile, { type: 'inspect', function: { name: 'f', file: '' } }, ['RUNNABLE']),
    );
    assert.equal(drawing.callersFrom, 3);
    assert.equal(printTree(drawing.profile), 'y (8, 8)\nz (4, 4)\nx (1, 1)\nb (12, 12)\na (1, 1)');
  });

  it('moves what is known of rows with them', () => {
    const profile = profileOf('main\n  a  1\n  b  100\n    c  10');
    const drawing = draw(profile, { type: 'hotspots' }, ['RUNNABLE'], { ...LIMITS, rows: 4 });
    assert.deepEqual([...(drawing.folded ?? [])], [1, 0, 0, 1]);
    assert.deepEqual([...(order(drawing).folded ?? [])], [0, 0, 1, 1]);
  });

  it('changes nothing but the order, on 200 random profiles', () => {
    const random = randomOf(5);
    for (let i = 0; i < 200; i++) {
      const source = randomProfile(random);
      const { profile } = order(overviewOf(source));
      assert.ok(isProfile(profile));
      assert.deepEqual(pathsOf(profile), pathsOf(source));
      const { stacks, samples } = profile;
      const { total } = computeCallTree(profile, samples.states);
      for (let row = 1; row < stacks.length; row++) {
        const before = olderSibling(profile, row);
        assert.ok(before < 0 || total[before] >= total[row]);
      }
      for (let row = 1; row < samples.length; row++) assert.ok(samples.stack[row - 1] <= samples.stack[row]);
    }
  });
});

function olderSibling({ stacks }: Profile, row: number): number {
  let at = row - 1;
  while (at >= 0 && stacks.depth[at] > stacks.depth[row]) at--;
  return at >= 0 && stacks.prefix[at] === stacks.prefix[row] ? at : -1;
}

/** Every row with its path, lines and samples, in an order that does not depend on that of the rows. */
function pathsOf({ stacks, samples }: Profile): string[] {
  const counts = Array.from({ length: stacks.length }, (): string[] => []);
  samples.stack.forEach((row, i) => counts[row].push(`${samples.state[i]}:${samples.count[i]}`));
  const paths: string[] = [];
  for (let row = 0; row < stacks.length; row++) {
    const prefix = stacks.prefix[row];
    paths.push(`${prefix < 0 ? '' : paths[prefix].split(' ')[0]}/${stacks.frame[row]}`);
    paths[row] += ` ${stacks.firstLine[row]}-${stacks.lastLine[row]} ${counts[row].sort().join()}`;
  }
  return paths.sort();
}
