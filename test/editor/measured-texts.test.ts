import assert from 'node:assert/strict';
import { measuredTexts, type MeasuredQuestion } from '../../src/editor/measured-texts';
import { isRevision, type SourceHistory } from '../../src/host/git-revision';

const NO_GIT: SourceHistory = {
  show: () => Promise.resolve({ why: 'the file is in no git repository' }),
  before: () => Promise.resolve({ why: 'the file is in no git repository' }),
};

/** Commits of one file, oldest first, as `time hash`; the text of each is its hash. */
function historyOf(...commits: readonly string[]): SourceHistory {
  const log = commits.map((one) => ({ at: Number(one.split(' ')[0]), id: one.split(' ')[1] }));
  return {
    show: (id) =>
      Promise.resolve(log.some((one) => one.id === id) ? { text: id } : { why: `no ${id} is here` }),
    before: (time) => {
      const row = log.findLastIndex(({ at }) => at <= time);
      if (row < 0) return Promise.resolve({ why: 'no commit' });
      return Promise.resolve({ id: log[row].id, next: log.at(row + 1)?.at });
    },
  };
}

describe('the text that ran', () => {
  async function check(over: Partial<MeasuredQuestion>, expected: readonly string[]): Promise<void> {
    const texts = await measuredTexts({
      revision: undefined,
      start: 100,
      end: 200,
      isLocal: false,
      firstSeen: 'seen',
      disk: { text: 'disk', writtenAt: 150 },
      history: NO_GIT,
      ...over,
    });
    assert.deepEqual(
      texts.map(({ text, what, isKnown }) => `${text}${isKnown ? '!' : '?'} ${what}`),
      expected,
    );
  }

  const history = historyOf('50 aaa', '90 bbb', '300 ccc');

  it('is that of the revision that somebody named', async () => {
    await check({ revision: { id: 'aaa', from: 'tag' }, history }, [
      'aaa! revision aaa, which the profiling group is tagged with',
    ]);
    await check({ revision: { id: 'ccc', from: 'picked' }, history }, [
      'ccc! revision ccc, which you picked',
    ]);
  });

  it('is the last commit before the profile, if no other was made while it was taken', async () => {
    const rest = ['seen? the text as it was first seen here', 'disk? the file as it is saved'];
    await check({ history }, ['bbb! revision bbb, the last of this file before the profile', ...rest]);
    await check({ history: historyOf('90 bbb', '150 ccc') }, [
      'bbb? revision bbb, the last of this file before the profile',
      ...rest,
    ]);
  });

  it('is the file on this disk, if it was not written since and the program ran here', async () => {
    const disk = { text: 'disk', writtenAt: 99 };
    await check({ disk, isLocal: true, history }, [
      'disk! the file, not written since the profile began',
      'seen? the text as it was first seen here',
      'bbb? revision bbb, the last of this file before the profile',
    ]);
    await check({ disk }, [
      'disk! the file, not written since the profile began',
      'seen? the text as it was first seen here',
    ]);
  });

  it('is one where the file stood elsewhere, though the text is the same', async () => {
    const moved: SourceHistory = {
      show: () => Promise.resolve({ text: 'seen', path: '/ws/old.py' }),
      before: () => Promise.resolve({ id: 'aaa', next: undefined }),
    };
    const texts = await measuredTexts({
      revision: undefined,
      start: 100,
      end: 200,
      isLocal: true,
      firstSeen: 'seen',
      disk: undefined,
      history: moved,
    });
    assert.deepEqual(
      texts.map(({ text, path = 'here' }) => `${text} ${path}`),
      ['seen here', 'seen /ws/old.py'],
    );
  });

  it('is not known where nothing speaks for one, and says why', async () => {
    await check({ revision: { id: 'zzz', from: 'tag' }, start: 0, history }, [
      'seen? the text as it was first seen here (no zzz is here)',
      'disk? the file as it is saved (no zzz is here)',
    ]);
    await check({ disk: undefined }, ['seen? the text as it was first seen here']);
  });
});

describe('the name of a revision', () => {
  const check = (text: string, expected: boolean) => assert.equal(isRevision(text), expected, text);

  it('is a hash, a branch or a tag', () => {
    for (const text of ['3f2a1c9', 'a'.repeat(40), 'main', 'v1.2.3', 'release/2026-11']) check(text, true);
  });

  it('is nothing that git could take for something else', () => {
    const others = [
      '',
      '-x',
      '--output=a',
      'a..b',
      'a b',
      'HEAD~1',
      'a:b',
      '@{1}',
      'a^',
      'a/',
      'a.lock',
      '../a',
      'a\nb',
    ];
    for (const text of [...others, 'a'.repeat(300)]) check(text, false);
  });
});
