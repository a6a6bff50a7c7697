import assert from 'node:assert/strict';
import { callTreeOf } from '../../src/focus/figures';
import { figuresOf } from '../../src/focus/function-figures';
import { neighboursOf } from '../../src/profile/neighbours';
import type { StateView } from '../../src/profile/thread-states';
import { profileOf } from '../fixtures/text-profile';

/** `total self of sum` of the functions with these names, taken as one. */
function check(drawing: string, names: string, view: StateView, expected: string): void {
  const profile = profileOf(drawing);
  const frames = names.split(' ').map((name) => profile.frames.name.indexOf(name));
  const { total, self, sum } = figuresOf(profile, view, frames);
  assert.equal(`${total} ${self} of ${sum}`, expected);
}

const RECURSIVE = `
main
  f  1
    g  2
      f  4
        h  8
  h  16`;

describe('figures of a function', () => {
  it('count recursion once', () => check(RECURSIVE, 'f', 'cpu', '15 5 of 31'));

  it('count several frames of one function once where one calls the other', () => {
    check(RECURSIVE, 'f g', 'cpu', '15 7 of 31');
    check(RECURSIVE, 'g h', 'cpu', '30 26 of 31');
  });

  it('count the states of the view only', () => {
    const drawing = `
main
  f  RUNNABLE 1 WAITING 2 BLOCKED 4 IDLE 100
  g  RUNNABLE 3`;
    check(drawing, 'f', 'cpu', '5 5 of 8');
    check(drawing, 'f', 'latency', '7 7 of 10');
    check(drawing, 'f', ['IDLE'], '100 100 of 100');
    const { states, cpuShare } = figuresOf(profileOf(drawing), 'latency', [0]);
    assert.deepEqual(states, { running: 0.1, waiting: 0.2, blocked: 0.4 });
    assert.equal(cpuShare, 5 / 8);
  });

  it('are zero, not NaN, where nothing was sampled', () => {
    check('main  IDLE 5', 'main', 'cpu', '0 0 of 0');
    assert.equal(figuresOf(profileOf('main  IDLE 5'), 'cpu', [0]).cpuShare, 0);
  });
});

describe('callers and callees', () => {
  const checkNeighbours = (drawing: string, name: string, expected: string): void => {
    const profile = profileOf(drawing);
    const { callers, callees } = neighboursOf(
      callTreeOf(profile, 'cpu'),
      [profile.frames.name.indexOf(name)],
      3,
    );
    const words = (list: typeof callers): string =>
      list.map(({ frame, samples }) => `${profile.frames.name[frame]} ${samples}`).join(', ');
    assert.equal(`${words(callers)} > ${name} > ${words(callees)}`, expected);
  };

  it('add up to the function where it recurs', () => {
    checkNeighbours(RECURSIVE, 'f', 'main 15 > f > g 14, h 8');
    checkNeighbours(RECURSIVE, 'g', 'f 14 > g > f 12');
    checkNeighbours(RECURSIVE, 'h', 'main 16, f 8 > h > ');
  });

  it('are none at the ends', () => checkNeighbours('main  3', 'main', ' > main > '));

  it('count a callee once that is reached again below itself', () => {
    checkNeighbours('f\n  g  1\n    f\n      g  2', 'f', ' > f > g 3');
  });

  it('are the heaviest only', () => {
    checkNeighbours('f\n  a  1\n  b  2\n  c  3\n  d  4', 'f', ' > f > d 4, c 3, b 2');
  });
});
