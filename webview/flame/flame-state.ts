import { findPath } from '../../src/profile/stack-path';
import type { StateView } from '../../src/profile/thread-states';
import type { StackIndex } from '../../src/profile/units';
import type { FlameSnapshot, FlameTarget } from '../../src/protocol/flame';
import type { Failure, ProfileSource } from '../../src/protocol/source';
import type { ViewSpec } from '../../src/protocol/view-spec';
import { PLAIN_VIEW } from '../../src/protocol/view-spec';
import { WHOLE } from '../chart/boxes';
import type { ChartEvent, ChartPlace, ChartState, Size } from '../chart/chart-state';
import { atPlace, createChartState, placeOf, reduceChart } from '../chart/chart-state';
import type { FlameModel } from './model';
import { createModel, hottestPlace } from './model';

/** What the page knows. Everything on it follows from this value. */
export type FlameState =
  | { readonly phase: 'loading'; readonly group: string; readonly size: Size }
  | { readonly phase: 'failed'; readonly failure: Failure; readonly size: Size }
  | { readonly phase: 'shown'; readonly model: FlameModel; readonly chart: ChartState };

export type ShownFlame = Extract<FlameState, { phase: 'shown' }>;

export type FlameEvent =
  | { readonly type: 'load'; readonly group: string }
  | { readonly type: 'fail'; readonly failure: Failure }
  | {
      readonly type: 'show';
      readonly snapshot: FlameSnapshot;
      readonly target: FlameTarget | undefined;
      /** Where the person was before the page was reloaded. */
      readonly spec: ViewSpec | undefined;
    }
  | { readonly type: 'view'; readonly view: StateView }
  | ChartEvent;

export function reduceFlame(state: FlameState, event: FlameEvent): FlameState {
  switch (event.type) {
    case 'load':
      // What is shown stays until its successor is here.
      return state.phase === 'shown' ? state : { phase: 'loading', group: event.group, size: sizeOf(state) };
    case 'fail':
      return { phase: 'failed', failure: event.failure, size: sizeOf(state) };
    case 'show':
      return show(state, event);
    case 'view':
      return state.phase === 'shown'
        ? withModel(state, createModel(state.model.snapshot, event.view, state.model))
        : state;
    case 'resize':
      if (state.phase !== 'shown') return { ...state, size: event };
      return { ...state, chart: reduceChart(state.chart, event) };
    default:
      return state.phase === 'shown' ? { ...state, chart: reduceChart(state.chart, event) } : state;
  }
}

/** What is worth keeping over a reload of the window. */
export function flameSpecOf({ model, chart }: ShownFlame): ViewSpec {
  return { ...PLAIN_VIEW, states: model.view, ...placeOf(chart) };
}

function show(state: FlameState, event: Extract<FlameEvent, { type: 'show' }>): ShownFlame {
  const { snapshot, target, spec } = event;
  const isRefresh = state.phase === 'shown' && isSameGroup(state.model.snapshot.source, snapshot.source);
  const model = createModel(snapshot, snapshot.view, isRefresh ? state.model : undefined);
  const shown = isRefresh ? withModel(state, model) : anew(model, sizeOf(state), spec);
  return target ? lookedAt(shown, target) : shown;
}

function anew(model: FlameModel, size: Size, place: ChartPlace | undefined): ShownFlame {
  const chart = createChartState(model.boxes, size);
  return { phase: 'shown', model, chart: place ? atPlace(chart, place) : chart };
}

function withModel(state: ShownFlame, model: FlameModel): ShownFlame {
  return { phase: 'shown', model, chart: reduceChart(state.chart, { type: 'replace', boxes: model.boxes }) };
}

/** Where somebody came from wants to be seen: selected, and zoomed to with its callers above it. */
function lookedAt(state: ShownFlame, target: FlameTarget): ShownFlame {
  const box = boxOf(state.model, target);
  if (box === undefined || box === WHOLE) return state;
  const zoomed = reduceChart(state.chart, { type: 'zoom', box });
  return { ...state, chart: reduceChart(zoomed, { type: 'select', box }) };
}

function boxOf(model: FlameModel, target: FlameTarget): StackIndex | undefined {
  const { profile } = model.tree;
  if ('path' in target) return findPath(profile, target.path);
  const { name, file } = target.function;
  const { frames } = profile;
  return hottestPlace(
    model,
    (frame) => frames.name[frame] === name && (file === '' || frames.file[frame] === file),
  );
}

function isSameGroup(a: ProfileSource, b: ProfileSource): boolean {
  return a.connectionId === b.connectionId && a.group === b.group;
}

function sizeOf(state: FlameState): Size {
  if (state.phase !== 'shown') return state.size;
  return { width: state.chart.width, height: state.chart.height };
}
