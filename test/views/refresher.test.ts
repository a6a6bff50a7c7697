import assert from 'node:assert/strict';
import type { ConnectHow, RefreshOptions } from '../../src/views/groups-model';
import { Refresher } from '../../src/views/refresher';
import { HeldAnswers, settled } from '../fixtures/held-answers';

/** A model that answers when it is told to, and what it was asked. */
function createRefresher() {
  const held = new HeldAnswers();
  const asked: string[] = [];
  const screws = { how: 'peek' as ConnectHow };
  const model = {
    refresh: ({ how, force, signal }: RefreshOptions): Promise<void> => {
      if (signal.aborted) return Promise.resolve();
      asked.push(`${how}${force ? ' forced' : ''}`);
      return held.hold(() => undefined);
    },
  };
  const world = { isLive: () => false, how: () => screws.how, interval: () => 1000 };
  return { refresher: new Refresher(model, world), held, asked, screws };
}

describe('refreshing', () => {
  it('asks again with force and start what somebody wanted so, though something else came meanwhile', async () => {
    const { refresher, held, asked } = createRefresher();
    void refresher.refresh({ force: true, how: 'start' });
    await settled();
    void refresher.refresh({});
    await held.answerAll();
    assert.deepEqual(asked, ['start forced', 'start forced']);
    void refresher.refresh({});
    await held.answerAll();
    assert.deepEqual(asked, ['start forced', 'start forced', 'peek']);
  });

  it('starts the service at once for somebody who opens the side bar while it is only looked for', async () => {
    const { refresher, held, asked, screws } = createRefresher();
    refresher.wake();
    await settled();
    screws.how = 'start';
    refresher.wake();
    refresher.wake();
    await held.answerAll();
    assert.deepEqual(asked, ['peek', 'start']);
  });

  it('goes on after a failure, of which whoever asked is told', async () => {
    const { refresher, held, asked } = createRefresher();
    const first = refresher.refresh({});
    await settled();
    held.fail();
    await assert.rejects(first, /Nobody answers/);
    await refresher.idle();
    refresher.wake();
    await held.answerAll();
    await refresher.idle();
    assert.deepEqual(asked, ['peek', 'peek']);
  });

  it('asks nothing any more once it is disposed, not even what waited for its turn', async () => {
    const { refresher, held, asked } = createRefresher();
    void refresher.refresh({});
    await settled();
    void refresher.refresh({ how: 'start' });
    refresher.dispose();
    void refresher.refresh({ how: 'start' });
    await held.answerAll();
    assert.deepEqual(asked, ['peek']);
  });
});
