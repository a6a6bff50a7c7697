import assert from 'node:assert/strict';
import { FittingName, fitLabel } from '../../webview/chart/label';

describe('labels', () => {
  /** Letters of a pixel each, so that a width is a number of letters. */
  const measure = (text: string): number => [...text].length;
  const check = (name: string, width: number, expected: string, figure = ''): void => {
    assert.equal(
      fitLabel(new FittingName(name), () => figure, width, measure),
      expected,
    );
  };

  it('shrink packages first, from the left', () => {
    const name = 'shop.pricing:Engine:quote';
    check(name, 25, 'shop.pricing:Engine:quote');
    check(name, 24, 's.pricing:Engine:quote');
    check(name, 16, 's.p:Engine:quote');
    check(name, 11, 's.p:E:quote');
    check(name, 10, 'quote');
  });

  it('cut the function last, and only while three letters are left', () => {
    check('shop:checkout', 7, 'checko…');
    check('shop:checkout', 4, 'che…');
    check('shop:checkout', 3, '');
  });

  it('leave what stands in brackets whole', () => {
    check('<frozen importlib._bootstrap>:_load', 34, '_load');
    check('a.b.Map<K.x, V.y>.put(int, c.D)', 28, 'a.b.M.put(int, c.D)');
  });

  it('never cut through a character', () => {
    check('👍👍👍👍👍', 4, '👍👍👍…');
  });

  it('carry a figure where both fit', () => {
    check('quote', 13, 'quote  12.4 %', '12.4 %');
    check('quote', 12, 'quote', '12.4 %');
    check('quote', 2, '', '12.4 %');
  });

  it('are made of any text at all', () => {
    for (const name of ['', '.', ':::', '<', '(((', 'a..b']) {
      check(name, 9, name);
      check(name, 0, '');
    }
  });
});
