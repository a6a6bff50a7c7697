import assert from 'node:assert/strict';
import { computeFunctionShares } from '../../src/profile/function-shares';
import { mergeProfiles } from '../../src/profile/merge';
import type { Profile } from '../../src/profile/tables';
import { randomOf, randomProfile } from '../fixtures/random';
import { profileOf } from '../fixtures/text-profile';

describe('computeFunctionShares', () => {
  /** Questions as `name` or `name STATE STATE`, answers in hundredths. */
  const check = (profile: string | Profile, expected: Record<string, number>): void => {
    const questions = Object.keys(expected).map((question) => {
      const [name, ...states] = question.split(' ');
      return { name, states };
    });
    const shares = computeFunctionShares(
      typeof profile === 'string' ? profileOf(profile) : profile,
      questions,
    );
    const answers = shares.map((share) => Math.round(1e6 * share) / 1e4);
    assert.deepEqual(
      Object.fromEntries(Object.keys(expected).map((name, at) => [name, answers[at]])),
      expected,
    );
  };

  it('adds a function over all its occurrences', () => {
    check('a\n  x  1\nb\n  x  2\n    y  4\nc  3', { a: 10, b: 60, x: 70, y: 40, c: 30 });
  });

  it('counts recursion once per stack', () => {
    check('f\n  g  1\n    f  2\n      g  4\n    h  8\nk  5', { f: 75, g: 75, h: 40 });
  });

  it('takes functions of one name in several files as one, also where one calls the other', () => {
    check('f @/a.py:1  1\n  f @/b.py:1  1\nf @/b.py:2  1\ng  1', { f: 75 });
  });

  it('is none of a function that is not there, and of nothing', () => {
    check('a  1', { b: 0, A: 0 });
    check('a', { a: 0 });
    check('a  RUNNABLE 1', { 'a BLOCKED': 0 });
  });

  it('counts the asked states, of the function and of the whole', () => {
    check('a  RUNNABLE 1 WAITING 3\nb  RUNNABLE 3 IDLE 13', {
      a: 20,
      'a RUNNABLE': 25,
      'a WAITING': 100,
      'a RUNNABLE WAITING': 57.1429,
      'b IDLE RUNNABLE': 94.1176,
    });
  });

  it("tells Python's states apart, and has them all under WALL_TIME", () => {
    const python = 'main\n  work  WALL_TIME 2\n  <Sleep>  WALL_TIME 6';
    check(python, {
      'work RUNNABLE': 100,
      'work TIMED_WAITING': 0,
      '<Sleep> TIMED_WAITING': 100,
      'work WALL_TIME': 25,
      'work WALL_TIME RUNNABLE': 25,
      work: 25,
    });
    const both = mergeProfiles([profileOf(python), profileOf('work  RUNNABLE 2')]);
    check(both, { 'work RUNNABLE': 100, 'work WALL_TIME': 25, 'work WALL_TIME RUNNABLE': 40 });
  });

  it('agrees with looking at every sample, on 100 random profiles', () => {
    const random = randomOf(17);
    for (let i = 0; i < 100; i++) {
      const profile = randomProfile(random);
      const names = ['a', 'b', 'c', 'd'];
      const shares = computeFunctionShares(
        profile,
        names.map((name) => ({ name, states: ['WALL_TIME', 'ODD'] })),
      );
      const expected = names.map((name) => shareSampleBySample(profile, name, ['WALL_TIME', 'ODD']));
      shares.forEach((share, at) => assert.ok(Math.abs(share - expected[at]) < 1e-12, names[at]));
    }
  });
});

function shareSampleBySample(profile: Profile, name: string, states: readonly string[]): number {
  const { frames, stacks, samples } = profile;
  let [part, whole] = [0, 0];
  for (let i = 0; i < samples.length; i++) {
    if (!states.includes(samples.states[samples.state[i]])) continue;
    whole += samples.count[i];
    const isIn = (row: number): boolean =>
      row >= 0 && (frames.name[stacks.frame[row]] === name || isIn(stacks.prefix[row]));
    part += isIn(samples.stack[i]) ? samples.count[i] : 0;
  }
  return whole === 0 ? 0 : part / whole;
}
