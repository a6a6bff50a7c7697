import type { StateView } from '../../src/profile/thread-states';
import type {
  CompareColours,
  CompareColumn,
  CompareSnapshot,
  CompareSort,
  SavedCompare,
} from '../../src/protocol/compare';
import type { Failure } from '../../src/protocol/source';
import type { ChartEvent, ChartState, Size } from '../chart/chart-state';
import { createChartState, reduceChart } from '../chart/chart-state';
import type { CompareModel } from './model';
import { createCompareModel } from './model';
import type { ChangeFilter } from './rows';

/** What the page knows. Everything on it follows from this value. */
export type CompareState =
  | { readonly phase: 'loading'; readonly size: Size }
  | { readonly phase: 'failed'; readonly failure: Failure; readonly size: Size }
  | ShownCompare;

export interface ShownCompare {
  readonly phase: 'shown';
  readonly model: CompareModel;
  readonly chart: ChartState;
  readonly sort: CompareSort;
  readonly filter: ChangeFilter;
  readonly colours: CompareColours;
  /** Rows of the table that are there; more on demand. */
  readonly limit: number;
}

export type CompareEvent =
  | { readonly type: 'load' }
  | { readonly type: 'fail'; readonly failure: Failure }
  | {
      readonly type: 'show';
      readonly snapshot: CompareSnapshot;
      /** How things were arranged before the page was reloaded. */
      readonly kept: SavedCompare | undefined;
    }
  | { readonly type: 'view'; readonly view: StateView }
  | { readonly type: 'swap' }
  | { readonly type: 'sort'; readonly column: CompareColumn }
  | { readonly type: 'filter'; readonly filter: ChangeFilter }
  | { readonly type: 'colours'; readonly colours: CompareColours }
  | { readonly type: 'more' }
  | ChartEvent;

/** A screenful or two: the table is for the functions that matter, and building rows takes time. */
const FIRST_ROWS = 100;

const BIGGEST_FIRST: CompareSort = { column: 'delta', descending: true };

export function reduceCompare(state: CompareState, event: CompareEvent): CompareState {
  switch (event.type) {
    case 'load':
      return state.phase === 'shown' ? state : { phase: 'loading', size: sizeOf(state) };
    case 'fail':
      return { phase: 'failed', failure: event.failure, size: sizeOf(state) };
    case 'show':
      return show(state, event.snapshot, event.kept);
    case 'resize':
      if (state.phase !== 'shown') return { ...state, size: event };
      return { ...state, chart: reduceChart(state.chart, event) };
    default:
      return state.phase === 'shown' ? reduceShown(state, event) : state;
  }
}

function reduceShown(
  state: ShownCompare,
  event: Exclude<CompareEvent, { type: 'load' | 'fail' | 'show' }>,
): ShownCompare {
  const { model } = state;
  switch (event.type) {
    case 'view':
      return withModel(state, createCompareModel(model.snapshot, event.view, model.swapped));
    case 'swap':
      return withModel(state, createCompareModel(model.snapshot, model.view, !model.swapped));
    case 'sort':
      return { ...state, sort: sorted(state.sort, event.column) };
    case 'filter':
      return { ...state, filter: event.filter, limit: FIRST_ROWS };
    case 'colours':
      return { ...state, colours: event.colours };
    case 'more':
      return { ...state, limit: state.limit * 10 };
    default:
      return { ...state, chart: reduceChart(state.chart, event) };
  }
}

/** The same column again turns the order round; figures begin with the biggest, names with A. */
function sorted(sort: CompareSort, column: CompareColumn): CompareSort {
  return { column, descending: sort.column === column ? !sort.descending : column !== 'function' };
}

function show(state: CompareState, snapshot: CompareSnapshot, kept: SavedCompare | undefined): ShownCompare {
  if (state.phase === 'shown') {
    return withModel(state, createCompareModel(snapshot, snapshot.view, state.model.swapped));
  }
  const model = createCompareModel(snapshot, snapshot.view, kept?.swapped ?? false);
  return {
    phase: 'shown',
    model,
    chart: createChartState(model.boxes, state.size),
    sort: kept?.sort ?? BIGGEST_FIRST,
    filter: 'all',
    colours: kept?.colours ?? 'green-violet',
    limit: FIRST_ROWS,
  };
}

function withModel(state: ShownCompare, model: CompareModel): ShownCompare {
  return { ...state, model, chart: reduceChart(state.chart, { type: 'replace', boxes: model.boxes, keep: 'place' }) };
}

function sizeOf(state: CompareState): Size {
  if (state.phase !== 'shown') return state.size;
  return { width: state.chart.width, height: state.chart.height };
}
