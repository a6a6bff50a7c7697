import assert from 'node:assert/strict';
import { computeCallTree } from '../../src/profile/call-tree';
import { computeFunctionTotals } from '../../src/profile/hot-spots';
import { computeCoverage } from '../../src/source/coverage';
import type { Location } from '../../src/source/location';
import { profileOf } from '../fixtures/text-profile';

/** Functions called `here…` have a place, those called `own…` or `here…` are somebody's own. */
async function check(drawn: string, expected: string, minimumShare = 0): Promise<void> {
  const profile = profileOf(drawn);
  const found = await computeCoverage(computeFunctionTotals(computeCallTree(profile, ['RUNNABLE'])), {
    locate: ({ name }) => Promise.resolve(placeOf(name)),
    isOwn: ({ name }) => !name.startsWith('lib'),
    minimumShare,
  });
  const { mapped, missed, foreign, sum, unmapped, unasked } = found;
  assert.equal(mapped + missed + foreign, sum, 'every sample is counted once');
  const names = unmapped.map(({ ref, total }) => `${ref.name} ${total}`).join(', ');
  assert.equal(
    `${mapped}+${missed}+${foreign}: ${names}${unasked > 0 ? `, ${unasked} not asked` : ''}`,
    expected,
  );
}

function placeOf(name: string): Location {
  if (!name.startsWith('here')) return { status: 'none', candidates: [], why: 'No.' };
  const lines = { line: 1, firstLine: 1, endLine: 2 };
  return {
    status: 'exact',
    root: '/ws',
    file: '/ws/a.py',
    symbol: name,
    kind: 'function',
    candidates: [],
    why: '',
    ...lines,
  };
}

describe('coverage', () => {
  it('counts a sample by the own function that is nearest to where the time went', async () => {
    await check(
      `
here-main  1
  own-lost  2
    lib-sleep  4
    here-quote  8
      lib-hash  16
lib-thread  32
  lib-poll  64`,
      '25+6+96: own-lost 30, lib-thread 96, lib-poll 64, lib-hash 16, lib-sleep 4',
    );
  });

  it('counts a recursive function once per sample', async () => {
    await check('own-walk  1\n  own-walk  1\n    here  2\n      own-walk  4', '2+6+0: own-walk 8');
  });

  it('does not look for functions below the floor, which count as their callers', async () => {
    await check('here-main  90\n  own-rare  10', '100+0+0: , 1 not asked', 0.2);
  });

  it('is nothing of nothing', async () => {
    await check('here-main  WAITING 9', '0+0+0: ');
  });
});
