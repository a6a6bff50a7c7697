import assert from 'node:assert/strict';
import { decodeAgentProfile, encodeAgentProfile } from '../../src/profile/codec/agent-profile';
import { mergeProfiles } from '../../src/profile/merge';
import type { Profile, Weight } from '../../src/profile/tables';
import { randomOf, randomProfile } from '../fixtures/random';
import { drawn, printTree, profileOf } from '../fixtures/text-profile';

describe('mergeProfiles', () => {
  it('adds equal paths and keeps the others', () => {
    const merged = mergeProfiles([
      profileOf('main @/a.py:3\n  load  2\n  show  1'),
      profileOf('main @/a.py:9\n  load  5\nworker  WAITING 7'),
    ]);
    assert.equal(
      printTree(merged),
      drawn(`
        main @/a.py:3-9 (8, 0)
          load (7, 7)
          show (1, 1)
        worker (7, 7)
      `),
    );
  });

  it('spans the times and counts the profiles', () => {
    const merged = mergeProfiles([
      profileOf('a  1', { start: 50, end: 90 }),
      profileOf('a  1', { start: 10, end: 60, profileCount: 3 }),
    ]);
    assert.deepEqual([merged.meta.start, merged.meta.end, merged.meta.profileCount], [10, 90, 4]);
  });

  it('adds up one host and keeps two apart', () => {
    const host = {
      computeType: 'unknown',
      hostType: '',
      vCpus: 2,
      memoryMb: 0,
      seenMs: 10,
      samples: 1,
    } as const;
    const merged = mergeProfiles([
      profileOf('a  1', { fleet: [{ id: 'x', ...host }] }),
      profileOf('a  1', { fleet: [{ id: 'y', ...host }] }),
      profileOf('a  1', { fleet: [{ id: 'x', ...host }] }),
    ]);
    assert.deepEqual(
      merged.meta.fleet.map(({ id, seenMs, samples }) => [id, seenMs, samples]),
      [
        ['x', 20, 2],
        ['y', 10, 1],
      ],
    );
  });

  it('makes one of the thread states that are too many, in whatever order they come', () => {
    const nameOf = (at: number) => `S_${String.fromCharCode(65 + Math.floor(at / 10), 65 + (at % 10))}`;
    const parts = Array.from({ length: 40 }, (_, at) => profileOf(`a  ${nameOf(at)} 1\nb  RUNNABLE 1`));
    const whole = mergeProfiles(parts);
    const states = Array.from({ length: 30 }, (_, at) => nameOf(at));
    assert.deepEqual(whole.samples.states, ['RUNNABLE', 'OTHER', ...states]);
    assert.equal(printTree(whole), 'a (40, 40)\nb (40, 40)');
    const [first, second] = [parts.slice(0, 36).reverse(), parts.slice(36)].map(mergeProfiles);
    assert.deepEqual(mergeProfiles([second, first]), whole);
    assert.deepEqual(decodeAgentProfile(JSON.parse(encodeAgentProfile(whole))).samples, whole.samples);
  });

  describe('of different pace', () => {
    const host = { computeType: 'unknown', hostType: '', vCpus: 0, memoryMb: 0, seenMs: 10 } as const;
    const paced = (samples: number, weight: Weight | undefined) =>
      profileOf(`a  ${samples || 1}`, {
        fleet: [{ id: 'x', ...host, samples }],
        ...(weight === undefined ? {} : { weight }),
      });
    const each = (seconds: number): Weight => ({ unit: 'samples', perSample: 1, seconds });

    it('keeps the seconds of the whole', () => {
      const parts = [paced(300, each(0.1)), paced(100, each(0.2)), paced(100, each(0.25))];
      const whole = mergeProfiles(parts);
      assert.deepEqual(whole.meta.weight, each(0.15));
      assert.deepEqual(mergeProfiles([...parts].reverse()).meta.weight, each(0.15));
      assert.deepEqual(mergeProfiles([mergeProfiles(parts.slice(0, 2)), parts[2]]).meta.weight, each(0.15));
    });

    it('keeps one pace as it is', () => {
      const parts = [1, 2, 3].map((samples) => paced(samples, each(1 / 3)));
      assert.deepEqual(mergeProfiles(parts).meta.weight, each(1 / 3));
    });

    it('knows no seconds where one part does not', () => {
      assert.equal(mergeProfiles([paced(1, each(0.1)), paced(1, undefined)]).meta.weight, undefined);
      assert.equal(mergeProfiles([paced(1, undefined), paced(1, each(0.1))]).meta.weight, undefined);
      assert.deepEqual(mergeProfiles([paced(1, each(0.1)), paced(9, each(0))]).meta.weight, each(0));
    });

    it('does not ask parts without samples', () => {
      assert.deepEqual(mergeProfiles([paced(0, undefined), paced(5, each(0.1))]).meta.weight, each(0.1));
      assert.deepEqual(mergeProfiles([paced(0, each(0.5)), paced(5, each(0.1))]).meta.weight, each(0.1));
    });

    it('does not call nanoseconds samples', () => {
      const measured = paced(5, { unit: 'nanoseconds', perSample: 1e7, seconds: 1e-9 });
      assert.equal(mergeProfiles([paced(5, each(0.1)), measured]).meta.weight, undefined);
      assert.deepEqual(mergeProfiles([measured, measured]).meta.weight, measured.meta.weight);
    });
  });

  it('refuses to merge nothing', () => {
    assert.throws(() => mergeProfiles([]), /there is no profile to merge/);
  });

  it('does not depend on order or grouping, and loses no sample, on 100 random sets', () => {
    const random = randomOf(3);
    for (let i = 0; i < 100; i++) {
      const [a, b, c] = [randomProfile(random), randomProfile(random), randomProfile(random)];
      const merged = mergeProfiles([a, b, c]);
      assert.deepEqual(mergeProfiles([c, a, b]), merged);
      assert.deepEqual(mergeProfiles([mergeProfiles([a, b]), c]), merged);
      assert.equal(sum(merged), sum(a) + sum(b) + sum(c));
    }
  });
});

function sum(profile: Profile): number {
  return profile.samples.count.reduce((total, count) => total + count, 0);
}
