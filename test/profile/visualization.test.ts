import assert from 'node:assert/strict';
import { ProfileBuilder } from '../../src/profile/builder';
import { computeCallTree } from '../../src/profile/call-tree';
import { computeFunctionTotals } from '../../src/profile/hot-spots';
import { LIMITS } from '../../src/profile/invert';
import type { Profile } from '../../src/profile/tables';
import type { Drawing, Visualization } from '../../src/profile/visualization';
import { draw } from '../../src/profile/visualization';
import { isProfile } from '../../src/protocol/profile-guard';
import { randomOf, randomProfile } from '../fixtures/random';
import { drawn, printTree, profileOf } from '../fixtures/text-profile';

const HOTSPOTS: Visualization = { type: 'hotspots' };
const inspect = (name: string, file = ''): Visualization => ({ type: 'inspect', function: { name, file } });

function drawAll(profile: Profile, visualization: Visualization, rows = LIMITS.rows): Drawing {
  return draw(profile, visualization, profile.samples.states, { ...LIMITS, rows });
}

/** The rows as text; the callers of an inspected function after a line, rows that were left folded with `...`. */
function print({ profile, callersFrom, folded }: Drawing): string {
  const lines = printTree(profile).split('\n');
  const marked = lines.map((line, row) => (folded?.[row] === 1 ? `${line} ...` : line));
  if (callersFrom === profile.stacks.length) return marked.join('\n');
  return [...marked.slice(0, callersFrom), '---', ...marked.slice(callersFrom)].join('\n');
}

describe('an overview', () => {
  it('is the profile itself, as wide as the samples in its states', () => {
    const profile = profileOf('a  RUNNABLE 1 WAITING 2\n  b  RUNNABLE 4');
    const { folded, callersFrom, sum, ...drawing } = draw(profile, { type: 'overview' }, ['RUNNABLE']);
    assert.equal(drawing.profile, profile);
    assert.deepEqual([folded, callersFrom, sum], [undefined, 2, 5]);
  });
});

describe('hotspots', () => {
  const check = (text: string, expected: string, rows?: number): void => {
    const profile = profileOf(text);
    const drawing = drawAll(profile, HOTSPOTS, rows);
    assert.equal(print(drawing), drawn(expected));
    assertSound(drawing, profile);
  };

  it('starts at the functions where stacks end, and goes on to their callers', () => {
    check(
      'main  1\n  load @/x.py:3  2\n    parse  4\n  show @/x.py:7\n    parse  8\n    load @/x.py:9  16',
      `
      load @/x.py:3-9 (18, 0)
        main (2, 2)
        show @/x.py:7 (16, 0)
          main (16, 16)
      main (1, 1)
      parse (12, 0)
        load @/x.py:3 (4, 0)
          main (4, 4)
        show @/x.py:7 (8, 0)
          main (8, 8)
      `,
    );
  });

  it('has a function below itself where it calls itself', () => {
    check(
      'f  1\n  f  2\n    f  4',
      `
      f (7, 1)
        f (6, 2)
          f (4, 4)
      `,
    );
  });

  it('is made of the samples in its states alone', () => {
    const profile = profileOf('a  WAITING 1\n  b  RUNNABLE 2 WAITING 4\n  c  WAITING 8');
    const drawing = draw(profile, HOTSPOTS, ['RUNNABLE']);
    assert.equal(print(drawing), 'b (2, 0)\n  a (2, 2)');
    assert.equal(drawing.sum, 2);
  });

  it('unfolds the heaviest rows first where all would be too many', () => {
    check(
      'main\n  a\n    x  100\n  b\n    y  10\n  c\n    z  1',
      `
      x (100, 0)
        a (100, 0)
          main (100, 100)
      y (10, 0)
        b (10, 10) ...
      z (1, 1) ...
      `,
      6,
    );
  });

  it('says of no row that it is folded that has no callers', () => {
    check('x  1\ny  2', 'x (1, 1)\ny (2, 2)', 1);
  });

  it('never unfolds a row while a heavier one is folded, on 100 random profiles', () => {
    forRandom(100, (profile) => {
      const drawing = drawAll(profile, HOTSPOTS, 40);
      const { total } = computeCallTree(drawing.profile, profile.samples.states);
      const { folded, profile: picture } = drawing;
      if (!folded) return;
      const heaviest = Math.max(...total.filter((_, row) => folded[row] === 1));
      for (let row = 0; row < total.length; row++) {
        const isUnfolded = picture.stacks.subtreeEnd[row] > row + 1;
        assert.ok(!isUnfolded || total[row] * 2 ** (1 / 16) >= heaviest);
        assert.ok(!isUnfolded || folded[row] === 0);
      }
      assertSound(drawing, profile);
    });
  });

  it('has the self samples of each function at its entry points, folded or not, on 200 random profiles', () => {
    forRandom(200, (profile) => {
      for (const states of [profile.samples.states, ['RUNNABLE', 'ODD']]) {
        for (const rows of [LIMITS.rows, 30]) {
          const drawing = draw(profile, HOTSPOTS, states, { ...LIMITS, rows });
          const { self } = computeFunctionTotals(computeCallTree(profile, states));
          assert.deepEqual(rootTotals(drawing, states), self);
          assert.equal(drawing.sum, computeCallTree(profile, states).sum);
          assertSound(drawing, profile);
        }
      }
    });
  });

  it('reads every stack backwards, on 200 random profiles', () => {
    forRandom(200, (profile) => {
      assert.deepEqual(
        stacksOf(drawAll(profile, HOTSPOTS).profile),
        stacksOf(profile, (stack) => stack.reverse()),
      );
    });
  });

  it('stops after so many steps too', () => {
    const profile = deepProfile(200);
    const { folded, sum } = draw(profile, HOTSPOTS, ['RUNNABLE'], { rows: 1e6, steps: 300 });
    assert.equal(sum, 200);
    assert.ok(folded?.includes(1));
  });
});

