import assert from 'node:assert/strict';
import { findPath, pathOf } from '../../src/profile/stack-path';
import { randomOf, randomProfile } from '../fixtures/random';
import { profileOf } from '../fixtures/text-profile';

describe('findPath', () => {
  const profile = profileOf('a @/x.py  1\n  b @/x.py  1\n    c @/x.py  1\na @/y.py  1\n  b @/x.py  1');
  const check = (path: Parameters<typeof findPath>[1], expected: string): void => {
    const found = findPath(profile, path);
    assert.equal(
      pathOf(profile, found)
        .map(({ name, file }) => `${name}@${file}`)
        .join(' '),
      expected,
    );
  };

  it('finds every stack of 50 random profiles by its own path', () => {
    const random = randomOf(14);
    for (let i = 0; i < 50; i++) {
      const one = randomProfile(random);
      for (let row = 0; row < one.stacks.length; row++) assert.equal(findPath(one, pathOf(one, row)), row);
    }
  });

  it('tells equal names in different files apart', () => {
    check([{ name: 'a', file: '/y.py' }, { name: 'b' }], 'a@/y.py b@/x.py');
  });

  it('takes any file where none is given', () => {
    check([{ name: 'a' }, { name: 'b' }], 'a@/x.py b@/x.py');
  });

  it('goes as far down a path as the profile does', () => {
    check([{ name: 'a' }, { name: 'b' }, { name: 'gone' }, { name: 'c' }], 'a@/x.py b@/x.py');
  });

  it('finds nothing at the end of no path, or of a foreign one', () => {
    assert.deepEqual([findPath(profile, []), findPath(profile, [{ name: 'z' }])], [-1, -1]);
  });
});
