import type { FlameSnapshot } from '../../src/protocol/flame';
import { PLAIN_VIEW } from '../../src/protocol/view-spec';
import { createChartState } from '../../webview/chart/chart-state';
import type { FlameEvent, FlameState } from '../../webview/flame/flame-state';
import { EMPTY_PAGE, reduceFlame } from '../../webview/flame/flame-state';
import type { FlameModel } from '../../webview/flame/model';
import { createModel, pictureSpec } from '../../webview/flame/model';
import { GraphEngine } from '../../webview/graph/graph-engine';
import type { Arrangement } from '../../webview/graph/graph-state';
import { arrangementOf } from '../../webview/graph/graph-state';
import { boxesOf } from '../../webview/graph/picture';
import { profileOf } from '../fixtures/text-profile';

export function snapshotOf(text: string): FlameSnapshot {
  const profile = profileOf(text);
  return {
    source: { connectionId: 'local', group: 'shop', range: { latest: 3_600_000 } },
    label: 'shop',
    connectionLabel: 'Embedded service',
    start: 0,
    end: 3_600_000,
    fetchedAt: 3_600_000,
    profile,
    threads: undefined,
    view: 'cpu',
    cost: undefined,
    mine: Uint8Array.from(profile.frames.file, (file) => (file.startsWith('/srv/') ? 1 : 0)),
    myCode: [],
    minimumSamples: 20,
    isLive: false,
    autoRefresh: false,
    whyNoViews: '',
    language: { locale: 'en-US', bundle: {} },
  };
}

/** A page after some events, its engine asked and answered at once after each. */
export function runFlame(...events: readonly FlameEvent[]): FlameState {
  const engine = new GraphEngine();
  const resized = reduceFlame(EMPTY_PAGE, { type: 'resize', width: 400, height: 100 });
  return events.reduce((state, event) => settle(engine, reduceFlame(state, event)), resized);
}

/** What driver.ts brings about in a while. */
function settle(engine: GraphEngine, state: FlameState): FlameState {
  const { graph, snapshot } = state;
  if (!snapshot) return state;
  engine.load(snapshot.profile);
  const { wanted } = graph;
  const picture = engine.draw(pictureSpec(wanted, snapshot.profile));
  const drawn = reduceFlame(state, { type: 'picture', picture, arrangement: wanted });
  const { query } = drawn.graph;
  const found = query.text.trim() === '' ? undefined : engine.search(query);
  return reduceFlame(drawn, { type: 'matches', query, picture, found });
}

/** The model of a profile as it is shown. */
export function modelOf(snapshot: FlameSnapshot, arrangement: Partial<Arrangement> = {}): FlameModel {
  const engine = new GraphEngine();
  const wanted: Arrangement = { ...arrangementOf(PLAIN_VIEW), ...arrangement };
  engine.load(snapshot.profile);
  const picture = engine.draw(pictureSpec(wanted, snapshot.profile));
  const chart = createChartState(boxesOf(picture), { width: 400, height: 100 });
  return createModel(snapshot, { picture, arrangement: wanted, chart });
}
