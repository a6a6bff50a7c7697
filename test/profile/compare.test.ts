import assert from 'node:assert/strict';
import { computeCallTree } from '../../src/profile/call-tree';
import type { Comparison, Rigour } from '../../src/profile/compare';
import { compareSides, measureChange } from '../../src/profile/compare';
import { commonUnit, joinProfiles, sideStates } from '../../src/profile/compare-join';
import type { Normalization } from '../../src/profile/compare-normalization';
import { isNormalization, NORMALIZATIONS, scaleSides } from '../../src/profile/compare-normalization';
import { formatPoints, formatShare } from '../../src/profile/format';
import type { FleetMember, Profile, ProfileMeta, Weight } from '../../src/profile/tables';
import { MAX_STATES, sortStates } from '../../src/profile/tables';
import { isProfile } from '../../src/protocol/profile-guard';
import { randomOf, randomProfile } from '../fixtures/random';
import { drawn, printCallTree, profileOf } from '../fixtures/text-profile';

describe('joinProfiles', () => {
  const sides = (joined: Profile) =>
    (['A', 'B'] as const).map((side) => computeCallTree(joined, sideStates(side, 'latency', joined)));

  it('puts both sides on one set of tables', () => {
    const joined = joinProfiles(
      profileOf('main\n  load  30\n  show  10'),
      profileOf('main\n  load  20\n  sort  30'),
    );
    const [a, b] = sides(joined);
    assert.equal(printCallTree(a), 'main (40, 0)\n  load (30, 30)\n  show (10, 10)\n  sort (0, 0)');
    assert.equal(printCallTree(b), 'main (50, 0)\n  load (20, 20)\n  show (0, 0)\n  sort (30, 30)');
  });

  it('says in the thread state where a sample came from', () => {
    const joined = joinProfiles(
      profileOf('f  RUNNABLE 1 IDLE 2'),
      profileOf('f  RUNNABLE 3 BLOCKED 4 ODD 5'),
    );
    assert.deepEqual(joined.samples.states, ['A IDLE', 'A RUNNABLE', 'B BLOCKED', 'B ODD', 'B RUNNABLE']);
    assert.deepEqual(sortStates(joined.samples.states), joined.samples.states);
    assert.deepEqual(sideStates('A', 'latency', joined), ['A RUNNABLE']);
    assert.deepEqual(sideStates('B', 'cpu', joined), ['B BLOCKED', 'B RUNNABLE']);
    assert.deepEqual(sideStates('B', ['ODD', 'NATIVE'], joined), ['B ODD']);
  });

  it('stays within the states that a profile may have, and loses no sample', () => {
    const many = (count: number) =>
      profileOf(
        `f  RUNNABLE 1 ${Array.from({ length: count }, (_, i) => `X${'ABCDEFGHIJ'[i % 10]}${'_'.repeat(i)} 1`).join(' ')}`,
      );
    const joined = joinProfiles(many(30), many(9));
    assert.ok(joined.samples.states.length <= MAX_STATES, `${joined.samples.states.length} states`);
    assert.deepEqual(
      sides(joined).map(({ sum }) => sum),
      [31, 10],
    );
    assert.deepEqual(sideStates('A', 'cpu', joined), ['A RUNNABLE']);
  });

  it('gives profiles that hold together, whatever the sides', () => {
    const random = randomOf(3);
    for (let run = 0; run < 50; run++) {
      const [a, b] = [randomProfile(random), randomProfile(random)];
      const joined = joinProfiles(a, b);
      assert.ok(isProfile(joined));
      const states = [...new Set([...a.samples.states, ...b.samples.states])];
      const sums = (['A', 'B'] as const).map(
        (side) => computeCallTree(joined, sideStates(side, states, joined)).sum,
      );
      assert.deepEqual(
        sums,
        [a, b].map((one) => computeCallTree(one, states).sum),
      );
    }
  });

  it('knows a function again under another install path', () => {
    const { frames } = joinProfiles(
      profileOf('f @/srv/v41/x.py:1  900'),
      profileOf('f @/srv/v42/x.py:1  900'),
    );
    assert.deepEqual(frames.file, ['/srv/v41/x.py']);
  });

  it('keeps functions of one name apart where a side has several', () => {
    const { frames } = joinProfiles(profileOf('f @/a.py  9\nf @/b.py  9'), profileOf('f @/c.py  9'));
    assert.deepEqual(frames.file, ['/a.py', '/b.py', '/c.py']);
  });

  it('finds the unit that the counts of both have', () => {
    const nanoseconds = (perSample: number): Weight => ({ unit: 'nanoseconds', perSample, seconds: 1e-9 });
    const bytes: Weight = { unit: 'bytes', perSample: 0, seconds: 0 };
    const unit = (a: Weight | undefined, b: Weight | undefined) => commonUnit(metaOf(a), metaOf(b));
    assert.equal(unit(undefined, undefined), 'thread samples');
    assert.equal(unit(nanoseconds(1e7), undefined), 'thread samples');
    assert.deepEqual(unit(nanoseconds(1e7), nanoseconds(1e6)), nanoseconds(1e7));
    assert.deepEqual(unit(bytes, bytes), bytes);
    assert.equal(unit(bytes, undefined), undefined);
    assert.equal(unit(nanoseconds(0), undefined), undefined);
  });

  it('counts in samples where the sides have other units, and refuses what is no time', () => {
    const a = profileOf('f  50000000', { weight: { unit: 'nanoseconds', perSample: 1e7, seconds: 1e-9 } });
    const b = profileOf('f  7');
    const joined = joinProfiles(a, b);
    assert.deepEqual(
      sides(joined).map(({ sum }) => sum),
      [5, 7],
    );
    assert.equal(joined.meta.weight, undefined);
    const heap = profileOf('f  7', { weight: { unit: 'bytes', perSample: 0, seconds: 0 } });
    assert.throws(() => joinProfiles(a, heap), RangeError);
  });
});