describe('an inspected function', () => {
  const check = (visualization: Visualization, text: string, expected: string, sum: number): void => {
    const profile = profileOf(text);
    const drawing = drawAll(profile, visualization);
    assert.equal(print(drawing), drawn(expected));
    assert.equal(drawing.sum, sum);
    assertSound(drawing, profile);
  };

  it('has what it calls, and then its callers, the nearest first', () => {
    check(
      inspect('f'),
      'main  1\n  a\n    f  2\n      x  4\n  b\n    f  8\n      x  16\n        y  32\n  x  64',
      `
      x (52, 20)
        y (32, 32)
      ---
      a (6, 0)
        main (6, 6)
      b (56, 0)
        main (56, 56)
      `,
      62,
    );
  });

  it('counts each sample once where it calls itself', () => {
    check(
      inspect('f'),
      'main\n  f  1\n    g\n      f  2\n        h  4',
      `
      g (6, 0)
        f (6, 2)
          h (4, 4)
      ---
      main (7, 7)
      `,
      7,
    );
  });

  it('may have no callers, no callees, or neither', () => {
    check(inspect('f'), 'f  1\n  g  2', 'g (2, 2)', 3);
    check(inspect('f'), 'g  1\n  f  2', '---\ng (2, 2)', 2);
    check(inspect('f'), 'f  1', '', 1);
    check(inspect('nobody'), 'f  1', '', 0);
  });

  it('is of one file where one is named', () => {
    check(inspect('f', '/a.py'), 'x\n  f @/a.py:1  1\ny\n  f @/b.py:1  2', '---\nx (1, 1)', 1);
    check(inspect('f'), 'x\n  f @/a.py:1  1\ny\n  f @/b.py:1  2', '---\nx (1, 1)\ny (2, 2)', 3);
  });

  it('has its total in both halves, less what it does itself and what nobody called, on 200 random profiles', () => {
    forRandom(200, (profile) => {
      for (const states of [profile.samples.states, ['RUNNABLE', 'WAITING']]) {
        const tree = computeCallTree(profile, states);
        const { total } = computeFunctionTotals(tree);
        const frame = profile.frames.name.findIndex((_, row) => profile.frames.file[row] === '/x.py');
        const drawing = draw(profile, inspect(profile.frames.name[frame], '/x.py'), states);
        assert.equal(drawing.sum, total[frame]);
        const [callees, callers] = halves(drawing, states);
        const { own, uncalled } = outermost(profile, states, frame);
        assert.equal(callees + own, total[frame]);
        assert.equal(callers + uncalled, total[frame]);
        assertSound(drawing, profile);
      }
    });
  });

  it('folds callers that are too narrow', () => {
    const profile = profileOf('main\n  a\n    f  100\n  b\n    f  1');
    assert.equal(
      print(drawAll(profile, inspect('f'), 3)),
      drawn(`
      ---
      a (100, 0)
        main (100, 100)
      b (1, 1) ...
      `),
    );
  });
});

