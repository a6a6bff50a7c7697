import assert from 'node:assert/strict';
import { ProfileBuilder } from '../../src/profile/builder';
import { computeCallTree } from '../../src/profile/call-tree';
import { computeFunctionTotals } from '../../src/profile/hot-spots';
import type { Profile } from '../../src/profile/tables';
import type { Transform } from '../../src/profile/transforms';
import { applyTransforms } from '../../src/profile/transforms';
import { isProfile } from '../../src/protocol/profile-guard';
import { randomOf, randomProfile } from '../fixtures/random';
import { drawn, printTree, profileOf } from '../fixtures/text-profile';

const functionOf = (name: string, file = '') => ({ name, file });
const textOf = (text: string, isRegex = false) => ({ text, isRegex, matchCase: false });

function check(transform: Transform | readonly Transform[], text: string, expected: string): void {
  const profile = profileOf(text);
  const result = applyTransforms(profile, [transform].flat());
  assert.equal(printTree(result), drawn(expected));
  assertSound(result, profile);
}

/** Tables that hold together, canonical, on the frame table that they came from. */
function assertSound(result: Profile, source: Profile): void {
  assert.ok(isProfile(result));
  assert.deepEqual(result.frames.name.slice(0, source.frames.length), source.frames.name);
  assert.deepEqual(result.frames.file.slice(0, source.frames.length), source.frames.file);
  const { stacks, samples } = result;
  const { total } = computeCallTree(result, samples.states);
  const last = new Map<number, number>();
  for (let row = 0; row < stacks.length; row++) {
    assert.ok(total[row] > 0, 'a row without samples');
    assert.ok(stacks.frame[row] > (last.get(stacks.prefix[row]) ?? -1), 'siblings out of order');
    last.set(stacks.prefix[row], stacks.frame[row]);
  }
  for (let row = 1; row < samples.length; row++) {
    const [a, b] = [row - 1, row].map((at) => samples.stack[at] * 256 + samples.state[at]);
    assert.ok(a < b, 'samples out of order');
  }
}

describe('hiding a function', () => {
  const hide: Transform = { type: 'hide-function', function: functionOf('f') };

  it('takes away its box and all below it, and leaves the time with the caller', () => {
    check(
      hide,
      'main  1\n  a  2\n    f  4\n      g  8\n  f  16\n    a  32\n  g  64',
      `
      main (127, 49)
        a (14, 14)
        g (64, 64)
      `,
    );
  });

  it('keeps the time of entry points', () => {
    check(
      hide,
      'a  1\nf  2\n  g  WAITING 4',
      `
      a (1, 1)
      (hidden) (6, 6)
      `,
    );
  });

  it('keeps states apart', () => {
    const profile = applyTransforms(profileOf('a  RUNNABLE 1\n  f  WAITING 2 RUNNABLE 4\n    g  WAITING 8'), [
      hide,
    ]);
    assert.deepEqual(printTree(profile, ['RUNNABLE']), 'a (5, 5)');
    assert.deepEqual(printTree(profile, ['WAITING']), 'a (10, 10)');
  });

  it('is of one file where one is named', () => {
    check(
      { type: 'hide-function', function: functionOf('f', '/b.py') },
      'f @/a.py:1  1\nf @/b.py:1  2',
      `
      f @/a.py:1 (1, 1)
      (hidden) (2, 2)
      `,
    );
  });

  it('takes all functions that a text or a pattern finds', () => {
    const text = 'main  1\n  json:load  2\n    f  4\n  json:dump  8\n  g  16';
    const expected = `
      main (31, 15)
        g (16, 16)
      `;
    check({ type: 'hide-matching', query: textOf('JSON') }, text, expected);
    check({ type: 'hide-matching', query: textOf('^json:(load|dump)$', true) }, text, expected);
  });

  it('changes no other total, on 200 random profiles', () => {
    forRandom(200, (profile) => {
      const result = applyTransforms(profile, [{ type: 'hide-function', function: functionOf('a') }]);
      const [before, after] = [functionsOf(profile), functionsOf(result)];
      assert.equal(sumOf(result), sumOf(profile));
      assert.ok(![...after.keys()].some((name) => name.startsWith('a|')));
      for (const [name, total] of after) {
        if (name !== '(hidden)|') assert.equal(total, totalOutside(profile, name, 'a'));
        assert.ok(name === '(hidden)|' || total <= (before.get(name) ?? 0));
      }
    });
  });
});

