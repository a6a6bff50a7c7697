import assert from 'node:assert/strict';
import { ProfileBuilder } from '../../src/profile/builder';
import type { Profile } from '../../src/profile/tables';
import { randomOf, randomProfile } from '../fixtures/random';
import { drawn, printTree, profileOf } from '../fixtures/text-profile';

describe('ProfileBuilder', () => {
  it('makes the tables that the picture in tables.ts shows', () => {
    const { frames, stacks, samples } = profileOf(`
      main
        load   1
          parse  2
        show
          draw  2
          <Sleep>  TIMED_WAITING 1
    `);
    assert.deepEqual(frames.name, ['<Sleep>', 'draw', 'load', 'main', 'parse', 'show']);
    assert.deepEqual([...stacks.frame], [3, 2, 4, 5, 0, 1]);
    assert.deepEqual([...stacks.prefix], [-1, 0, 1, 0, 3, 3]);
    assert.deepEqual([...stacks.subtreeEnd], [6, 3, 3, 6, 5, 6]);
    assert.deepEqual([...stacks.depth], [0, 1, 2, 1, 2, 2]);
    assert.deepEqual([...samples.stack], [1, 2, 4, 5]);
    assert.deepEqual([...samples.count], [1, 2, 1, 2]);
    assert.deepEqual(
      [...samples.state].map((state) => samples.states[state]),
      ['RUNNABLE', 'RUNNABLE', 'TIMED_WAITING', 'RUNNABLE'],
    );
  });

  it('gives equal tables whatever the order of pushing', () => {
    const one = profileOf('b  1\n  x  2\n  a  3\na  WAITING 4');
    const other = profileOf('a  WAITING 4\nb  1\n  a  1\n  x  2\n  a  2');
    assert.deepEqual(one, other);
  });

  it('tells functions of one name in two files apart', () => {
    const profile = profileOf('run @/a.py:1  1\nrun @/b.py:1  1');
    assert.equal(profile.frames.length, 2);
    assert.equal(profile.stacks.length, 2);
  });

  it('unites the line ranges of one call path', () => {
    const profile = profileOf('f @/a.py:7-9  1\nf @/a.py:3  1\nf @/a.py  1');
    assert.equal(printTree(profile), 'f @/a.py:3-9 (3, 3)');
  });

  it('leaves out paths without samples, and their frames', () => {
    const profile = profileOf('main\n  idle\n    deeper\n  work  2');
    assert.equal(printTree(profile), 'main (2, 0)\n  work (2, 2)');
    assert.deepEqual(profile.frames.name, ['main', 'work']);
  });

  it('keeps no profile at all as an empty one', () => {
    const profile = profileOf('');
    assert.equal(profile.stacks.length + profile.frames.length + profile.samples.length, 0);
  });

  it('refuses more thread states than a column of bytes can name', () => {
    const builder = new ProfileBuilder();
    const row = builder.stack(-1, builder.frame('f', ''));
    for (let i = 0; i < 257; i++) {
      builder.sample(row, `STATE_${i}`, 1);
    }
    assert.throws(() => builder.finish(profileOf('').meta), /at most 256 thread states, this one has 257/);
  });

  it('keeps the invariants of the tables on 200 random profiles', () => {
    const random = randomOf(1);
    for (let i = 0; i < 200; i++) {
      checkInvariants(randomProfile(random));
    }
  });

  it('survives a stack of 100,000 calls', () => {
    const builder = new ProfileBuilder();
    const frame = builder.frame('f', '');
    let row = -1;
    for (let i = 0; i < 100_000; i++) {
      row = builder.stack(row, frame);
    }
    builder.sample(row, 'RUNNABLE', 1);
    const { stacks } = builder.finish(profileOf('').meta);
    assert.equal(stacks.depth[99_999], 99_999);
    assert.equal(stacks.subtreeEnd[0], 100_000);
  });

  it('keeps drawn text and tables in step', () => {
    const text = drawn(`
      main @/a.py:1-9 (6, 0)
        load @/a.py:4 (6, 6)
    `);
    assert.equal(printTree(profileOf('main @/a.py:1-9\n  load @/a.py:4  6')), text);
  });
});

function checkInvariants({ frames, stacks, samples }: Profile): void {
  for (let row = 0; row < stacks.length; row++) {
    const prefix = stacks.prefix[row];
    assert.ok(prefix < row, 'callers come before what they call');
    assert.equal(stacks.depth[row], prefix < 0 ? 0 : stacks.depth[prefix] + 1);
    assert.ok(stacks.subtreeEnd[row] > row && stacks.subtreeEnd[row] <= stacks.length);
    for (let below = row + 1; below < stacks.length; below++) {
      assert.equal(
        isBelow(stacks.prefix, below, row),
        below < stacks.subtreeEnd[row],
        `${below} below ${row}`,
      );
    }
    assert.ok(stacks.frame[row] < frames.length);
  }
  const pairs = Array.from(samples.stack, (stack, i) => stack * 256 + samples.state[i]);
  assert.deepEqual(
    pairs,
    [...new Set(pairs)].sort((a, b) => a - b),
  );
}

function isBelow(prefix: Int32Array, row: number, ancestor: number): boolean {
  for (let at = prefix[row]; at >= 0; at = prefix[at]) {
    if (at === ancestor) {
      return true;
    }
  }
  return false;
}
