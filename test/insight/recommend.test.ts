import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFrameAddress } from '../../src/insight/frame-address';
import { myCode } from '../../src/insight/my-code';
import { ownCallSite } from '../../src/insight/own-call-site';
import type { Rule } from '../../src/insight/pattern';
import type { Recommendation, RecommendOptions } from '../../src/insight/recommend';
import { affectedShare, recommend } from '../../src/insight/recommend';
import { computeCallTree } from '../../src/profile/call-tree';
import { decodeAgentProfile } from '../../src/profile/codec/agent-profile';
import { mergeProfiles } from '../../src/profile/merge';
import { pathOf } from '../../src/profile/stack-path';
import type { Profile } from '../../src/profile/tables';
import { CPU_STATES } from '../../src/profile/thread-states';
import { toReadable } from '../../src/profile/wrappers';
import { randomOf, randomProfile } from '../fixtures/random';
import { drawn, profileOf } from '../fixtures/text-profile';
import { skip } from '../harness/skip';

/** A rule for drawings: function `x`, or `b` called by `a`, from ten percent on. */
function ruleOf(targetFrames: string[][], more: Partial<Rule> = {}): Rule {
  return {
    pattern: {
      id: '00000000-0000-4000-8000-000000000000',
      name: 'A rule',
      description: '',
      resolutionSteps: '',
      targetFrames,
      thresholdPercent: 10,
      countersToAggregate: CPU_STATES,
    },
    appliesTo: 'python',
    exceptBelow: [],
    references: [],
    ...more,
  };
}

function pythonProfile(text: string): Profile {
  return profileOf(text, { agent: { type: 'CodeGuruProfiler-python', version: '1.2.6' } });
}

/**
 *     A rule: 30 % in 2 places                  sum and count
 *       20 % main > a > b [0]                   top matches: share, path, which target sequence
 */
function print(recommendations: readonly Recommendation[], profile: Profile): string {
  return recommendations
    .flatMap(({ pattern, allMatchesSum, allMatchesCount, topMatches }) => [
      `${pattern.name}: ${percent(allMatchesSum)} in ${allMatchesCount} place${allMatchesCount === 1 ? '' : 's'}`,
      ...topMatches.map(({ thresholdBreachValue, frameAddress, targetFramesIndex }) => {
        const stack = parseFrameAddress(frameAddress, profile) ?? assert.fail(frameAddress);
        const path = pathOf(profile, stack).map(({ name }) => name);
        return `  ${percent(thresholdBreachValue)} ${path.join(' > ')} [${targetFramesIndex}]`;
      }),
    ])
    .join('\n');
}

function percent(value: number): string {
  return `${Math.round(value * 10) / 10} %`;
}

function check(
  profile: string,
  rules: readonly Rule[],
  expected: string,
  options: RecommendOptions = {},
): void {
  const tables = pythonProfile(drawn(profile));
  assert.equal(print(recommend(tables, { rules, ...options }), tables), expected.trim() && drawn(expected));
}

