import assert from 'node:assert/strict';
import { lensText } from '../../src/editor/words';
import { sidesOf } from '../../src/focus/function-change';
import { figuresOf } from '../../src/focus/function-figures';
import { estimateFleetCost } from '../../src/insight/cost';
import type { StateView } from '../../src/profile/thread-states';
import type { CodeState } from '../../src/source/code-state';
import { l10n } from '../fixtures/l10n';
import { profileOf } from '../fixtures/text-profile';
import { loadedOf } from '../focus/loaded';

interface Question {
  readonly drawing: string;
  readonly view?: StateView;
  readonly findings?: number;
  readonly pricePerHour?: number;
  readonly state?: CodeState;
  /** What the function is compared with, as side A. */
  readonly before?: string;
}

/** The lens of the function `f`. */
function check(
  { drawing, view = 'cpu', findings = 0, state = 'exact', ...rest }: Question,
  expected: string,
): void {
  const { pricePerHour, before } = rest;
  const profile = profileOf(drawing);
  const figures = figuresOf(profile, view, [profile.frames.name.indexOf('f')]);
  const override = pricePerHour === undefined ? undefined : { pricePerHour };
  const cost = estimateFleetCost(profile.meta, { region: 'us-east-1', ...(override ? { override } : {}) });
  const comparison = before === undefined ? undefined : { a: loadedOf(before), b: loadedOf(profile) };
  const sides = comparison && sidesOf(comparison, view, [{ name: 'f', file: '' }], 20);
  const text = lensText({ figures, findings, state, sides }, { l10n, minimumSamples: 20, cost });
  assert.equal(text.replaceAll('\u00a0', ' '), expected);
}

const DRAWING = `
main
  f  RUNNABLE 31 WAITING 20
    g  RUNNABLE 93 BLOCKED 6
  h  RUNNABLE 870`;

describe('a lens', () => {
  it('says share, self and samples, of the view', () => {
    check({ drawing: DRAWING }, 'CPU 13.0 % (self 3.1 %) · 130 samples');
  });

  it('adds the yearly cost where a fleet is known, and findings where there are any', () => {
    check(
      { drawing: DRAWING, pricePerHour: 0.38, findings: 2 },
      'CPU 13.0 % (self 3.1 %) · 130 samples · $433/yr · 2 findings',
    );
    check({ drawing: DRAWING, findings: 1 }, 'CPU 13.0 % (self 3.1 %) · 130 samples · 1 finding');
  });

  it('says what threads did in the latency view, and no cost: waiting costs no CPU', () => {
    check(
      { drawing: DRAWING, view: 'latency', pricePerHour: 0.38 },
      'Latency 14.7 % (running 12.2 %, waiting 2.0 %, blocked 0.6 %)',
    );
  });

  it('names the states of a custom view', () => {
    check(
      { drawing: DRAWING, view: ['WAITING', 'BLOCKED'] },
      'WAITING + BLOCKED 100 % (self 76.9 %) · 26 samples',
    );
  });

  it('gives no percentage of too few samples', () => {
    check({ drawing: 'f  8', pricePerHour: 1 }, 'Too few samples (8)');
    check({ drawing: 'f  19' }, 'Too few samples (19)');
    check({ drawing: 'f  20' }, 'CPU 100 % (self 100 %) · 20 samples');
  });

  it('speaks of the code before the edit where the body is another one now', () => {
    check({ drawing: DRAWING, state: 'changed', findings: 1 }, 'CPU 13.0 % before your edit');
    check({ drawing: DRAWING, state: 'changed', view: 'latency' }, 'Latency 14.7 % before your edit');
  });

  it('says both sides of the comparison that is open, and how they differ', () => {
    const f = (own: number, others: number): string => `f  ${own}\ng  ${others}`;
    check({ drawing: f(1890, 8110), before: f(1240, 8760) }, 'A 12.4 % → B 18.9 % (+6.5 points)');
    check({ drawing: f(1240, 8760), before: f(1890, 8110) }, 'A 18.9 % → B 12.4 % (−6.5 points)');
    check({ drawing: f(1890, 8110), before: f(0, 10000) }, 'A 0 % → B 18.9 % (new)');
  });

  it('claims no difference that may be chance', () => {
    const f = (own: number, others: number): string => `f  ${own}\ng  ${others}`;
    check({ drawing: f(1260, 8740), before: f(1240, 8760) }, 'A 12.4 % → B 12.6 % (no clear change)');
    check({ drawing: f(30, 10), before: f(10, 30) }, 'A 25.0 % → B 75.0 % (too few samples to compare)');
  });

  it('says of a comparison that the body is another one now', () => {
    check(
      { drawing: 'f  1260\ng  8740', before: 'f  1240\ng  8760', state: 'changed', findings: 1 },
      'A 12.4 % → B 12.6 % (no clear change) · before your edit · 1 finding',
    );
  });
});
