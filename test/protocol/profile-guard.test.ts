import assert from 'node:assert/strict';
import type { Profile, StackTable } from '../../src/profile/tables';
import { isProfile } from '../../src/protocol/profile-guard';
import { randomOf, randomProfile } from '../fixtures/random';
import { profileOf } from '../fixtures/text-profile';

describe('isProfile', () => {
  const profile = profileOf('main\n  load  2\n    parse  1\n  show  3\nquit  1');
  const check = (changed: Partial<Profile>, expected = false): void => {
    assert.equal(isProfile({ ...profile, ...changed }), expected);
  };
  const stacks = (column: keyof StackTable, row: number, value: number): Partial<Profile> => {
    const table = { ...profile.stacks, [column]: Int32Array.from(profile.stacks[column] as Int32Array) };
    (table[column] as Int32Array)[row] = value;
    return { stacks: table };
  };

  it('accepts 100 random profiles, before and after a trip through a message', () => {
    const random = randomOf(41);
    for (let i = 0; i < 100; i++) {
      const one = randomProfile(random);
      assert.ok(isProfile(one));
      assert.ok(isProfile(structuredClone(one)));
    }
  });

  it('accepts an empty one', () => {
    assert.ok(isProfile(profileOf('')));
  });

  it('refuses what is no profile', () => {
    for (const value of [
      undefined,
      null,
      'profile',
      [],
      {},
      { frames: {}, stacks: {}, samples: {}, meta: {} },
    ]) {
      assert.equal(isProfile(value), false);
    }
  });

  it('refuses tables that do not hold together', () => {
    check(stacks('frame', 1, 99));
    check(stacks('frame', 1, -1));
    check(stacks('prefix', 2, 3));
    check(stacks('prefix', 0, 0));
    check(stacks('prefix', 4, 0));
    check(stacks('subtreeEnd', 1, 1));
    check(stacks('subtreeEnd', 1, 4));
    check(stacks('subtreeEnd', 0, 99));
    check(stacks('subtreeEnd', 4, 99));
    check(stacks('subtreeEnd', 2, 4));
    check(stacks('depth', 2, 1));
  });

  it('refuses columns of another length or kind', () => {
    check({ stacks: { ...profile.stacks, depth: new Int32Array(2) } });
    check({ stacks: { ...profile.stacks, length: 2 } });
    check({
      stacks: { ...profile.stacks, frame: Float64Array.from(profile.stacks.frame) as unknown as Int32Array },
    });
    check({ frames: { ...profile.frames, name: ['main'] } });
    check({ frames: { ...profile.frames, file: profile.frames.file.map(() => 1) as unknown as string[] } });
    check({ frames: { ...profile.frames, raw: ['main'] } });
    assert.ok(isProfile({ ...profile, frames: { ...profile.frames, raw: profile.frames.name } }));
  });

  it('refuses samples of no stack, of no state, or of no number', () => {
    const { samples } = profile;
    check({ samples: { ...samples, stack: samples.stack.map(() => 99) } });
    check({ samples: { ...samples, state: samples.state.map(() => 9) } });
    for (const count of [-1, NaN, Infinity]) {
      check({ samples: { ...samples, count: samples.count.map(() => count) } });
    }
  });

  it('refuses a meta that is none', () => {
    check({ meta: { ...profile.meta, start: NaN } });
    check({ meta: { ...profile.meta, fleet: [{}] as unknown as Profile['meta']['fleet'] } });
  });

  it('ends on columns that lead in a circle', () => {
    const circle = Int32Array.from({ length: 5 }, (_, row) => 4 - row);
    check({ stacks: { ...profile.stacks, prefix: circle, subtreeEnd: circle } });
  });
});
