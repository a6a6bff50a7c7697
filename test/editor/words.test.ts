import assert from 'node:assert/strict';
import { lensText } from '../../src/editor/words';
import { figuresOf } from '../../src/focus/function-figures';
import { estimateFleetCost } from '../../src/insight/cost';
import type { StateView } from '../../src/profile/thread-states';
import { l10n } from '../fixtures/l10n';
import { profileOf } from '../fixtures/text-profile';

interface Question {
  readonly drawing: string;
  readonly view?: StateView;
  readonly findings?: number;
  readonly pricePerHour?: number;
}

/** The lens of the function `f`. */
function check({ drawing, view = 'cpu', findings = 0, pricePerHour }: Question, expected: string): void {
  const profile = profileOf(drawing);
  const figures = figuresOf(profile, view, [profile.frames.name.indexOf('f')]);
  const override = pricePerHour === undefined ? undefined : { pricePerHour };
  const cost = estimateFleetCost(profile.meta, { region: 'us-east-1', ...(override ? { override } : {}) });
  const text = lensText(figures, findings, { l10n, minimumSamples: 20, cost });
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
});