describe('taking a function out', () => {
  const merge: Transform = { type: 'merge-function', function: functionOf('f') };

  it('moves what it calls up to its caller, where equal calls become one', () => {
    check(
      merge,
      'main  1\n  f  2\n    g @/x.py:7  4\n    h  8\n  g @/x.py:3-5  16\n    f  32',
      `
      main (63, 3)
        g @/x.py:3-7 (52, 52)
        h (8, 8)
      `,
    );
  });

  it('makes entry points of what an entry point called', () => {
    check(
      merge,
      'f  1\n  g  2\n    f  4\n  f\n    h  8\ng  16',
      `
      g (22, 22)
      h (8, 8)
      (hidden) (1, 1)
      `,
    );
  });

  it('leaves the totals of all others as they are, on 200 random profiles', () => {
    forRandom(200, (profile) => {
      const result = applyTransforms(profile, [{ type: 'merge-function', function: functionOf('b') }]);
      const expected = new Map([...functionsOf(profile)].filter(([name]) => !name.startsWith('b|')));
      const actual = functionsOf(result);
      actual.delete('(hidden)|');
      assert.deepEqual(actual, expected);
      assert.equal(sumOf(result), sumOf(profile));
    });
  });
});

describe('dropping a function', () => {
  it('leaves out its stacks with their samples', () => {
    check(
      { type: 'drop-function', function: functionOf('f') },
      'main  1\n  a\n    f  2\n      g  4\n  g  8\nf  16',
      `
      main (9, 1)
        g (8, 8)
      `,
    );
  });

  it('leaves what keeping it leaves out, on 200 random profiles', () => {
    forRandom(200, (profile) => {
      const dropped = applyTransforms(profile, [{ type: 'drop-function', function: functionOf('c') }]);
      const kept = applyTransforms(profile, [{ type: 'keep-matching', query: textOf('^c$', true) }]);
      assert.equal(sumOf(dropped) + sumOf(kept), sumOf(profile));
      assert.equal(functionTotal(dropped, 'c'), 0);
      assert.equal(functionTotal(kept, 'c'), functionTotal(profile, 'c'));
    });
  });
});

describe('keeping what a search finds', () => {
  const keep = (text: string): Transform => ({ type: 'keep-matching', query: textOf(text) });

  it('keeps stacks with a match, whole', () => {
    check(
      keep('f'),
      'main  1\n  a  2\n    f  4\n      b  8\n  b  16',
      `
      main (12, 0)
        a (12, 0)
          f (12, 4)
            b (8, 8)
      `,
    );
  });

  it('leaves nothing where nothing matches', () => {
    check(keep('nobody'), 'main  1', '');
    check({ type: 'keep-matching', query: textOf('(', true) }, 'main  1', '');
  });
});

describe('focusing on a function', () => {
  const focus: Transform = { type: 'focus-function', function: functionOf('f') };

  it('starts stacks at its outermost call and adds its places up', () => {
    check(
      focus,
      'main  1\n  f @/x.py:1  2\n    g  4\n      f @/x.py:2  8\n  h\n    f @/x.py:9  16\n      g  32',
      `
      f @/x.py:1-9 (62, 18)
        g (44, 36)
          f @/x.py:2 (8, 8)
      `,
    );
  });

  it('leaves nothing where the function is not there', () => check(focus, 'main  1', ''));

  it('has its total as the sum, on 200 random profiles', () => {
    forRandom(200, (profile) => {
      const meant = functionOf('a', '/x.py');
      const result = applyTransforms(profile, [{ type: 'focus-function', function: meant }]);
      assert.equal(sumOf(result), functionsOf(profile).get('a|/x.py') ?? 0);
    });
  });
});