describe('matching a rule', () => {
  it('adds up all samples in and below the target, over all places', () => {
    check(
      `
      main  70
        a  10
          x  5
            deep  5
        c
          x  10
      `,
      [ruleOf([['x']])],
      `
      A rule: 20 % in 2 places
        10 % main > a > x [0]
        10 % main > c > x [0]
      `,
    );
  });

  it('counts a recursive target once a stack', () => {
    check(
      `
      main  50
        x  10
          x  10
            y
              x  30
      `,
      [ruleOf([['x']])],
      `
      A rule: 50 % in 1 place
        50 % main > x [0]
      `,
    );
  });

  it('counts a stack once where several sequences of a rule are in it, under the outermost', () => {
    check(
      `
      main  50
        outer
          inner  50
      `,
      [ruleOf([['inner'], ['outer']])],
      `
      A rule: 50 % in 1 place
        50 % main > outer [1]
      `,
    );
  });

  it('needs the frames of a sequence one directly below the other', () => {
    check(
      `
      main
        a
          between
            b  50
        b  20
        a  10
          b  20
      `,
      [ruleOf([['a', 'b']])],
      `
      A rule: 20 % in 1 place
        20 % main > a > b [0]
      `,
    );
  });

  it('finds a sequence at the entry point and none that would start above it', () => {
    check('a\n  b  10', [ruleOf([['a', 'b']])], 'A rule: 100 % in 1 place\n  100 % a > b [0]');
    check('b  10', [ruleOf([['a', 'b']])], '');
  });

  it('lets one part of a name be any class', () => {
    const rule = ruleOf([['lib:*:run']]);
    const found = [
      'lib:Base:run',
      'lib:Mine:run',
      'lib:run',
      'other:Base:run',
      'lib:A:B:run',
      'lib:Base:runner',
      'lib:Base:run:more',
    ].filter((name) => recommend(pythonProfile(`${name}  10`), { rules: [rule] }).length > 0);
    assert.deepEqual(found, ['lib:Base:run', 'lib:Mine:run']);
  });

  it('leaves out what happens below an excepted frame', () => {
    check(
      `
      main  80
        load
          x  10
        x  10
      `,
      [ruleOf([['x']], { exceptBelow: ['load'] })],
      `
      A rule: 10 % in 1 place
        10 % main > x [0]
      `,
    );
  });

  it('counts the states of the pattern only', () => {
    check(
      `
      main  RUNNABLE 60 WAITING 1000
        x  RUNNABLE 20 WAITING 500
          <Sleep>  TIMED_WAITING 500
        y
          x  BLOCKED 20
        z
          x  WAITING 30
      `,
      [ruleOf([['x']])],
      `
      A rule: 40 % in 2 places
        20 % main > x [0]
        20 % main > y > x [0]
      `,
    );
  });

  it('starts at the threshold', () => {
    const rules = [ruleOf([['x']])];
    check('main  91\n  x  9', rules, '', { minimumSamples: 1 });
    check('main  90\n  x  10', rules, 'A rule: 10 % in 1 place\n  10 % main > x [0]');
  });

  it('says nothing on too few samples, whatever their share', () => {
    const rules = [ruleOf([['x']])];
    check('x  9', rules, '');
    check('x  9', rules, 'A rule: 100 % in 1 place\n  100 % x [0]', { minimumSamples: 9 });
  });

  it('says nothing of a profile without samples in the counted states', () => {
    check('x  WAITING 100', [ruleOf([['x']])], '', { minimumSamples: 0 });
    check('', [ruleOf([['x']])], '', { minimumSamples: 0 });
  });

  it('lists the ten costliest places and counts them all', () => {
    const callers = Array.from({ length: 12 }, (_, i) => `f${i}\n  x  ${10 + i}`).join('\n');
    const profile = pythonProfile(callers);
    const [{ allMatchesCount, topMatches }] = recommend(profile, { rules: [ruleOf([['x']])] });
    assert.equal(allMatchesCount, 12);
    const callersFound = topMatches.map(({ frameAddress }) => /f\d+/.exec(frameAddress)?.[0]);
    assert.deepEqual(callersFound, ['f11', 'f10', 'f9', 'f8', 'f7', 'f6', 'f5', 'f4', 'f3', 'f2']);
  });

  it('orders by cost, equals by name', () => {
    const named = (name: string, target: string): Rule => {
      const rule = ruleOf([[target]]);
      return { ...rule, pattern: { ...rule.pattern, name } };
    };
    const rules = [named('B', 'b'), named('C', 'c'), named('A', 'a')];
    const found = recommend(pythonProfile('a  20\nb  20\nc  60'), { rules });
    assert.deepEqual(
      found.map(({ pattern }) => pattern.name),
      ['C', 'A', 'B'],
    );
  });

  it('tries rules on profiles of their language, and on those of no known one', () => {
    const rules = [ruleOf([['x']])];
    const tryOn = (type: string) =>
      recommend(profileOf('x  10', { agent: { type, version: '' } }), { rules }).length;
    assert.deepEqual(['CodeGuruProfiler-python', '', 'CodeGuruProfiler-java'].map(tryOn), [1, 1, 0]);
  });

  it('takes its times from the profile', () => {
    const profile = profileOf('x  10', { agent: { type: '', version: '' }, start: 1000, end: 61_000 });
    const [{ startTime, endTime }] = recommend(profile, { rules: [ruleOf([['x']])] });
    assert.deepEqual([startTime, endTime], [1000, 61_000]);
  });
});