describe('compareSides', () => {
  it('says how each function changed', () =>
    check(
      'main\n  load  3000\n  show  1000\n  same  6000',
      'main\n  load  5000\n  sort  3000\n  same  12000',
      `
      load 30.0 % → 25.0 % −5.0 points faster
      main 100 % → 100 % +0.0 points same
      same 60.0 % → 60.0 % +0.0 points same
      show 10.0 % → 0 % −10.0 points gone
      sort 0 % → 15.0 % +15.0 points new
      `,
    ));

  it('claims nothing from few samples, and says that it is that', () => {
    const few = compare('main\n  load  10\n  show  60', 'main\n  load  60\n  show  10');
    assert.equal(few.yardstick.whyNothing, 'few-samples');
    assert.ok(few.functions.every(({ significant, status }) => !significant && status === 'same'));
    const asked = compare('main\n  load  10\n  show  60', 'main\n  load  60\n  show  10', {
      minimumSamples: 70,
    });
    assert.equal(asked.yardstick.whyNothing, undefined);
    assert.equal(
      asked.functions.find(({ frame }) => asked.profile.frames.name[frame] === 'load')?.status,
      'slower',
    );
  });

  it('claims neither new nor gone from a zero that may be chance', () =>
    check(
      'main\n  load  900\n  rare  3',
      'main\n  load  900',
      `
      load 99.7 % → 100 % +0.3 points same
      main 100 % → 100 % +0.0 points same
      rare 0.3 % → 0 % −0.3 points same
      `,
    ));

  it('tells a change of a function itself from that of its whole', () => {
    const { profile, functions } = compare(
      'main\n  work  2000\n    part  2000\n  rest  2000',
      'main\n  work  4000\n  rest  2000',
    );
    const work = functions[profile.frames.name.indexOf('work')];
    assert.deepEqual([work.selfSignificant, work.significant, work.status], [true, false, 'same']);
    assert.ok(work.selfInterval[0] > 0.3 && work.selfInterval[1] < 0.37, String(work.selfInterval));
  });

  it('compares with an empty side without dividing by it', () => {
    const { functions, yardstick } = compare('main  1000', '');
    assert.deepEqual([functions[0].totalA, functions[0].totalB], [1, 0]);
    assert.ok(functions.every((change) => Number.isFinite(change.deltaTotal)));
    assert.equal(yardstick.whyNothing, 'few-samples');
  });

  it('measures a call path as it measures a function', () => {
    const { yardstick, functions, profile } = compare('main\n  f  300\n  g  700', 'main\n  f  600\n  g  400');
    const f = functions[profile.frames.name.indexOf('f')];
    const path = measureChange(yardstick, 300, 600);
    assert.deepEqual([path.interval, path.status], [f.interval, f.status]);
  });

  it('claims nothing of counts that nobody knows the samples of', () => {
    const weight: Weight = { unit: 'bytes', perSample: 0, seconds: 0 };
    const { yardstick, functions } = compare('f  9000\ng  1000', 'f  1000\ng  9000', {}, { weight });
    assert.equal(yardstick.whyNothing, 'no-samples');
    assert.deepEqual(functions[0].interval, [-Infinity, Infinity]);
    assert.deepEqual([functions[0].totalA, functions[0].significant], [0.9, false]);
  });

  it('is as sure of nanoseconds as of the samples that they are', () => {
    const weight: Weight = { unit: 'nanoseconds', perSample: 1e7, seconds: 1e-9 };
    const inTime = compare('f  6000000000\ng  4000000000', 'f  5000000000\ng  5000000000', {}, { weight });
    const inSamples = compare('f  600\ng  400', 'f  500\ng  500');
    assert.deepEqual(inTime.functions[0].interval, inSamples.functions[0].interval);
    assert.deepEqual([inTime.yardstick.sumA, inTime.yardstick.samplesA], [1e10, 1000]);
  });

  function check(a: string, b: string, expected: string): void {
    assert.equal(printChanges(compare(a, b)), drawn(expected));
  }
});