describe('focusing on a call path', () => {
  const path = (...names: readonly string[]) => names.map((name) => ({ name }));
  const text = 'main  1\n  a\n    f  2\n      g  4\n  b\n    f  8\n      g  16\nf  32\n  g  64';

  it('leaves what lies below its last function', () => {
    check(
      { type: 'focus-subtree', path: path('main', 'b', 'f'), inverted: false },
      text,
      `
      f (24, 8)
        g (16, 16)
      `,
    );
  });

  it('follows a path through all threads, and a thread where threads are merged', () => {
    const threads = 'thread 1\n  main\n    f  1\n      g  2\nthread 2\n  main\n    f  4\n    x  8';
    check(
      { type: 'focus-subtree', path: path('main', 'f'), inverted: false },
      threads,
      'f (7, 5)\n  g (2, 2)',
    );
    check(
      { type: 'focus-subtree', path: path('thread 1', 'main'), inverted: false },
      'main\n  f  1',
      'main (1, 0)\n  f (1, 1)',
    );
  });

  it('leaves nothing where the path is not there to its end', () => {
    check({ type: 'focus-subtree', path: path('main', 'b', 'x'), inverted: false }, text, '');
    check({ type: 'focus-subtree', path: path('b'), inverted: false }, text, '');
  });

  it('takes the empty path for the whole', () => {
    for (const inverted of [false, true]) {
      check({ type: 'focus-subtree', path: [], inverted }, 'a  1', 'a (1, 1)');
    }
  });

  it('inverted: leaves stacks that end in the path, up to the caller that it leads to', () => {
    check(
      { type: 'focus-subtree', path: path('g', 'f'), inverted: true },
      text,
      `
      f (64, 64)
      main (20, 0)
        a (4, 0)
          f (4, 4)
        b (16, 0)
          f (16, 16)
      `,
    );
    check(
      { type: 'focus-subtree', path: path('g', 'f', 'b'), inverted: true },
      text,
      `
      main (16, 0)
        b (16, 16)
      `,
    );
    check({ type: 'focus-subtree', path: path('f', 'g'), inverted: true }, text, '');
    check({ type: 'focus-subtree', path: path('f', 'main', 'x', 'y'), inverted: true }, text, '');
  });

  it('minds the file where the path names one', () => {
    const at = (file: string): Transform => ({
      type: 'focus-subtree',
      path: [{ name: 'f', file }],
      inverted: true,
    });
    check(at('/a.py'), 'f @/a.py:1  1\nf @/b.py:1  2', 'f @/a.py:1 (1, 1)');
    check(at(''), 'f @/a.py:1  1', '');
  });
});

