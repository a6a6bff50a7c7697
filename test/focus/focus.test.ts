import assert from 'node:assert/strict';
import { Focus } from '../../src/focus/focus';
import type { LoadedProfile, ProfileKey } from '../../src/focus/loaded-profile';
import { loadedOf } from './loaded';

/** A loader that answers when it is told to. */
function createHeldLoader() {
  const waiting: { key: ProfileKey; signal: AbortSignal; answer: (loaded: LoadedProfile) => void }[] = [];
  return {
    waiting,
    load: (key: ProfileKey, signal: AbortSignal) =>
      new Promise<LoadedProfile>((answer) => waiting.push({ key, signal, answer })),
  };
}

const keyOf = (group: string): ProfileKey => ({ connectionId: 'local', group, range: { latest: 1000 } });
const answerOf = (group: string): LoadedProfile => loadedOf('main  1', { group });

describe('the focus', () => {
  it('keeps the old profile until the new one is there', async () => {
    const loader = createHeldLoader();
    const focus = new Focus(loader);
    focus.show(answerOf('old'));
    const opening = focus.open(keyOf('new'));
    assert.equal(focus.current?.group, 'old');
    loader.waiting[0].answer(answerOf('new'));
    await opening;
    assert.equal(focus.current.group, 'new');
  });

  it('drops an answer that a later question has overtaken', async () => {
    const loader = createHeldLoader();
    const focus = new Focus(loader);
    const shown: (string | undefined)[] = [];
    focus.onDidChange((loaded) => shown.push(loaded?.group));
    const first = focus.open(keyOf('first'));
    const second = focus.open(keyOf('second'));
    assert.equal(loader.waiting[0].signal.aborted, true);
    loader.waiting[1].answer(answerOf('second'));
    loader.waiting[0].answer(answerOf('first'));
    await assert.rejects(first, { name: 'AbortError' });
    await second;
    assert.deepEqual(shown, ['second']);
  });

  it('tells each change once, and sameness not at all', () => {
    const focus = new Focus(createHeldLoader());
    const told: string[] = [];
    focus.onDidChange((loaded) => told.push(`profile ${loaded?.group}`));
    focus.onDidChangeView((view) => told.push(`view ${view as string}`));
    const loaded = answerOf('a');
    focus.show(loaded);
    focus.show(loaded);
    focus.setView('cpu');
    focus.setView('latency');
    focus.setView('latency');
    focus.show(undefined);
    assert.deepEqual(told, ['profile a', 'view latency', 'profile undefined']);
  });

  it('lets a listener leave while it is being told', () => {
    const focus = new Focus(createHeldLoader());
    const told: string[] = [];
    const first = focus.onDidChange(() => {
      told.push('first');
      first.dispose();
    });
    focus.onDidChange(() => told.push('second'));
    focus.show(answerOf('a'));
    focus.show(answerOf('b'));
    assert.deepEqual(told, ['first', 'second', 'second']);
  });
});