describe('the sums of a recommendation', () => {
  it('hold for random profiles full of recursion', () => {
    const random = randomOf(20261121);
    const rules = [ruleOf([['a'], ['b', 'c'], ['d', 'a']]), ruleOf([['b'], ['a', 'b']])].map((rule) => ({
      ...rule,
      pattern: { ...rule.pattern, thresholdPercent: 0, countersToAggregate: ['RUNNABLE', 'ODD'] },
    }));
    let seen = 0;
    for (let i = 0; i < 200; i++) {
      const profile = randomProfile(random);
      for (const { pattern, allMatchesSum, allMatchesCount, topMatches } of recommend(
        { ...profile, meta: { ...profile.meta, agent: { type: '', version: '' } } },
        { rules, minimumSamples: 1 },
      )) {
        seen += 1;
        assert.ok(allMatchesSum > 0 && allMatchesSum <= 100);
        assert.ok(Math.abs(allMatchesSum - shareBySample(profile, pattern.targetFrames)) < 1e-9);
        const top = topMatches.reduce((sum, { thresholdBreachValue }) => sum + thresholdBreachValue, 0);
        assert.ok(
          allMatchesCount > topMatches.length ? top < allMatchesSum : Math.abs(top - allMatchesSum) < 1e-9,
        );
      }
    }
    assert.ok(seen > 300, `${seen} recommendations`);
  });

  /** The definition itself: looks at each sample, alone, and asks whether its path contains a sequence. */
  function shareBySample(profile: Profile, targets: readonly (readonly string[])[]): number {
    const { samples } = profile;
    let [affected, all] = [0, 0];
    for (let i = 0; i < samples.length; i++) {
      if (!['RUNNABLE', 'ODD'].includes(samples.states[samples.state[i]])) {
        continue;
      }
      const path = `>${pathOf(profile, samples.stack[i])
        .map(({ name }) => name)
        .join('>')}>`;
      all += samples.count[i];
      affected += targets.some((target) => path.includes(`>${target.join('>')}>`)) ? samples.count[i] : 0;
    }
    return (affected / all) * 100;
  }

  it('stay within 100 % where scaled counts do not add up exactly', () => {
    // From left to right 0.1 + 0.2 + 0.3 is a bit more than from right to left.
    const counts = [0.1, 0.2, 0.3].map((count, i) => `f${i}\n  x  ${count}`).join('\n');
    const [{ allMatchesSum }] = recommend(pythonProfile(counts), {
      rules: [ruleOf([['x']])],
      minimumSamples: 0,
    });
    assert.equal(allMatchesSum, 100);
  });

  it('do not depend on the order in which profiles are merged', () => {
    const parts = ['main  5\n  x  20', 'x  7\nmain\n  x  1', 'other  30\n  x  3'].map((text) =>
      pythonProfile(text),
    );
    const rules = [ruleOf([['x']])];
    const forth = recommend(mergeProfiles(parts), { rules });
    assert.deepEqual(recommend(mergeProfiles([...parts].reverse()), { rules }), forth);
    assert.equal(forth.length, 1);
  });

  it('are a share as well', () => {
    const [recommendation] = recommend(pythonProfile('main  3\n  x  1'), {
      rules: [ruleOf([['x']])],
      minimumSamples: 1,
    });
    assert.equal(affectedShare(recommendation), 0.25);
  });
});

describe('rules on a real capture', () => {
  const capture = join(process.cwd(), '..', 'shared', 'facts', 'captured-agent-profile-detectors.json');
  let profile: Profile;

  before(function () {
    if (!existsSync(capture)) {
      skip(this, 'the capture of many patterns is not beside this checkout');
    }
    profile = toReadable(decodeAgentProfile(JSON.parse(readFileSync(capture, 'utf8'))));
  });

  it('find what the program was written to do wrong', () => {
    const names = recommend(profile).map(
      ({ pattern, allMatchesSum }) => `${pattern.name} ${percent(allMatchesSum)}`,
    );
    assert.deepEqual(names, [
      'Logging of Stack Traces in a Hot Path 19.7 %',
      'Recreation of AWS SDK Service Clients 19.6 %',
      'Repeated Compilation of Regular Expressions 18.7 %',
      'JSON Written by the Encoder in Python 8.2 %',
      'Deep Copies of Large Structures 6.4 %',
    ]);
  });

  it('find the line of its own code', () => {
    const isMine = myCode();
    const sites = recommend(profile).map(({ topMatches: [{ frameAddress }] }) => {
      const stack = parseFrameAddress(frameAddress, profile) ?? assert.fail(frameAddress);
      const site = ownCallSite(profile, stack, isMine);
      return `${site?.frame.name} ${site?.frame.firstLine}-${site?.frame.lastLine} calls ${site?.callee}`;
    });
    assert.deepEqual(sites, [
      'app:logs 11-11 calls exception',
      'app:clients 5-5 calls client',
      'app:rx 14-15 calls compile',
      'app:js 18-18 calls dumps',
      'app:js 18-18 calls deepcopy',
    ]);
  });

  it('measure shares of CPU samples', () => {
    // 1,637 thread samples, of which 968 end in one of the seven functions that wait.
    const [{ allMatchesSum }] = recommend(profile);
    assert.equal(computeCallTree(profile, CPU_STATES).sum, 669);
    assert.equal(allMatchesSum, (132 / 669) * 100);
  });
});
