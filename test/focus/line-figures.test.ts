import assert from 'node:assert/strict';
import { callTreeOf } from '../../src/focus/figures';
import { lineBlocksOf } from '../../src/focus/line-figures';
import { profileOf } from '../fixtures/text-profile';

/** Blocks of all functions called `f…` as `first-last samples [line samples, …]`. */
function check(drawing: string, expected: string[]): void {
  const profile = profileOf(drawing);
  const frames = profile.frames.name.flatMap((name, frame) => (name.startsWith('f') ? [frame] : []));
  const blocks = lineBlocksOf(callTreeOf(profile, 'cpu'), frames);
  const printed = blocks.map(({ first, last, samples, known }) => {
    const lines = known.map((one) => `${one.line} ${one.samples}`).join(', ');
    return `${first}-${last} ${samples}${lines === '' ? '' : ` [${lines}]`}`;
  });
  assert.deepEqual(printed, expected);
}

describe('lines of a function', () => {
  it('are the ranges that paths report, those that share a line as one', () => {
    check(
      `
main
  f @/a.py:10-14  30
job
  f @/a.py:12-16  20
timer
  f @/a.py:20  5`,
      ['10-16 50', '20-20 5'],
    );
  });

  it('count what they call', () => {
    check('f @/a.py:10  1\n  g @/a.py:30  4', ['10-10 5']);
  });

  it('tell which lines of a range are known by themselves', () => {
    check('a\n  f @/a.py:10-14  30\nb\n  f @/a.py:12  20\nc\n  f @/a.py:12  3\nd\n  f @/a.py:10  2', [
      '10-14 55 [10 2, 12 23]',
    ]);
  });

  it('count a sample once in a block, however often the function calls itself', () => {
    check('f @/a.py:10-12  1\n  f @/a.py:11  4\n    f @/a.py:30  5', ['10-12 10 [11 9]', '30-30 5']);
  });

  it('are those of all its names', () => {
    check('f @/a.py:10  3\nfn @/b.py:10  4\n  f @/a.py:10  5', ['10-10 12']);
  });

  it('are none where the agent reports none, and none without samples in the view', () => {
    check('f @/a.py  3', []);
    check('f @/a.py:4  WAITING 3', []);
  });
});
