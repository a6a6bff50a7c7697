import type { StackIndex } from '../../src/profile/units';
import type { FlameSnapshot, FlameTarget } from '../../src/protocol/flame';
import { isSameOrigin } from '../../src/protocol/source';
import type { Failure } from '../../src/protocol/source';
import type { ViewSpec } from '../../src/protocol/view-spec';
import { WHOLE } from '../chart/boxes';
import type { ChartState, Size } from '../chart/chart-state';
import { findVisible, reduceChart, widestPlace } from '../chart/chart-state';
import type { GraphEvent, GraphState, ShownGraph } from '../graph/graph-state';
import { createGraphState, isDrawn, isGraphMoved, reduceGraph } from '../graph/graph-state';
import { isSameBut } from '../shared/same-but';
import type { FlameModel } from './model';
import { createModel } from './model';

/** What the page knows. Everything on it follows from this value. */
export interface FlameState {
  /** Whose profile is on its way, while one is. */
  readonly loading: string | undefined;
  /** Why the last one that was asked for did not come. */
  readonly failure: Failure | undefined;
  /** The last one that came; the picture may still be of the one before. */
  readonly snapshot: FlameSnapshot | undefined;
  readonly graph: GraphState;
  readonly shown: ShownFlame | undefined;
  /** What to look at as soon as it is drawn. */
  readonly target: FlameTarget | undefined;
  /** Whether the list of functions stands in the place of the graph. */
  readonly isTable: boolean;
}

export interface ShownFlame {
  readonly model: FlameModel;
  readonly chart: ChartState;
}

export type FlameEvent =
  | { readonly type: 'load'; readonly group: string }
  | { readonly type: 'fail'; readonly failure: Failure }
  | {
      readonly type: 'show';
      readonly snapshot: FlameSnapshot;
      readonly target: FlameTarget | undefined;
      /** How the person looked at it before the page was reloaded. */
      readonly kept: { readonly spec: ViewSpec; readonly table: boolean } | undefined;
    }
  | { readonly type: 'table'; readonly on: boolean }
  | GraphEvent;

const NO_SIZE: Size = { width: 0, height: 0 };

export const EMPTY_PAGE: FlameState = {
  loading: '',
  failure: undefined,
  snapshot: undefined,
  graph: createGraphState(NO_SIZE),
  shown: undefined,
  target: undefined,
  isTable: false,
};

export function reduceFlame(state: FlameState, event: FlameEvent): FlameState {
  switch (event.type) {
    case 'load':
      return { ...state, loading: event.group, failure: undefined };
    case 'fail':
      // Failed for good: what is shown stays, and so does the reason, until something else is asked for.
      return { ...state, loading: undefined, failure: event.failure };
    case 'show':
      return show(state, event);
    case 'table':
      return { ...state, isTable: event.on };
    case 'picture':
      return lookAtTarget(withGraph(state, event));
    default:
      return withGraph(state, event);
  }
}

/** The picture is of the snapshot that was there when it was asked for; a newer one asks for another at once. */
function withGraph(state: FlameState, event: GraphEvent): FlameState {
  const graph = reduceGraph(state.graph, event);
  const { shown } = graph;
  if (!shown || !state.snapshot) return { ...state, graph };
  const isNew =
    shown.picture !== state.graph.shown?.picture || shown.arrangement !== state.graph.shown.arrangement;
  const model = isNew || !state.shown ? createModel(state.snapshot, shown) : state.shown.model;
  return { ...state, graph, shown: { model, chart: shown.chart } };
}

function show(state: FlameState, event: Extract<FlameEvent, { type: 'show' }>): FlameState {
  const { snapshot, target, kept } = event;
  const isRefresh = isSameOrigin(state.snapshot?.source, snapshot.source);
  const { size } = state.graph;
  const graph = isRefresh ? state.graph : createGraphState(size, kept?.spec);
  return {
    ...state,
    loading: undefined,
    failure: undefined,
    snapshot,
    // The window decides which states count; the page only remembers it over a reload.
    graph: { ...graph, wanted: { ...graph.wanted, states: snapshot.view } },
    shown: isRefresh ? state.shown : undefined,
    target: target ?? state.target,
    isTable: isRefresh ? state.isTable : (kept?.table ?? false),
  };
}

/** Whether what is shown will give way to something that is on its way. */
export function isBusy({ graph, shown, snapshot }: FlameState): boolean {
  const isSettled = isDrawn(graph) && !graph.place && shown?.model.snapshot === snapshot;
  return !isSettled && graph.problem === '';
}

/** Whether only another part of the same picture is seen. */
export function isFlameMoved(before: FlameState, after: FlameState): boolean {
  return (
    isGraphMoved(before.graph, after.graph) &&
    before.shown?.model === after.shown?.model &&
    isSameBut(before, after, 'graph', 'shown')
  );
}

/** Where somebody came from wants to be seen: selected, and zoomed to with its callers above it. */
function lookAtTarget(state: FlameState): FlameState {
  const { target, graph } = state;
  // A picture that comes in between may not have it, or not keep it.
  if (!target || !graph.shown || !state.shown || !isDrawn(graph)) return state;
  const box = boxOf(graph.shown, target);
  if (box === undefined || box === WHOLE) return { ...state, target: undefined };
  const zoomed = reduceChart(graph.shown.chart, { type: 'zoom', box });
  const chart = reduceChart(zoomed, { type: 'select', box });
  const shown = { ...graph.shown, chart };
  return {
    ...state,
    target: undefined,
    graph: { ...graph, shown },
    shown: { ...state.shown, chart },
  };
}

/** Call paths lead down from entry points; in the other pictures, what they lead to is found by its function. */
function boxOf({ arrangement, chart: { boxes } }: ShownGraph, target: FlameTarget): StackIndex | undefined {
  if (!('path' in target)) return widestPlace(boxes, target.function.name, target.function.file);
  if (arrangement.visualization.type === 'overview') return findVisible(boxes, target.path);
  const end = target.path.at(-1);
  return end && widestPlace(boxes, end.name, end.file ?? '');
}