describe('a normalisation', () => {
  const HOUR = 3_600_000;
  const member = (seenMs: number, vCpus: number): FleetMember => ({
    id: 'h',
    computeType: 'unknown',
    hostType: '',
    vCpus,
    memoryMb: 0,
    seenMs,
    samples: 0,
  });

  /** Figures of one function that has 600 samples in A and 1,200 in B, of 1,000 and 4,000. */
  function check(
    normalization: Normalization,
    a: Partial<ProfileMeta>,
    b: Partial<ProfileMeta>,
    expected: string,
  ): void {
    const [one, other] = [profileOf('f  600\ng  400', a), profileOf('f  1200\ng  2800', b)];
    const scale = scaleSides(normalization, one.meta, other.meta);
    const { functions } = compareSides(joinProfiles(one, other), 'cpu', scale);
    const { totalA, totalB, status } = functions[0];
    assert.equal(`${totalA} → ${totalB} ${scale.unit}, ${status}`, expected);
  }

  it('divides by what it is named after', () => {
    const [minute, hour] = [{ end: 60_000 }, { end: HOUR }];
    check('share', minute, hour, '0.6 → 0.3 share, faster');
    check('samples', minute, minute, '600 → 1200 count, slower');
    check('per-second', minute, { end: 120_000 }, '10 → 10 per second, same');
    check('per-second', minute, { end: 60_000 }, '10 → 20 per second, slower');
  });

  it('counts hours of processors where all are known, else of machines', () => {
    const [small, large] = [{ fleet: [member(HOUR, 2)] }, { fleet: [member(HOUR, 4), member(HOUR, 4)] }];
    check('per-host', small, large, '300 → 150 per vCPU-hour, faster');
    check('per-host', { fleet: [member(HOUR, 0)] }, large, '600 → 600 per host-hour, same');
  });

  it('says what is missing, and claims nothing then', () => {
    const missing = (normalization: Normalization, meta: Partial<ProfileMeta>) => {
      const profile = profileOf('f  9000\ng  1000', meta);
      const scale = scaleSides(normalization, profile.meta, profileOf('f  1').meta);
      const { yardstick, functions } = compareSides(
        joinProfiles(profile, profileOf('g  9000')),
        'cpu',
        scale,
      );
      assert.ok(
        functions.every(({ significant, deltaTotal }) => !significant && Number.isFinite(deltaTotal)),
      );
      return `${scale.missing}, ${yardstick.whyNothing}`;
    };
    assert.equal(missing('per-second', { end: 0 }), 'length, no-exposure');
    assert.equal(missing('per-host', {}), 'fleet, no-exposure');
  });

  it('is known by its name', () => {
    assert.ok(NORMALIZATIONS.every(isNormalization));
    assert.ok(![undefined, 'time', 3].some(isNormalization));
  });
});

function compare(a: string, b: string, rigour: Rigour = {}, meta: Partial<ProfileMeta> = {}): Comparison {
  const [one, other] = [profileOf(a, meta), profileOf(b, meta)];
  return compareSides(joinProfiles(one, other), 'cpu', scaleSides('share', one.meta, other.meta), rigour);
}

function metaOf(weight: Weight | undefined): ProfileMeta {
  return profileOf('f  1', weight && { weight }).meta;
}

function printChanges({ profile, functions }: Comparison): string {
  return functions
    .map(({ frame, totalA, totalB, deltaTotal, status }) =>
      [
        profile.frames.name[frame],
        formatShare(totalA),
        '→',
        formatShare(totalB),
        formatPoints(deltaTotal),
        status,
      ].join(' '),
    )
    .join('\n')
    .replaceAll('\u00a0', ' ');
}
