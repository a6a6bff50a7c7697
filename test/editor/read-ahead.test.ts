import assert from 'node:assert/strict';
import { ReadAhead } from '../../src/editor/read-ahead';
import type { Location } from '../../src/source/location';
import { loadedOf } from '../focus/loaded';

const NOWHERE: Location = { status: 'none', candidates: [], why: 'It is a test.' };

const profile = (functions: number, from: string): string =>
  Array.from({ length: functions }, (_, i) => `${from}:f${i} @/ws/${from}.py:1  ${functions - i}`).join('\n');

describe('reading ahead', () => {
  function asked(answer: (name: string) => Promise<Location>): { names: string[]; ahead: ReadAhead } {
    const names: string[] = [];
    const locate = ({ name }: { readonly name: string }): Promise<Location> => {
      names.push(name);
      return answer(name);
    };
    return { names, ahead: new ReadAhead({ locator: { locate }, roots: () => ['/ws'] }) };
  }

  it('asks for the hottest functions of a profile, once', async () => {
    const { names, ahead } = asked(() => Promise.resolve(NOWHERE));
    const loaded = loadedOf(profile(50, 'shop'));
    await ahead.begin(loaded, 'cpu');
    await ahead.begin(loaded, 'cpu');
    assert.deepEqual(
      names,
      Array.from({ length: 40 }, (_, i) => `shop:f${i}`),
    );
  });

  it('goes on where one could not be read', async () => {
    const { names, ahead } = asked(() => Promise.reject(new Error('no parser')));
    await ahead.begin(loadedOf(profile(3, 'shop')), 'cpu');
    assert.deepEqual(names, ['shop:f0', 'shop:f1', 'shop:f2']);
  });

  it('leaves a profile for the next one, and ends when it is disposed', async () => {
    const { names, ahead } = asked(() => Promise.resolve(NOWHERE));
    const first = ahead.begin(loadedOf(profile(3, 'shop')), 'cpu');
    const second = ahead.begin(loadedOf(profile(3, 'store')), 'cpu');
    ahead.dispose();
    await Promise.all([first, second]);
    assert.deepEqual(names, ['shop:f0', 'store:f0']);
  });
});
