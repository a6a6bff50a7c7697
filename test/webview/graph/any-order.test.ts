import assert from 'node:assert/strict';
import type { FlameSnapshot, FlameTarget } from '../../../src/protocol/flame';
import { isViewSpec } from '../../../src/protocol/view-spec-guard';
import type { ViewSpec } from '../../../src/protocol/view-spec';
import { WHOLE } from '../../../webview/chart/boxes';
import { functionAt, widestPlace } from '../../../webview/chart/chart-state';
import type { ChartState } from '../../../webview/chart/chart-state';
import type { FlameEvent, FlameState } from '../../../webview/flame/flame-state';
import { EMPTY_PAGE, isBusy, reduceFlame } from '../../../webview/flame/flame-state';
import { pictureSpec } from '../../../webview/flame/model';
import { actionsFor } from '../../../webview/graph/actions';
import { createDriver } from '../../../webview/graph/driver';
import { GraphEngine } from '../../../webview/graph/graph-engine';
import type { GraphState } from '../../../webview/graph/graph-state';
import { isDrawn, specOf } from '../../../webview/graph/graph-state';
import { randomOf, randomProfile } from '../../fixtures/random';
import { printChart, queryOf } from '../chart-fixture';
import { snapshotOf } from '../flame-fixture';
import { createLateEngine } from '../late-engine';
import { checkRandomActs } from '../../fixtures/random-acts';
import type { Act } from '../../fixtures/random-acts';

// Whatever somebody does while pictures are on their way, they end where they would have ended. Random acts, with
// answers coming between any two of them; beside the page stands a model of what it owes its reader.

/** As often as they stand here. */
const KINDS = [
  ...(['action', 'action', 'action', 'action', 'action', 'undo', 'undo', 'redo'] as const),
  ...(['answer', 'answer', 'answer', 'answer', 'settle'] as const),
  ...(['select', 'select', 'step', 'zoom', 'back', 'wheel', 'scroll'] as const),
  ...(['colour', 'states', 'search', 'match', 'apply', 'reload', 'refresh', 'target', 'fail'] as const),
];

type Kind = (typeof KINDS)[number];

type Selected = ReturnType<typeof functionAt>;

/** Where somebody was when they took a step, and how that looked if it could be seen. */
interface Moment {
  readonly selected: Selected;
  readonly look: Look | undefined;
}

interface Look {
  readonly text: string;
  /** Of what it is: that is no step, and what is drawn of another looks otherwise. */
  readonly of: string;
}

const PROFILES = [1, 2, 3].map((seed) => randomProfile(randomOf(seed), 12));

function snapshotAt(pick: number): FlameSnapshot {
  return { ...snapshotOf('main  1'), profile: PROFILES[Math.floor(pick * PROFILES.length)] };
}

class Page {
  readonly late = createLateEngine();
  state: FlameState = EMPTY_PAGE;
  private readonly driver = createDriver({
    engine: this.late.engine,
    specOf: pictureSpec,
    dispatch: (event) => this.dispatch(event),
  });

  constructor(snapshot: FlameSnapshot, kept?: ViewSpec) {
    this.dispatch({ type: 'resize', width: 400, height: 90 });
    this.show(snapshot, { kept });
  }

  get graph(): GraphState {
    return this.state.graph;
  }

  get chart(): ChartState | undefined {
    return this.graph.shown?.chart;
  }

  get selected(): Selected {
    return this.chart && functionAt(this.chart);
  }

  dispatch(event: FlameEvent): void {
    this.state = reduceFlame(this.state, event);
    this.driver.follow(this.graph, this.state.snapshot?.profile);
  }

  show(
    snapshot: FlameSnapshot,
    { target, kept }: { target?: FlameTarget; kept?: ViewSpec | undefined },
  ): void {
    const view = { ...snapshot, view: kept?.states ?? this.graph.wanted.states };
    this.dispatch({ type: 'show', snapshot: view, target, kept: kept && { spec: kept, table: false } });
  }

  settle(): void {
    while (this.late.answer());
  }

  isSettled(): boolean {
    const { graph, snapshot, shown } = this.state;
    return isDrawn(graph) && !graph.place && shown?.model.snapshot === snapshot;
  }

  /** All but the count of the match, which begins anew. */
  look(): Look {
    const { shown, wanted } = this.graph;
    assert.ok(shown && this.state.snapshot);
    const { states, visualization, transforms, order } = wanted;
    const place = printChart(shown.chart).replace(/, match \d+$/, '');
    return {
      text: `${JSON.stringify([visualization, transforms, order])} ${place}`,
      of: `${PROFILES.indexOf(this.state.snapshot.profile)} ${JSON.stringify(states)}`,
    };
  }
}

/** What the page owes its reader, kept in step with what they do. */
class Reader {
  selected: Selected;
  past: Moment[] = [];
  future: Moment[] = [];
  /** How it has to look when everything is there; while nothing but undo and redo has come since it looked so. */
  owed: Look | undefined;

