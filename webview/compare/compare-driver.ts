import { errorMessage } from '../../src/base/error-message';
import { scaleSides } from '../../src/profile/compare-normalization';
import { MINIMUM_SAMPLES } from '../../src/profile/significance';
import { createDriver } from '../graph/driver';
import type { Engine } from '../graph/engine-client';
import type { CompareEvent, CompareState, VerdictKey } from './compare-state';
import { drawableProfile, isRefused, wantedSides } from './compare-state';
import type { Sides } from './model';
import { comparePicture } from './model';

/**
 * Brings about what a comparison lacks: first both sides on one set of tables, then the verdict on them, then the
 * picture. Each is asked for once; what comes when something else is wanted is dropped.
 */
export interface CompareDriver {
  follow(state: CompareState): void;
}

export interface CompareDriverOptions {
  readonly engine: Engine;
  readonly dispatch: (event: CompareEvent) => void;
}

export function createCompareDriver({ engine, dispatch }: CompareDriverOptions): CompareDriver {
  const driver = createDriver({ engine, specOf: comparePicture, dispatch });
  let joining: Sides | undefined;
  let judging: VerdictKey | undefined;
  /** There is no verdict on what was asked last. */
  let hasFailed = false;

  /** Whenever one of the sides is another. */
  function join(state: CompareState): void {
    const sides = wantedSides(state);
    if (!sides || (joining?.a === sides.a && joining.b === sides.b)) return;
    joining = sides;
    if (isRefused(state)) return;
    engine.join(sides.a.profile, sides.b.profile).then(
      (profile) => {
        if (joining === sides) dispatch({ type: 'joined', joined: { of: sides, profile } });
      },
      (error: unknown) => {
        if (joining === sides) dispatch({ type: 'problem', message: errorMessage(error) });
      },
    );
  }

  /** Whenever what is joined, the states or the measure are others. */
  function judge({ joined, normalization, graph, snapshot }: CompareState): void {
    const { states } = graph.wanted;
    if (!joined || !snapshot) return;
    const key: VerdictKey = { joined, states, normalization };
    // What failed is asked for again with the next step that somebody takes, which takes the reason away.
    const isAgain = hasFailed && graph.problem === '';
    if (judging && isSameKey(judging, key) && !isAgain) return;
    judging = key;
    hasFailed = false;
    driver.load(joined.profile);
    const scale = scaleSides(normalization, joined.of.a.profile.meta, joined.of.b.profile.meta);
    const minimumSamples = Math.max(MINIMUM_SAMPLES, snapshot.minimumSamples);
    engine.compare(states, scale, { minimumSamples }).then(
      (verdict) => {
        if (judging === key) dispatch({ type: 'judged', judged: { key, verdict } });
      },
      (error: unknown) => {
        if (judging !== key) return;
        hasFailed = true;
        dispatch({ type: 'problem', message: errorMessage(error) || String(error) });
      },
    );
  }

  return {
    follow: (state) => {
      join(state);
      judge(state);
      driver.follow(state.graph, drawableProfile(state));
    },
  };
}

function isSameKey(one: VerdictKey, other: VerdictKey): boolean {
  return (
    one.joined === other.joined && one.states === other.states && one.normalization === other.normalization
  );
}
