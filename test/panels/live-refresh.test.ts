import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { LiveRefresh } from '../../src/panels/live-refresh';

describe('what is live', () => {
  const open = () => {
    const world = { isLive: true, refreshes: 0, answers: [] as (() => void)[] };
    const live = new LiveRefresh({
      isLive: () => world.isLive,
      interval: () => 1,
      refresh: () => {
        world.refreshes++;
        return new Promise((resolve) => world.answers.push(resolve));
      },
    });
    const until = async (refreshes: number): Promise<void> => {
      while (world.refreshes < refreshes) await delay(1);
    };
    return { world, live, until };
  };

  it('is fetched anew, one time after the other', async () => {
    const { world, live, until } = open();
    live.wake();
    live.wake();
    await until(1);
    live.wake();
    await delay(10);
    assert.equal(world.refreshes, 1, 'nothing more is asked while an answer is on its way');
    world.answers.pop()?.();
    await until(2);
    live.dispose();
  });

  it('is left alone once it is not', async () => {
    const { world, live, until } = open();
    live.wake();
    await until(1);
    world.isLive = false;
    world.answers.pop()?.();
    await delay(10);
    assert.equal(world.refreshes, 1);
    world.isLive = true;
    live.wake();
    await until(2);
    live.dispose();
  });

  it('is left alone by who was closed', async () => {
    const { world, live } = open();
    live.wake();
    live.dispose();
    live.wake();
    await delay(10);
    assert.equal(world.refreshes, 0);
  });
});