  constructor(private readonly page: Page) {}

  act({ kind, pick }: Act<Kind>): void {
    const { page } = this;
    const { graph, chart } = page;
    const boxes = chart ? [WHOLE, ...visibleBoxes(chart)] : [];
    const box = boxes[Math.floor(pick * boxes.length)];
    if (!['undo', 'redo', 'answer', 'settle', 'reload'].includes(kind)) this.owed = undefined;
    switch (kind) {
      case 'action': {
        const plans = actionsFor(graph, chart?.selected)
          .filter(({ id }) => id !== 'undo' && id !== 'redo')
          .flatMap(({ plan }) => ('why' in plan ? [] : [plan]));
        if (plans.length > 0) this.step(plans[Math.floor(pick * plans.length)]);
        return;
      }
      case 'apply': {
        const kept = specOf(graph);
        const selected = pick < 0.5 ? kept.selected : undefined;
        this.step({ type: 'apply', spec: { ...kept, order: pick < 0.3 ? 'weight' : 'name', selected } });
        if (!selected) this.selected = undefined;
        return;
      }
      case 'undo':
        return this.travel('undo', this.past, this.future);
      case 'redo':
        return this.travel('redo', this.future, this.past);
      case 'answer':
        return void this.answer();
      case 'settle':
        return this.settle();
      case 'select':
        return box === undefined
          ? undefined
          : this.go({ type: 'select', box: pick > 0.97 ? undefined : box });
      case 'zoom':
        return box === undefined ? undefined : this.go({ type: 'zoom', box });
      case 'step':
        return this.go({
          type: 'step',
          step: (['up', 'down', 'next', 'previous'] as const)[Math.floor(pick * 4)],
        });
      case 'back':
        return this.go({ type: 'back' });
      case 'wheel':
        return page.dispatch({ type: 'zoom-around', x: pick * 400, factor: pick < 0.5 ? 1.7 : 0.6 });
      case 'scroll':
        return page.dispatch({ type: 'scroll', top: pick * 100 });
      case 'colour':
        return page.dispatch({
          type: 'colour',
          colour: (['code', 'package', 'state'] as const)[Math.floor(pick * 3)],
        });
      case 'states':
        return page.dispatch({
          type: 'states',
          states: (['cpu', 'latency', ['ODD']] as const)[Math.floor(pick * 3)],
        });
      case 'search':
        return page.dispatch({ type: 'search', query: queryOf(['', 'a', 'b', 'c|d'][Math.floor(pick * 4)]) });
      case 'match': {
        const isKnown = graph.query.text === '' || chart?.found !== undefined;
        page.dispatch({ type: 'match', direction: pick < 0.5 ? 1 : -1 });
        if (isKnown) this.selected = page.selected;
        return;
      }
      case 'reload':
        return this.reload();
      case 'refresh':
        return page.show(snapshotAt(pick), {});
      case 'target': {
        const { name, file } = PROFILES[0].frames;
        const frame = Math.floor(pick * name.length);
        page.show(snapshotAt(pick), { target: { function: { name: name[frame], file: file[frame] } } });
        if (!page.state.target) this.selected = page.selected;
        return;
      }
      case 'fail':
        return page.late.failNext();
    }
  }

  /** A step that can be taken back, unless it changes nothing. */
  private step(event: FlameEvent): void {
    const before = this.page.graph.wanted;
    const moment = this.moment();
    this.page.dispatch(event);
    if (event.type !== 'apply' && this.page.graph.wanted === before) return;
    if (!this.page.chart) return;
    this.past = [...this.past, moment].slice(-100);
    this.future = [];
  }

  private travel(type: 'undo' | 'redo', from: Moment[], to: Moment[]): void {
    const moment = this.moment();
    this.page.dispatch({ type });
    const there = from.pop();
    if (!there) return;
    to.push(moment);
    this.selected = there.selected;
    this.owed = there.look;
  }

  /** Somebody goes somewhere in what they see. */
  private go(event: FlameEvent): void {
    this.page.dispatch(event);
    if (this.page.chart) this.selected = this.page.selected;
  }

  private answer(): boolean {
    const { graph } = this.page;
    const before = [graph.past, graph.future, graph.query, graph.wanted];
    const { target } = this.page.state;
    const isLeading = graph.pendingMatch !== undefined;
    const wasThere = this.page.late.answer();
    const { graph: after } = this.page;
    assert.deepEqual(
      [after.past, after.future, after.query, after.wanted],
      before,
      'a late answer changed something',
    );
    if ((isLeading && after.pendingMatch === undefined) || target !== this.page.state.target) {
      this.selected = this.page.selected;
      this.owed = undefined;
    }
    if (this.page.isSettled()) this.arrive();
    return wasThere;
  }