describe('every visualization', () => {
  it('walks stacks ten thousand deep', () => {
    const profile = deepProfile(10_000);
    for (const visualization of [HOTSPOTS, inspect('a'), inspect('d')]) {
      const drawing = drawAll(profile, visualization, 100_000);
      assertSound(drawing, profile);
      assert.ok(drawing.profile.stacks.depth.includes(9_000));
    }
  });
});

/** Tables that hold together, on the same frames, siblings in their order and nothing without samples. */
function assertSound({ profile, callersFrom, folded }: Drawing, source: Profile): void {
  assert.ok(isProfile(profile));
  assert.equal(profile.frames, source.frames);
  assert.ok(folded === undefined || folded.length === profile.stacks.length);
  const { stacks, samples } = profile;
  const { total } = computeCallTree(profile, samples.states);
  const last = new Map<number, number>();
  for (let row = 0; row < stacks.length; row++) {
    if (row === callersFrom) last.clear();
    assert.ok(total[row] > 0);
    assert.ok(stacks.frame[row] > (last.get(stacks.prefix[row]) ?? -1));
    assert.ok(row < callersFrom === stacks.subtreeEnd[row] <= callersFrom);
    last.set(stacks.prefix[row], stacks.frame[row]);
  }
}

function rootTotals({ profile }: Drawing, states: readonly string[]): Float64Array {
  const { total } = computeCallTree(profile, states);
  const sums = new Float64Array(profile.frames.length);
  for (let row = 0; row < total.length; row = profile.stacks.subtreeEnd[row]) {
    sums[profile.stacks.frame[row]] += total[row];
  }
  return sums;
}

function halves({ profile, callersFrom }: Drawing, states: readonly string[]): [number, number] {
  const { total } = computeCallTree(profile, states);
  const sums: [number, number] = [0, 0];
  total.forEach((samples, row) => {
    if (profile.stacks.prefix[row] < 0) sums[row < callersFrom ? 0 : 1] += samples;
  });
  return sums;
}

/** Of the outermost calls of a function: what ends in them, and what is in those that are entry points. */
function outermost(profile: Profile, states: readonly string[], frame: number) {
  const { stacks } = profile;
  const { self, total } = computeCallTree(profile, states);
  let [own, uncalled] = [0, 0];
  for (let row = 0; row < stacks.length; row++) {
    if (stacks.frame[row] !== frame) continue;
    let caller = stacks.prefix[row];
    while (caller >= 0 && stacks.frame[caller] !== frame) caller = stacks.prefix[caller];
    if (caller >= 0) continue;
    own += self[row];
    if (stacks.prefix[row] < 0) uncalled += total[row];
  }
  return { own, uncalled };
}

/** Samples by stack, written out. */
function stacksOf(
  { stacks, samples }: Profile,
  read: (stack: number[]) => number[] = (stack) => stack,
): Record<string, number> {
  const sums: Record<string, number> = {};
  samples.stack.forEach((row, i) => {
    const stack: number[] = [];
    for (let at = row; at >= 0; at = stacks.prefix[at]) stack.unshift(stacks.frame[at]);
    sums[[...read(stack), samples.states[samples.state[i]]].join(' ')] = samples.count[i];
  });
  return sums;
}

function forRandom(count: number, visit: (profile: Profile) => void): void {
  const random = randomOf(37);
  for (let i = 0; i < count; i++) visit(randomProfile(random));
}

/** a > b > c > d > a > ... with a sample in each. */
function deepProfile(depth: number): Profile {
  const builder = new ProfileBuilder();
  let row = -1;
  for (let i = 0; i < depth; i++) {
    row = builder.stack(row, builder.frame('abcd'[i % 4], ''));
    builder.sample(row, 'RUNNABLE', 1);
  }
  return builder.finish(profileOf('x  1').meta);
}
