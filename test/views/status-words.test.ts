import assert from 'node:assert/strict';
import type { LoadedProfile } from '../../src/focus/loaded-profile';
import type { StateView } from '../../src/profile/thread-states';
import { statusWords } from '../../src/views/status-words';
import { l10n } from '../fixtures/l10n';
import { profileOf } from '../fixtures/text-profile';
import { loadedOf } from '../focus/loaded';

const MINUTE = 60_000;
const END = Date.parse('2026-11-21T11:00Z');
const PROFILE = profileOf('f  RUNNABLE 30 WAITING 10', { start: END - 60 * MINUTE, end: END });

interface Question {
  readonly minutes?: number;
  readonly view?: StateView;
  readonly mapped?: number;
  readonly over?: Partial<LoadedProfile>;
}

function wordsOf({ minutes = 2, view = 'cpu', mapped, over }: Question) {
  const loaded = loadedOf(PROFILE, over);
  const words = statusWords(loaded, view, { l10n, now: END + minutes * MINUTE, mapped });
  return { text: words.text.replaceAll('\u00a0', ' '), detail: words.detail.replaceAll('\u00a0', ' ') };
}

const check = (question: Question, text: string): void => assert.equal(wordsOf(question).text, text);

describe('the status bar', () => {
  it('says group, range and view', () => {
    check({}, 'shop · latest hour · CPU');
    check({ view: 'latency' }, 'shop · latest hour · Latency');
    check({ over: { asked: { latest: 5 * MINUTE } } }, 'shop · latest 5 min · CPU');
  });

  it('says how old the figures are once they are not of now', () => {
    check({ minutes: 14 }, 'shop · latest hour · CPU');
    check({ minutes: 20 }, 'shop · latest hour · CPU · 20 min ago');
    check({ minutes: 180 }, 'shop · latest hour · CPU · 3 h ago');
  });

  it('says how much stands in the workspace once that is known', () => {
    check({ mapped: 0.921 }, 'shop · latest hour · CPU · 92.1 % mapped');
  });

  it('says all of it in sentences where there is room', () => {
    assert.equal(
      wordsOf({ view: 'latency', mapped: 0.5 }).detail,
      'shop of Embedded service, Latency view: 40 samples. Last profile: 2 min ago. ' +
        '50.0 % of CPU stand beside code of this workspace. Click to choose what to show.',
    );
  });

  it('calls a file by its name, which has no range', () => {
    const over = { connectionId: 'file', group: 'file:///tmp/run%201.json' };
    check({ over }, 'run 1.json · CPU');
  });
});
