import assert from 'node:assert/strict';
import { computeCallTree } from '../../src/profile/call-tree';
import { computeFunctionTotals, computeGroupTotals, frameRef, hottest } from '../../src/profile/hot-spots';
import { searchStacks } from '../../src/profile/search';
import type { Profile } from '../../src/profile/tables';
import { randomOf, randomProfile } from '../fixtures/random';
import { profileOf } from '../fixtures/text-profile';

describe('computeFunctionTotals', () => {
  const check = (text: string, expected: Record<string, [self: number, total: number]>): void => {
    assert.deepEqual(printFunctions(profileOf(text)), expected);
  };

  it('adds a function over all its callers', () => {
    check('a\n  x  1\nb\n  x  2\n    y  4', { a: [0, 1], b: [0, 6], x: [3, 7], y: [4, 4] });
  });

  it('counts direct recursion once per stack', () => {
    check('f  1\n  f  2\n    f  3', { f: [6, 6] });
  });

  it('counts mutual recursion once per stack', () => {
    check('f\n  g  1\n    f  2\n      g  4\n    h  8', { f: [2, 15], g: [5, 15], h: [8, 8] });
  });

  it('agrees with counting stack by stack, on 200 random profiles', () => {
    const random = randomOf(4);
    for (let i = 0; i < 200; i++) {
      const profile = randomProfile(random);
      assert.deepEqual(printFunctions(profile), countStackByStack(profile));
    }
  });

  it('sorts by self or total, equals in the order of the table', () => {
    const profile = profileOf('a  1\n  b  5\nc  5');
    const totals = computeFunctionTotals(computeCallTree(profile, ['RUNNABLE']));
    const names = (by: 'self' | 'total', limit?: number): string[] =>
      hottest(totals, by, limit).map((frame) => profile.frames.name[frame]);
    assert.deepEqual(names('self'), ['b', 'c', 'a']);
    assert.deepEqual(names('total'), ['a', 'b', 'c']);
    assert.deepEqual(names('total', 1), ['a']);
  });

  it('counts only the states asked for', () => {
    const profile = profileOf('a  RUNNABLE 1 WAITING 10');
    const sumOf = (...states: string[]): number => computeCallTree(profile, states).sum;
    assert.deepEqual(
      [sumOf('RUNNABLE'), sumOf('WAITING'), sumOf('RUNNABLE', 'WAITING'), sumOf('IDLE')],
      [1, 10, 11, 0],
    );
  });

  it('unites the lines of a function over its paths', () => {
    const profile = profileOf('a\n  f @/x.py:5  1\nb\n  f @/x.py:9-11  1');
    const totals = computeFunctionTotals(computeCallTree(profile, ['RUNNABLE']));
    assert.deepEqual(frameRef(totals, 2), { name: 'f', file: '/x.py', firstLine: 5, lastLine: 11 });
  });
});

describe('computeGroupTotals', () => {
  it('counts a stack once for each group that has a function in it', () => {
    const profile = profileOf('a  1\n  b  2\n    a  4\n  c  8\nc  16');
    const isIn = (...names: string[]): Uint8Array =>
      Uint8Array.from(profile.frames.name, (name) => (names.includes(name) ? 1 : 0));
    const groups = [isIn('a', 'b'), isIn('b'), isIn('c'), isIn('a', 'b', 'c'), isIn()];
    assert.deepEqual(
      [...computeGroupTotals(computeCallTree(profile, ['RUNNABLE']), groups)],
      [15, 6, 24, 31, 0],
    );
  });

  it('agrees with searching for one group after the other, on 200 random profiles', () => {
    const random = randomOf(5);
    for (let i = 0; i < 200; i++) {
      const tree = computeCallTree(randomProfile(random), ['RUNNABLE']);
      const { frames, stacks } = tree.profile;
      const groups = [0.1, 0.5, 0.9].map((share) =>
        Uint8Array.from(frames.name, () => (random() < share ? 1 : 0)),
      );
      assert.deepEqual(
        [...computeGroupTotals(tree, groups)],
        groups.map((isIn) => searchStacks(stacks, tree.total, isIn).samples),
      );
    }
  });
});

function printFunctions(profile: Profile): Record<string, [number, number]> {
  const totals = computeFunctionTotals(computeCallTree(profile, profile.samples.states));
  return Object.fromEntries(
    profile.frames.name.map((name, i) => [name + profile.frames.file[i], [totals.self[i], totals.total[i]]]),
  );
}

/** The second method: every sample's own stack is written out, and each function in it is counted once. */
function countStackByStack({ frames, stacks, samples }: Profile): Record<string, [number, number]> {
  const rows = frames.name.map((): [number, number] => [0, 0]);
  samples.stack.forEach((leaf, i) => {
    const inStack = new Set<number>();
    for (let at = leaf; at >= 0; at = stacks.prefix[at]) {
      inStack.add(stacks.frame[at]);
    }
    rows[stacks.frame[leaf]][0] += samples.count[i];
    inStack.forEach((frame) => (rows[frame][1] += samples.count[i]));
  });
  return Object.fromEntries(rows.map((row, i) => [frames.name[i] + frames.file[i], row]));
}
