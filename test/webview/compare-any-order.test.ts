import assert from 'node:assert/strict';
import { joinProfiles } from '../../src/profile/compare-join';
import { NORMALIZATIONS, scaleSides } from '../../src/profile/compare-normalization';
import { MINIMUM_SAMPLES } from '../../src/profile/significance';
import type { CompareSide } from '../../src/protocol/compare';
import { WHOLE } from '../../webview/chart/boxes';
import { changeDetails } from '../../webview/compare/change-text';
import { createCompareDriver } from '../../webview/compare/compare-driver';
import type { CompareEvent, CompareState } from '../../webview/compare/compare-state';
import {
  EMPTY_COMPARE,
  isBusy,
  isRefused,
  reduceCompare,
  savedCompare,
  wantedSides,
} from '../../webview/compare/compare-state';
import { actionsFor } from '../../webview/graph/actions';
import { GraphEngine } from '../../webview/graph/graph-engine';
import { isDrawn } from '../../webview/graph/graph-state';
import { randomOf, randomProfile } from '../fixtures/random';
import { queryOf } from './chart-fixture';
import { createLateEngine } from './late-engine';
import { checkRandomActs } from '../fixtures/random-acts';
import type { Act } from '../fixtures/random-acts';

// Sides, measure, states and pictures all take their time, and each comes when it comes. Random acts, with answers
// between any two of them: at no time is a figure shown that is of something else than the box that it is said of.

const KINDS = [
  ...(['action', 'action', 'action', 'answer', 'answer', 'answer', 'answer', 'settle'] as const),
  ...(['select', 'zoom', 'states', 'normalize', 'swap', 'show', 'search', 'sort', 'fail'] as const),
];

type Kind = (typeof KINDS)[number];

const SIDES: readonly CompareSide[] = [1, 2, 3, 4].map((seed) => ({
  source: { connectionId: 'local', group: `shop-${seed}`, range: { start: 0, end: 1 } },
  label: 'shop',
  connectionLabel: 'Embedded service',
  start: 0,
  end: 60_000,
  profile: randomProfile(randomOf(seed), 12),
  cost: undefined,
}));

class Page {
  readonly late = createLateEngine();
  state: CompareState = EMPTY_COMPARE;
  private readonly driver = createCompareDriver({
    engine: this.late.engine,
    dispatch: (event) => this.dispatch(event),
  });

  constructor() {
    this.dispatch({ type: 'resize', width: 400, height: 90 });
    this.show(0);
  }

  dispatch(event: CompareEvent): void {
    this.state = reduceCompare(this.state, event);
    this.check();
    this.driver.follow(this.state);
  }

  act({ kind, pick }: Act<Kind>): void {
    const { graph } = this.state;
    const rows = graph.shown ? graph.shown.chart.boxes.layout.width.length : 0;
    const box = Math.floor(pick * rows);
    const oneOf = <T>(list: readonly T[]): T => list[Math.floor(pick * list.length)];
    switch (kind) {
      case 'action': {
        const plans = actionsFor(graph, graph.shown?.chart.selected).flatMap(({ plan }) =>
          'why' in plan ? [] : [plan],
        );
        return plans.length > 0 ? this.dispatch(oneOf(plans)) : undefined;
      }
      case 'answer':
        return void this.late.answer();
      case 'settle':
        return this.settle();
      case 'select':
      case 'zoom':
        return rows > 0 ? this.dispatch({ type: kind, box }) : undefined;
      case 'states':
        return this.dispatch({ type: 'states', states: oneOf(['cpu', 'latency', ['ODD']]) });
      case 'normalize':
        return this.dispatch({ type: 'normalize', normalization: oneOf(NORMALIZATIONS) });
      case 'swap':
        return this.dispatch({ type: 'swap' });
      case 'show':
        return this.show(pick);
      case 'search':
        return this.dispatch({ type: 'search', query: queryOf(oneOf(['', 'a', 'b'])) });
      case 'sort':
        return this.dispatch({ type: 'sort', column: oneOf(['a', 'b', 'delta', 'function']) });
      case 'fail':
        return this.late.failNext();
    }
  }

  /** As messages bring them: copies of their own. */
  private show(pick: number): void {
    const [a, b] = [pick, (pick * 7) % 1].map((at) => ({ ...SIDES[Math.floor(at * SIDES.length)] }));
    const view = this.state.graph.wanted.states;
    const snapshot = { a, b, view, minimumSamples: 20, language: { locale: 'en-US', bundle: {} } };
    this.dispatch({ type: 'show', snapshot, kept: undefined });
  }

  /** Holds at any time: figures, picture and verdict are of one thing. */
  private check(): void {
    const { shown, graph } = this.state;
    assert.equal(shown === undefined, graph.shown === undefined, 'a picture without figures');
    if (!shown || !graph.shown) return;
    const { model, chart } = shown;
    assert.equal(model.picture, graph.shown.picture, 'figures of another picture');
    assert.equal(chart, graph.shown.chart, 'two charts');
    const { sumA, sumB } = model.verdict.yardstick;
    assert.deepEqual(
      [sumA, sumB],
      model.picture.columns.map(({ whole }) => whole),
      'a verdict on something else',
    );
    for (const box of [WHOLE, chart.selected ?? WHOLE, chart.zoom]) changeDetails(model, box);
  }

  settle(): void {
    while (this.late.answer());
    const { state } = this;
    const { graph, shown, normalization } = state;
    const sides = wantedSides(state);
    assert.ok(sides && savedCompare(state));
    if (isRefused(state)) return;
    if (graph.problem !== '') return assert.equal(graph.problem, 'Out of memory.');
    assert.ok(shown && graph.shown && isDrawn(graph), 'not drawn');
    assert.ok(!isBusy(state), 'waits for nothing');
    assert.deepEqual([shown.model.a, shown.model.b], [sides.a, sides.b], 'other sides');
    assert.equal(shown.model.view, graph.wanted.states, 'other states');
    const engine = new GraphEngine();
    engine.load(joinProfiles(sides.a.profile, sides.b.profile));
    const scale = scaleSides(normalization, sides.a.profile.meta, sides.b.profile.meta);
    const verdict = engine.compare(graph.wanted.states, scale, { minimumSamples: MINIMUM_SAMPLES });
    assert.deepEqual(shown.model.verdict, verdict, 'another verdict');
    engine.draw(graph.shown.picture.spec);
    const found = graph.query.text === '' ? undefined : engine.search(graph.query);
    assert.deepEqual(shown.chart.found, found, 'matches');
  }
}

describe('a comparison whose answers come late', () => {
  it('shows no figure of something else at any time, and ends with what is wanted', async function () {
    // Takes as long as the machine lets it.
    this.timeout(0);
    const play = (acts: readonly Act<Kind>[]): void => {
      const page = new Page();
      acts.forEach((act) => page.act(act));
      page.settle();
    };
    await checkRandomActs({ kinds: KINDS, sequences: 80, length: 30, play });
  });
});
