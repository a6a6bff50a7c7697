import assert from 'node:assert/strict';
import { computeCallTree } from '../../src/profile/call-tree';
import type { SearchQuery } from '../../src/profile/search';
import { matchFrames, matchFunction, queryProblem, searchStacks } from '../../src/profile/search';
import type { Profile } from '../../src/profile/tables';
import { randomOf, randomProfile } from '../fixtures/random';
import { profileOf } from '../fixtures/text-profile';

describe('matchFrames', () => {
  const profile = profileOf(`
shop.cart:Cart:total @/srv/shop/cart.py:1  1
shop.orders:save @/srv/shop/orders.py:1  1
json.decoder:decode @/usr/lib/python3.11/json/decoder.py:1  1
a.*(b)[c]\\d  1
`);
  const check = (
    text: string,
    expected: readonly string[],
    options: Partial<Omit<SearchQuery, 'text'>> = {},
  ): void => {
    const matched = matchFrames(profile.frames, { ...asText(text), ...options });
    assert.deepEqual(
      profile.frames.name.filter((_, frame) => matched[frame] === 1),
      expected,
    );
  };

  it('looks anywhere in a name, in any case', () => {
    check('CART', ['shop.cart:Cart:total']);
  });

  it('wants every word', () => {
    check('shop save', ['shop.orders:save']);
  });

  it('looks for words after file: in the file', () => {
    check('file:/srv/SHOP total', ['shop.cart:Cart:total']);
  });

  it('takes every character for itself', () => {
    check('.*(b)[c]\\d', ['a.*(b)[c]\\d']);
  });

  it('finds nothing for nothing, for blanks and for an unfinished file:', () => {
    for (const query of ['', '   ', 'file:']) check(query, []);
    for (const query of ['', 'file:']) check(query, [], { isRegex: true });
  });

  it('tells capitals from others where it is asked to', () => {
    check('CART', [], { matchCase: true });
    check('Cart', ['shop.cart:Cart:total'], { matchCase: true });
    check('^SHOP', ['shop.cart:Cart:total', 'shop.orders:save'], { isRegex: true });
    check('^SHOP', [], { isRegex: true, matchCase: true });
    check('file:Shop', [], { matchCase: true });
  });

  it('takes a regular expression whole, blanks and all', () => {
    check('^shop\\.(cart|nothing):', ['shop.cart:Cart:total'], { isRegex: true });
    check('shop save', [], { isRegex: true });
    check('file:^/usr/.*\\.py$', ['json.decoder:decode'], { isRegex: true });
  });

  it('knows classes of characters, and needless escapes too', () => {
    check('\\p{Lu}art', ['shop.cart:Cart:total'], { isRegex: true, matchCase: true });
    check('json\\.decoder\\:', ['json.decoder:decode'], { isRegex: true });
  });

  it('finds nothing for what is no regular expression', () => {
    check('shop(', [], { isRegex: true });
  });
});

describe('queryProblem', () => {
  const check = (text: string, isRegex: boolean, expected: RegExp | undefined): void => {
    const problem = queryProblem({ text, isRegex, matchCase: false });
    if (expected) assert.match(problem ?? '', expected);
    else assert.equal(problem, undefined);
  };

  it('is a sentence with the reason', () => {
    check('shop(', true, /^This is not a regular expression: [A-Z][^:/]+\.$/);
    check('file:[z-a]', true, /^This is not a regular expression: .*[Rr]ange.*\.$/);
  });

  it('is none where a query can be searched for', () => {
    check('shop(', false, undefined);
    check('shop\\:', true, undefined);
    check('', true, undefined);
  });
});

describe('matchFunction', () => {
  const { frames } = profileOf('f @/a.py:1  1\nf @/b.py:1  1\ng @/a.py:1  1');
  const check = (name: string, file: string, expected: readonly number[]): void =>
    assert.deepEqual([...matchFunction(frames, { name, file })], expected);

  it('is one function of one file', () => check('f', '/b.py', [0, 1, 0]));
  it('is of any file where none is said', () => check('f', '', [1, 1, 0]));
  it('is not a part of a name', () => check('', '', [0, 0, 0]));
});

function asText(text: string): SearchQuery {
  return { text, matchCase: false, isRegex: false };
}

describe('searchStacks', () => {
  const check = (text: string, query: string, expected: { stacks: number; samples: number }): void => {
    const profile = profileOf(text);
    const { stacks, samples } = search(profile, query);
    assert.deepEqual({ stacks: stacks.length, samples }, expected);
  };

  it('counts every call path that ends in a match', () => {
    check('a\n  x  1\nb\n  x  2\n    y  4', 'x', { stacks: 2, samples: 7 });
  });

  it('counts samples under nested matches once', () => {
    check('load\n  f  1\n    load  5\n      load  2\nshow  3', 'load', { stacks: 3, samples: 8 });
  });

  it('leaves out call paths that the view has no samples of', () => {
    const profile = profileOf('a  WAITING 5\nb  RUNNABLE 1\n  a  RUNNABLE 1');
    const { total } = computeCallTree(profile, ['RUNNABLE']);
    const { stacks, samples } = searchStacks(profile.stacks, total, matchFrames(profile.frames, asText('a')));
    assert.deepEqual([stacks.length, samples], [1, 1]);
  });

  it('agrees with looking at every sample, on 100 random profiles', () => {
    const random = randomOf(13);
    for (let i = 0; i < 100; i++) {
      const profile = randomProfile(random);
      assert.equal(search(profile, 'b').samples, samplesByLooking(profile, 'b'));
    }
  });
});

function search(profile: Profile, query: string) {
  const { total } = computeCallTree(profile, profile.samples.states);
  return searchStacks(profile.stacks, total, matchFrames(profile.frames, asText(query)));
}

function samplesByLooking({ frames, stacks, samples }: Profile, text: string): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) {
    let row = samples.stack[i];
    while (row >= 0 && !frames.name[stacks.frame[row]].includes(text)) row = stacks.prefix[row];
    if (row >= 0) sum += samples.count[i];
  }
  return sum;
}
