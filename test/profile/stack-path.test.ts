import assert from 'node:assert/strict';
import { findPath, findPlaces, pathOf } from '../../src/profile/stack-path';
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

describe('paths and threads', () => {
  const merged = profileOf('main\n  work\n    a  1\n    b  1');
  const byThread = profileOf(
    'thread 1\n  main\n    work  1\nthread 2\n  main\n    work\n      a  1\nthread 3\n  main\n    work\n      a  1',
  );
  const steps = (text: string) => text.split(' > ').map((name) => ({ name, file: '' }));
  const check = (profile: typeof merged, path: string, found: string, places: readonly string[]): void => {
    const print = (row: number) =>
      pathOf(profile, row)
        .map(({ name }) => name)
        .join(' > ');
    assert.equal(print(findPath(profile, steps(path))), found);
    assert.deepEqual(findPlaces(profile, steps(path)).map(print), places);
  };

  it('find a call in the thread that goes furthest, and its places in all threads that have it', () => {
    check(byThread, 'main > work', 'thread 1 > main > work', [
      'thread 1 > main > work',
      'thread 2 > main > work',
      'thread 3 > main > work',
    ]);
    check(byThread, 'main > work > a', 'thread 2 > main > work > a', [
      'thread 2 > main > work > a',
      'thread 3 > main > work > a',
    ]);
    check(byThread, 'main > work > b', 'thread 1 > main > work', []);
  });

  it('find the call of a thread where threads are merged', () => {
    check(merged, 'thread 2 > main > work > a', 'main > work > a', ['main > work > a']);
    check(merged, 'thread 2 > main > x', 'main', []);
    check(merged, 'thread 2', '', []);
  });

  it('do not lead from one thread into another', () => {
    check(byThread, 'thread 1 > main > work > a', 'thread 1 > main > work', []);
    check(byThread, 'thread 9 > main', '', []);
  });
});
