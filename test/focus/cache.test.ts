import assert from 'node:assert/strict';
import { BoundedCache } from '../../src/focus/cache';

/** Plays `+key:size` (set), `?key` (get) and `-key` (delete); returns which keys are left, the oldest use first. */
function play(capacity: number, script: string): string {
  const cache = new BoundedCache<number>(capacity, (size) => size);
  const keys = new Set<string>();
  for (const step of script.split(' ')) {
    const [key, size] = step.slice(1).split(':');
    keys.add(key);
    if (step.startsWith('+')) cache.set(key, Number(size));
    if (step.startsWith('?')) cache.get(key);
    if (step.startsWith('-')) cache.delete(key);
  }
  return [...keys].filter((key) => cache.get(key) !== undefined).join(' ');
}

describe('the cache of profiles', () => {
  it('keeps what fits', () => assert.equal(play(10, '+a:3 +b:3 +c:4'), 'a b c'));
  it('drops what was used longest ago', () => assert.equal(play(10, '+a:3 +b:3 +c:4 +d:1'), 'b c d'));
  it('counts a look as use', () => assert.equal(play(10, '+a:3 +b:3 +c:4 ?a +d:1'), 'a c d'));
  it('does not keep what is too big, and drops nothing for it', () => {
    assert.equal(play(10, '+a:3 +b:11'), 'a');
  });
  it('counts a replaced value once', () => assert.equal(play(10, '+a:6 +a:6 +b:4'), 'a b'));
  it('gives back the room of what is deleted', () => assert.equal(play(10, '+a:6 -a +b:6 +c:4'), 'b c'));
});
