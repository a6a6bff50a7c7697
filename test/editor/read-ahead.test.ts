import assert from 'node:assert/strict';
import { ReadAhead } from '../../src/editor/read-ahead';
import type { FrameRef } from '../../src/profile/tables';
import type { Location } from '../../src/source/location';
import { loadedOf } from '../focus/loaded';

const NOWHERE: Location = { status: 'none', candidates: [], why: 'It is a test.' };

/** One function of each file, the first the hottest. */
const profile = (files: number, from: string): string =>
  Array.from({ length: files }, (_, i) => `${from}${i}:f @/ws/${from}${i}.py:1  ${500 - i}`).join('\n');

describe('reading ahead', () => {
  function asked(
    answer: (ref: FrameRef) => Promise<Location>,
    { minimumShare = 0, length = 10 } = {},
  ): { names: string[]; ahead: ReadAhead } {
    const names: string[] = [];
    const locate = (ref: FrameRef): Promise<Location> => {
      names.push(ref.name);
      return answer(ref);
    };
    const ahead = new ReadAhead({
      locator: { locate },
      roots: () => ['/ws'],
      readFile: () => Promise.resolve({ text: ' '.repeat(length) }),
      minimumShare: () => minimumShare,
    });
    return { names, ahead };
  }

  /** Every function is where its frame says. */
  const found = ({ name, file }: FrameRef): Promise<Location> => {
    const place = {
      root: '/ws',
      file,
      line: 1,
      firstLine: 1,
      endLine: 2,
      symbol: name,
      kind: 'function',
    } as const;
    return Promise.resolve({ ...place, status: 'exact', candidates: [], why: '' });
  };

  it('asks for a function of every file that can have a lens, the hottest first, once', async () => {
    const { names, ahead } = asked(() => Promise.resolve(NOWHERE), { minimumShare: 0.05 });
    const loaded = loadedOf(`
      shop:main @/ws/shop.py:1
        cart:total @/ws/cart.py:3  30
        shop:sell @/ws/shop.py:9  50
        com.shop.Cart.total @Cart.java:3  20
        com.shop.Cart.add @Cart.java:9  15
        com.store.Cart.total @Cart.java:3  18
        com.store.Basket.total  16
        com.store.Basket.add  12
        rare:rare @/ws/rare.py:1  1`);
    await ahead.begin(loaded, 'cpu');
    await ahead.begin(loaded, 'cpu');
    assert.deepEqual(names, [
      'shop:main',
      'cart:total',
      'com.shop.Cart.total',
      'com.store.Cart.total',
      'com.store.Basket.total',
    ]);
  });

  it('reads no more files, and no more of them, than the locator can remember', async () => {
    const many = asked(found);
    await many.ahead.begin(loadedOf(profile(100, 'shop')), 'cpu');
    assert.equal(many.names.length, 64);
    const big = asked(found, { length: 1_500_000 });
    await big.ahead.begin(loadedOf(profile(100, 'shop')), 'cpu');
    assert.equal(big.names.length, 3);
    const nowhere = asked(() => Promise.resolve(NOWHERE));
    await nowhere.ahead.begin(loadedOf(profile(400, 'shop')), 'cpu');
    assert.equal(nowhere.names.length, 300, 'nor is it searched for everything');
  });

  it('goes on where one could not be read', async () => {
    const { names, ahead } = asked(() => Promise.reject(new Error('no parser')));
    await ahead.begin(loadedOf(profile(3, 'shop')), 'cpu');
    assert.deepEqual(names, ['shop0:f', 'shop1:f', 'shop2:f']);
  });

  it('leaves a profile for the next one, and ends when it is disposed', async () => {
    const { names, ahead } = asked(() => Promise.resolve(NOWHERE));
    const first = ahead.begin(loadedOf(profile(3, 'shop')), 'cpu');
    const second = ahead.begin(loadedOf(profile(3, 'store')), 'cpu');
    ahead.dispose();
    await Promise.all([first, second]);
    assert.deepEqual(names, ['shop0:f', 'store0:f']);
  });
});