  /** The picture that was wanted is there. */
  private arrive(): void {
    const { chart } = this.page;
    assert.ok(chart);
    if (isIn(chart, this.selected)) {
      assert.ok(
        isFunction(this.page.selected, this.selected),
        `selected ${name(this.page.selected)}, not ${name(this.selected)}`,
      );
    }
    this.selected = this.page.selected;
    const look = this.page.look();
    if (this.owed?.of === look.of) assert.equal(look.text, this.owed.text, 'undone and redone');
    this.owed = undefined;
  }

  private moment(): Moment {
    return {
      selected: this.selected,
      look: this.owed ?? (this.page.isSettled() ? this.page.look() : undefined),
    };
  }

  settle(): void {
    while (this.answer());
    if (this.page.isSettled()) this.arrive();
    const { graph, chart, state } = this.page;
    assert.deepEqual(
      [graph.past.length, graph.future.length],
      [this.past.length, this.future.length],
      'steps',
    );
    if (graph.problem !== '' || !isDrawn(graph)) {
      assert.equal(graph.problem, 'Out of memory.', 'not drawn');
      this.owed = undefined;
      return;
    }
    assert.ok(chart && graph.shown && state.snapshot && state.shown);
    assert.equal(graph.place, undefined, 'somewhere else than shown');
    assert.ok(!isBusy(state), 'waits for nothing');
    const spec = pictureSpec(graph.wanted, state.snapshot.profile);
    assert.deepEqual(graph.shown.picture.spec, spec, 'another picture than wanted');
    assert.equal(graph.shown.picture.profile.meta, state.snapshot.profile.meta, 'of another profile');
    assert.equal(state.shown.model.picture, graph.shown.picture, 'figures of another picture');
    assert.equal(state.shown.chart, chart, 'two charts');
    for (const box of [chart.zoom, chart.selected ?? WHOLE]) {
      assert.ok(box === WHOLE || chart.boxes.layout.width[box] > 0, 'a box that is not drawn');
    }
    this.checkSearch(graph, chart);
  }

  private checkSearch({ query, shown }: GraphState, { found }: ChartState): void {
    if (!shown || query.text === '') return;
    const engine = new GraphEngine();
    engine.load(this.page.state.snapshot?.profile ?? PROFILES[0]);
    engine.draw(shown.picture.spec);
    assert.deepEqual(found, engine.search(query), 'matches');
  }

  /** What is kept now leads a page that begins with it to where this one is going. */
  private reload(): void {
    const { snapshot, graph } = this.page.state;
    assert.ok(snapshot);
    const kept = specOf(graph);
    const shownKind = JSON.stringify((graph.place ?? graph.shown?.arrangement)?.visualization);
    const isTurned = shownKind !== JSON.stringify(kept.visualization);
    if (isTurned) assert.deepEqual(kept.zoom, [], 'kept a path that leads the other way');
    assert.ok(isViewSpec(JSON.parse(JSON.stringify(kept))), 'kept what nobody reads');
    const fresh = new Page(snapshot, kept);
    fresh.settle();
    assert.ok(fresh.chart);
    if (!isIn(fresh.chart, this.selected)) return;
    assert.ok(
      isFunction(fresh.selected, this.selected),
      `kept ${name(fresh.selected)}, not ${name(this.selected)}`,
    );
    if (!this.page.isSettled()) return;
    assert.deepEqual(specOf(fresh.graph), kept, 'kept and read');
  }

  /** Going back and on again ends where it began, however late the pictures are. */
  thereAndBack(): void {
    this.settle();
    if (this.page.graph.problem !== '' || this.past.length === 0) return;
    const before = this.page.look();
    for (const isFast of [true, false]) {
      this.act({ kind: 'undo', pick: 0 });
      if (!isFast) this.settle();
      this.act({ kind: 'redo', pick: 0 });
      this.settle();
      assert.deepEqual(this.page.look(), before, `undo and redo, ${isFast ? 'fast' : 'slowly'}`);
    }
  }
}

function visibleBoxes({ boxes: { layout } }: ChartState): number[] {
  return [...layout.width.keys()].filter((row) => layout.width[row] > 0);
}

function isIn({ boxes }: ChartState, selected: Selected): boolean {
  if (typeof selected !== 'object') return selected === undefined || boxes.inspected === undefined;
  return widestPlace(boxes, selected.name, selected.file) !== undefined;
}

/** One whose file nobody knows may be in any. */
function isFunction(one: Selected, other: Selected): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other;
  return one.name === other.name && (other.file === '' || one.file === other.file);
}

function name(selected: Selected): string {
  if (typeof selected === 'object') return `${selected.name} ${selected.file}`;
  return selected === WHOLE ? 'all' : 'nothing';
}

describe('a graph whose pictures come late', () => {
  it('ends where somebody wanted to be, after any acts in any order', async function () {
    // Takes as long as the machine lets it.
    this.timeout(0);
    const play = (acts: readonly Act<Kind>[]): void => {
      const reader = new Reader(new Page(snapshotAt(0)));
      acts.forEach((act) => reader.act(act));
      reader.thereAndBack();
    };
    await checkRandomActs({ kinds: KINDS, sequences: 120, length: 40, play });
  });
});
