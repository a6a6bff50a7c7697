import assert from 'node:assert/strict';
import { Focus } from '../../src/focus/focus';
import type { LoadedProfile } from '../../src/focus/loaded-profile';
import { loadedOf } from './loaded';

const createFocus = (): Focus => new Focus({ load: () => Promise.reject(new Error('nothing is loaded')) });
const answerOf = (group: string): LoadedProfile => loadedOf('main  1', { group });

describe('the focus', () => {
  it('tells each change once, and sameness not at all', () => {
    const focus = createFocus();
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
    const focus = createFocus();
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
