import assert from 'node:assert/strict';
import { chooseLenses } from '../../src/editor/lens-choice';

/** Functions as `name share`, in percent; those with a lens have a star. */
function check(functions: string, expected: string, maximum = 10): void {
  const candidates = functions.split(', ').map((text) => {
    const [, key, star, percent] = /^(\w+)(\*?) ([\d.]+)$/.exec(text) ?? [];
    return { key, share: Number(percent) / 100, isShown: star === '*' };
  });
  const shown = new Set(candidates.filter(({ isShown }) => isShown).map(({ key }) => key));
  const chosen = chooseLenses(candidates, { minimumShare: 0.01, maximum }, shown);
  assert.equal(chosen.map(({ key }) => key).join(' '), expected);
}

describe('lenses of a file', () => {
  it('are those of the hottest functions over the threshold', () => {
    check('a 5, b 3, c 1, d 0.9', 'a b c');
    check('a 5, b 3, c 1', 'a b', 2);
    check('a 5', '', 0);
  });

  it('stay where a share wavers around the threshold, and go when it has fallen well below', () => {
    check('a* 0.9, b 0.9', 'a');
    check('a* 0.5', 'a');
    check('a* 0.4', '');
  });

  it('stay in the last place until another function is clearly hotter', () => {
    check('a* 5, b 3.1, c* 3', 'a c', 2);
    check('a* 5, b 4.6, c* 3', 'a b', 2);
  });
});
