import assert from 'node:assert/strict';
import type { Transform } from '../../../src/profile/transforms';
import { crumbsAmong, hiddenAmong, transformText } from '../../../webview/chart/transform-words';

const quote = { name: 'quote', file: '/srv/shop.py' };
const json = { text: 'json', matchCase: false, isRegex: false };

describe('the words for what was done to a graph', () => {
  const check = (transform: Transform, expected: string): void =>
    assert.equal(transformText(transform), expected);

  it('name the function and what was done with it', () => {
    check({ type: 'focus-function', function: quote }, 'quote (focus)');
    check(
      { type: 'focus-subtree', path: [{ name: 'main' }, quote], inverted: false },
      'quote (focus on subtree)',
    );
    check({ type: 'hide-function', function: quote }, 'quote');
    check({ type: 'merge-function', function: quote }, 'quote (merged)');
    check({ type: 'drop-function', function: quote }, 'quote (dropped)');
    check({ type: 'collapse-package', package: 'logging' }, 'logging (collapsed)');
  });

  it('show a text in quotes, a pattern as programs write it, and whether case matters', () => {
    check({ type: 'hide-matching', query: json }, '“json”');
    check({ type: 'keep-matching', query: json }, '“json” (only)');
    check({ type: 'hide-matching', query: { ...json, matchCase: true } }, '“json” (Aa)');
    check({ type: 'hide-matching', query: { ...json, isRegex: true } }, '/json/i');
    check({ type: 'hide-matching', query: { ...json, isRegex: true, matchCase: true } }, '/json/');
  });

  it('tell recursion of one function from all, and direct from any', () => {
    check({ type: 'collapse-recursion', direct: false, function: undefined }, 'recursion collapsed');
    check({ type: 'collapse-recursion', direct: true, function: undefined }, 'direct recursion collapsed');
    check({ type: 'collapse-recursion', direct: false, function: quote }, 'quote (recursion collapsed)');
    check(
      { type: 'collapse-recursion', direct: true, function: quote },
      'quote (direct recursion collapsed)',
    );
  });

  it('make hostile names visible', () => {
    assert.doesNotMatch(
      transformText({ type: 'hide-function', function: { name: 'a\u202eb\n', file: '' } }),
      /[\u202e\n]/,
    );
  });
});

describe('the list of hidden frames and the crumbs', () => {
  it('share all transforms between them, each with its place among all', () => {
    const transforms: Transform[] = [
      { type: 'hide-function', function: quote },
      { type: 'focus-function', function: quote },
      { type: 'hide-matching', query: json },
      { type: 'drop-function', function: quote },
    ];
    const placesOf = (placed: readonly { index: number }[]): number[] => placed.map(({ index }) => index);
    assert.deepEqual(placesOf(hiddenAmong(transforms)), [0, 2]);
    assert.deepEqual(placesOf(crumbsAmong(transforms)), [1, 3]);
  });
});
