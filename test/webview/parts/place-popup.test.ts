import assert from 'node:assert/strict';
import type { Anchor } from '../../../webview/chart/place-popup';
import { placePopup } from '../../../webview/chart/place-popup';
import { randomOf } from '../../fixtures/random';

const window = { width: 400, height: 300 };
const popup = { width: 150, height: 100 };
const button = (x: number, y: number): Anchor => ({ x, y, width: 60, height: 22 });

describe('the place of a popup', () => {
  const check = (anchor: Anchor, expected: string, size = popup): void => {
    const { x, y, maxHeight } = placePopup(anchor, size, window);
    assert.equal(`${x} ${y}, at most ${maxHeight} high`, expected);
  };

  it('is under its button, from the left edge on', () => {
    check(button(10, 5), '10 27, at most 269 high');
  });

  it('is moved in where it would stick out at the right', () => {
    check(button(330, 5), '246 27, at most 269 high');
  });

  it('is above the button where there is no room under it and more above', () => {
    check(button(10, 270), '10 170, at most 266 high');
  });

  it('is under the button, and scrolls, where neither side has room and that one has more', () => {
    check(button(10, 100), '10 122, at most 174 high', { width: 150, height: 500 });
  });

  it('is where the click was, and may cover it in a low window', () => {
    const click = { x: 100, y: 150, width: 0, height: 0 };
    check(click, '100 150, at most 292 high');
    check(click, '100 4, at most 292 high', { width: 150, height: 500 });
  });

  it('is inside the window wherever it opens and however large it is', () => {
    const random = randomOf(7);
    for (let i = 0; i < 500; i++) {
      const anchor = button(random() * 400, random() * 300);
      const size = { width: random() * 392, height: random() * 600 };
      const { x, y, maxHeight } = placePopup(anchor, size, window);
      const height = Math.min(size.height, maxHeight);
      assert.ok(x >= 4 && x + size.width <= 396 + 1e-9, `x ${x}`);
      assert.ok(y >= 4 && y + height <= 296 + 1e-9, `y ${y}, ${height} high`);
    }
  });
});
