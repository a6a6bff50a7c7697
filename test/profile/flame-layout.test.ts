import assert from 'node:assert/strict';
import { computeCallTree } from '../../src/profile/call-tree';
import type { FlameLayout } from '../../src/profile/flame-layout';
import { boxAt, computeFlameLayout, firstEndingAfter, orderByTier } from '../../src/profile/flame-layout';
import type { Profile } from '../../src/profile/tables';
import { randomOf, randomProfile } from '../fixtures/random';
import { drawn, profileOf } from '../fixtures/text-profile';

describe('computeFlameLayout', () => {
  const check = (text: string, expected: string): void => {
    const profile = profileOf(text);
    assert.equal(printLayout(profile, layoutOf(profile)), drawn(expected));
  };

  it('puts callees under their caller from its left edge, its own time at the right', () => {
    check('main  2\n  load  5\n  show  3', 'main 0–10\nload 0–5 | show 5–8');
  });

  it('puts entry points side by side', () => {
    check('a  1\nb  2\n  c  3', 'a 0–1 | b 1–6\nc 1–4');
  });

  it('keeps call paths apart that end in the same function', () => {
    check('a\n  x  1\nb\n  x  2', 'a 0–1 | b 1–3\nx 0–1 | x 1–3');
  });

  it('gives call paths without samples in the view no width, and their depths no row', () => {
    const profile = profileOf('a  RUNNABLE 2\n  b  WAITING 3\n    c  WAITING 1');
    const layout = layoutOf(profile, ['RUNNABLE']);
    assert.equal(layout.tierCount, 1);
    assert.equal(layout.sum, 2);
  });

  it('lays out nothing', () => {
    const layout = layoutOf(profileOf(''));
    assert.deepEqual([layout.sum, layout.tierCount, boxAt(layout, 0, 0)], [0, 0, -1]);
  });

  it('keeps every box within its caller and off its siblings, on 100 random profiles', () => {
    const random = randomOf(11);
    for (let i = 0; i < 100; i++) {
      const profile = randomProfile(random);
      assertNested(profile, layoutOf(profile));
    }
  });

  it('lays out 10,000 calls in a row without recursion of its own', () => {
    const text = Array.from({ length: 10_000 }, (_, depth) => `${' '.repeat(depth)}f`).join('\n');
    const layout = layoutOf(profileOf(`${text}  3`));
    assert.deepEqual([layout.tierCount, layout.sum], [10_000, 3]);
  });
});

describe('boxAt', () => {
  it('finds the same box as looking at every one, on 100 random profiles', () => {
    const random = randomOf(12);
    for (let i = 0; i < 100; i++) {
      const profile = randomProfile(random);
      const layout = layoutOf(profile, profile.samples.states.slice(0, 2));
      for (let probe = 0; probe < 50; probe++) {
        const [depth, x] = [Math.floor(random() * 9), random() * (layout.sum + 2) - 1];
        assert.equal(
          boxAt(layout, depth, x),
          boxByLooking(profile, layout, depth, x),
          `depth ${depth}, x ${x}`,
        );
      }
    }
  });

  it('counts a left edge to its box and a right edge to the next one', () => {
    const layout = layoutOf(profileOf('a  5\nb  5'));
    assert.deepEqual([boxAt(layout, 0, 0), boxAt(layout, 0, 5), boxAt(layout, 0, 10)], [0, 1, -1]);
  });
});

describe('firstEndingAfter', () => {
  it('agrees with walking, from any start, over boxes with and without width', () => {
    const widths = [0, 3, 0, 0, 1, 5, 0, 2, 1, 1, 1, 0];
    const profile = profileOf(widths.map((_, i) => `f${String(i).padStart(2, '0')}  1`).join('\n'));
    const layout = computeFlameLayout(profile.stacks, Float64Array.from(widths), orderByTier(profile.stacks));
    for (let from = 0; from <= widths.length; from++) {
      for (let x = -1; x < 16; x += 0.5) {
        let walked = from;
        while (walked < widths.length && layout.left[walked] + widths[walked] <= x) walked++;
        assert.equal(firstEndingAfter(layout, from, widths.length, x), walked, `from ${from}, x ${x}`);
      }
    }
  });
});

function layoutOf(profile: Profile, states = profile.samples.states): FlameLayout {
  return computeFlameLayout(
    profile.stacks,
    computeCallTree(profile, states).total,
    orderByTier(profile.stacks),
  );
}

/** A line per depth: `main 0–10 | quit 10–12`. */
function printLayout({ frames, stacks }: Profile, { order, left, width, tierCount }: FlameLayout): string {
  return Array.from({ length: tierCount }, (_, depth) =>
    [...order.rows.slice(order.start[depth], order.start[depth + 1])]
      .map((row) => `${frames.name[stacks.frame[row]]} ${left[row]}–${left[row] + width[row]}`)
      .join(' | '),
  ).join('\n');
}

function assertNested({ stacks }: Profile, { order, left, width, sum }: FlameLayout): void {
  for (let row = 0; row < stacks.length; row++) {
    const caller = stacks.prefix[row];
    const [from, to] = caller < 0 ? [0, sum] : [left[caller], left[caller] + width[caller]];
    assert.ok(left[row] >= from && left[row] + width[row] <= to, `row ${row} sticks out of its caller`);
  }
  for (let depth = 0; depth + 1 < order.start.length; depth++) {
    for (let position = order.start[depth] + 1; position < order.start[depth + 1]; position++) {
      const [before, row] = [order.rows[position - 1], order.rows[position]];
      assert.equal(stacks.depth[row], depth);
      assert.ok(left[before] + width[before] <= left[row], `rows ${before} and ${row} overlap`);
    }
  }
}

function boxByLooking({ stacks }: Profile, { left, width }: FlameLayout, depth: number, x: number): number {
  for (let row = 0; row < stacks.length; row++) {
    if (stacks.depth[row] === depth && left[row] <= x && x < left[row] + width[row]) return row;
  }
  return -1;
}