describe('collapsing recursion', () => {
  const all: Transform = { type: 'collapse-recursion', direct: false, function: undefined };
  const direct: Transform = { ...all, direct: true };

  it('makes a function that calls itself at once one call', () => {
    const text = 'main\n  f @/x.py:1  1\n    f @/x.py:5  2\n      f  4\n        g  8\n    g  16';
    const expected = `
      main (31, 0)
        f @/x.py:1-5 (31, 7)
          g (24, 24)
      `;
    check(all, text.replaceAll('f  4', 'f @/x.py:2  4'), expected);
    check(direct, text.replaceAll('f  4', 'f @/x.py:2  4'), expected);
  });

  it('goes back to the open call from further in; what is in between keeps what is its own', () => {
    check(
      all,
      'f  1\n  g  2\n    f  4\n      g  8\n      h  16\n    k  32',
      `
      f (63, 5)
        g (42, 10)
          k (32, 32)
        h (16, 16)
      `,
    );
  });

  it('leaves calls by way of others alone when only direct ones are asked for', () => {
    const text = 'f  1\n  g  2\n    f  4';
    check(direct, text, 'f (7, 1)\n  g (6, 2)\n    f (4, 4)');
  });

  it('takes one function alone where one is named', () => {
    check(
      { ...all, function: functionOf('f') },
      'g\n  f\n    g\n      f  1\n        g  2',
      `
      g (3, 0)
        f (3, 1)
          g (2, 2)
      `,
    );
  });

  it('opens again what was closed when it comes to the next callee', () => {
    check(
      all,
      'a\n  b\n    c\n      a\n        x\n          b  1\n      d  2\n      e\n        b  4',
      `
      a (7, 0)
        b (6, 4)
          c (2, 0)
            d (2, 2)
        x (1, 0)
          b (1, 1)
      `,
    );
  });

  it('agrees with rewriting every stack, on 300 random profiles', () => {
    forRandom(300, (profile) => {
      const result = applyTransforms(profile, [all]);
      assert.deepEqual(writtenOut(result), rewritten(profile, eraseLoops));
      const one = { ...all, function: functionOf('b') };
      assert.deepEqual(
        writtenOut(applyTransforms(profile, [one])),
        rewritten(profile, (stack) => eraseLoops(stack, (frame) => frame.startsWith('b|'))),
      );
    });
  });
});

describe('collapsing a package', () => {
  it('makes runs of its functions one box with its name', () => {
    check(
      { type: 'collapse-package', package: 'json' },
      'app:main  1\n  json:loads @/json.py:3  2\n    json.decoder:decode  4\n      app:hook  8\n        json:loads  16\n  json:dumps  32',
      `
      app:main (63, 1)
        json (62, 38)
          app:hook (24, 8)
            json (16, 16)
      `,
    );
  });

  it('knows the package as a box of its own name', () => {
    const json: Transform = { type: 'collapse-package', package: 'json' };
    const out: Transform = { type: 'merge-function', function: functionOf('app:hook') };
    check([json, out, json], 'json:loads  1\n  app:hook\n    json:loads  2', 'json (3, 3)');
  });

  it('leaves a profile without the package as it is', () => {
    const profile = profileOf('app:main  1\n  main  1');
    for (const name of ['json', '', 'ap']) {
      assert.equal(applyTransforms(profile, [{ type: 'collapse-package', package: name }]), profile);
    }
  });
});

const ONE_OF_EACH: readonly Transform[] = [
  { type: 'hide-function', function: functionOf('a', '/x.py') },
  { type: 'hide-matching', query: textOf('b') },
  { type: 'merge-function', function: functionOf('c') },
  { type: 'drop-function', function: functionOf('d') },
  { type: 'keep-matching', query: textOf('a') },
  { type: 'focus-function', function: functionOf('b') },
  { type: 'collapse-recursion', direct: true, function: undefined },
  { type: 'collapse-recursion', direct: false, function: undefined },
  { type: 'collapse-recursion', direct: false, function: functionOf('b') },
  { type: 'focus-subtree', path: [{ name: 'a' }], inverted: true },
  { type: 'focus-subtree', path: [{ name: 'a' }, { name: 'b' }], inverted: false },
];

describe('applyTransforms', () => {
  it('keeps tables sound, in any order, on 300 random profiles', () => {
    forRandom(300, (profile, random) => {
      const chosen = Array.from({ length: 4 }, () => ONE_OF_EACH[Math.floor(random() * ONE_OF_EACH.length)]);
      assertSound(applyTransforms(profile, chosen), profile);
    });
  });

  it('does what is done once not again', () => {
    // Focusing on a path starts it anew, so the path is not there the second time.
    const lasting = ONE_OF_EACH.filter(({ type }) => type !== 'focus-subtree');
    forRandom(50, (profile) => {
      for (const transform of lasting) {
        const once = applyTransforms(profile, [transform]);
        assert.deepEqual(applyTransforms(once, [transform]), once, transform.type);
      }
    });
  });

  it('is the same profile where there is nothing to do', () => {
    const profile = profileOf('x  1\n  y  2');
    const idle = ONE_OF_EACH.filter(({ type }) => /^(?:hide|merge|drop)/.test(type));
    assert.equal(applyTransforms(profile, idle), profile);
    assert.equal(applyTransforms(profile, []), profile);
  });

  it('keeps the reported names of frames in step', () => {
    const profile = profileOf('main  1');
    const withRaw = { ...profile, frames: { ...profile.frames, raw: ['main!'] } };
    const { frames } = applyTransforms(withRaw, [{ type: 'hide-function', function: functionOf('main') }]);
    assert.deepEqual(frames.raw, ['main!', '']);
  });

  it('walks stacks ten thousand deep', () => {
    const profile = deepProfile(10_000);
    for (const transform of ONE_OF_EACH) assertSound(applyTransforms(profile, [transform]), profile);
    const collapsed = applyTransforms(profile, [
      { type: 'collapse-recursion', direct: false, function: undefined },
    ]);
    assert.equal(collapsed.stacks.length, 4);
    assert.equal(sumOf(collapsed), 10_000);
  });
});

function forRandom(count: number, visit: (profile: Profile, random: () => number) => void): void {
  const random = randomOf(71);
  for (let i = 0; i < count; i++) visit(randomProfile(random), random);
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

function sumOf(profile: Profile): number {
  return computeCallTree(profile, profile.samples.states).sum;
}

/** Totals by `name|file`. */
function functionsOf(profile: Profile): Map<string, number> {
  const { name, file } = profile.frames;
  const { total } = computeFunctionTotals(computeCallTree(profile, profile.samples.states));
  const rows = name.map((text, frame): [string, number] => [`${text}|${file[frame]}`, total[frame]]);
  return new Map(rows.filter(([, samples]) => samples > 0));
}

/** Samples with a function of a name in their stack, whatever its file. */
function functionTotal(profile: Profile, name: string): number {
  return sumWhere(profile, (stack) => stack.some((frame) => frame.startsWith(`${name}|`)));
}

/** Samples with a function in their stack before any of the hidden name. */
function totalOutside(profile: Profile, frame: string, hidden: string): number {
  return sumWhere(profile, (stack) => {
    const cut = stack.findIndex((one) => one.startsWith(`${hidden}|`));
    return stack.slice(0, cut < 0 ? undefined : cut).includes(frame);
  });
}

function sumWhere(profile: Profile, test: (stack: readonly string[]) => boolean): number {
  return stacksOf(profile).reduce((sum, { stack, count }) => sum + (test(stack) ? count : 0), 0);
}

/** The second method: every sample with its stack written out, from the entry point down. */
function stacksOf({ frames, stacks, samples }: Profile) {
  return Array.from(samples.stack, (row, i) => {
    const stack: string[] = [];
    for (let at = row; at >= 0; at = stacks.prefix[at]) {
      stack.unshift(`${frames.name[stacks.frame[at]]}|${frames.file[stacks.frame[at]]}`);
    }
    return { stack, state: samples.states[samples.state[i]], count: samples.count[i] };
  });
}

function rewritten(
  profile: Profile,
  rewrite: (stack: readonly string[]) => readonly string[],
): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { stack, state, count } of stacksOf(profile)) {
    const key = [...rewrite(stack), state].join(' ');
    sums[key] = (sums[key] ?? 0) + count;
  }
  return sums;
}

const writtenOut = (profile: Profile) => rewritten(profile, (stack) => stack);

function eraseLoops(stack: readonly string[], isMeant = (_: string): boolean => true): string[] {
  return stack.reduce<string[]>((path, frame) => {
    const open = isMeant(frame) ? path.indexOf(frame) : -1;
    return open < 0 ? [...path, frame] : path.slice(0, open + 1);
  }, []);
}
