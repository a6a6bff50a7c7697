import { commonUnit } from '../../src/profile/compare-join';
import type { Normalization } from '../../src/profile/compare-normalization';
import type { Profile } from '../../src/profile/tables';
import type {
  CompareColours,
  CompareColumn,
  CompareSnapshot,
  CompareSort,
  SavedCompare,
} from '../../src/protocol/compare';
import type { Failure } from '../../src/protocol/source';
import type { ChartState } from '../chart/chart-state';
import type { Verdict } from '../graph/engine-messages';
import type { Arrangement, GraphEvent, GraphState, ShownGraph } from '../graph/graph-state';
import { createGraphState, isDrawn, isGraphMoved, reduceGraph, specOf } from '../graph/graph-state';
import { isSameBut } from '../shared/same-but';
import type { CompareModel, Sides } from './model';
import { createCompareModel, sidesOf } from './model';
import type { ChangeFilter } from './rows';

/** What the page knows. Everything on it follows from this value. */
export interface CompareState {
  readonly isLoading: boolean;
  /** Why the last sides that were asked for did not come, or cannot be compared. */
  readonly failure: Failure | undefined;
  readonly snapshot: CompareSnapshot | undefined;
  readonly swapped: boolean;
  readonly normalization: Normalization;
  readonly joined: Joined | undefined;
  readonly judged: Judged | undefined;
  readonly graph: GraphState;
  readonly list: ListState;
  readonly shown: ShownCompare | undefined;
}

/** Both sides on one set of tables. */
export interface Joined {
  readonly of: Sides;
  readonly profile: Profile;
}

/** The verdict on a joined profile, for one view and one way to measure. */
export interface Judged {
  readonly key: VerdictKey;
  readonly verdict: Verdict;
}

export interface VerdictKey {
  readonly joined: Joined;
  readonly states: Arrangement['states'];
  readonly normalization: Normalization;
}

/** How the table is arranged, and the colours. */
export interface ListState {
  readonly sort: CompareSort;
  readonly filter: ChangeFilter;
  readonly colours: CompareColours;
  /** Rows of the table that are there; more on demand. */
  readonly limit: number;
}

export interface ShownCompare extends ListState {
  readonly model: CompareModel;
  readonly chart: ChartState;
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
  | { readonly type: 'joined'; readonly joined: Joined }
  | { readonly type: 'judged'; readonly judged: Judged }
  | { readonly type: 'swap' }
  | { readonly type: 'normalize'; readonly normalization: Normalization }
  | { readonly type: 'sort'; readonly column: CompareColumn }
  | { readonly type: 'filter'; readonly filter: ChangeFilter }
  | { readonly type: 'colours'; readonly colours: CompareColours }
  | { readonly type: 'more' }
  | GraphEvent;

/** A screenful or two: the table is for the functions that matter, and building rows takes time. */
const FIRST_ROWS = 100;

export const EMPTY_COMPARE: CompareState = {
  isLoading: true,
  failure: undefined,
  snapshot: undefined,
  swapped: false,
  normalization: 'share',
  joined: undefined,
  judged: undefined,
  graph: createGraphState({ width: 0, height: 0 }),
  list: {
    sort: { column: 'delta', descending: true },
    filter: 'all',
    colours: 'green-violet',
    limit: FIRST_ROWS,
  },
  shown: undefined,
};

export function reduceCompare(state: CompareState, event: CompareEvent): CompareState {
  return withShown(reduceParts(state, event));
}

function reduceParts(state: CompareState, event: CompareEvent): CompareState {
  const { list } = state;
  switch (event.type) {
    case 'load':
      return { ...state, isLoading: true, failure: undefined };
    case 'fail':
      return { ...state, isLoading: false, failure: event.failure };
    case 'show':
      return show(state, event.snapshot, event.kept);
    case 'joined':
      return { ...state, joined: event.joined };
    case 'judged':
      return { ...state, judged: event.judged };
    case 'swap':
      return { ...state, swapped: !state.swapped };
    case 'normalize':
      return { ...state, normalization: event.normalization };
    case 'sort':
      return { ...state, list: { ...list, sort: sorted(list.sort, event.column) } };
    case 'filter':
      return { ...state, list: { ...list, filter: event.filter, limit: FIRST_ROWS } };
    case 'colours':
      return { ...state, list: { ...list, colours: event.colours } };
    case 'more':
      return { ...state, list: { ...list, limit: list.limit * 10 } };
    default:
      return { ...state, graph: reduceGraph(state.graph, event) };
  }
}

/** What the sides are, in the order in which they are to be compared; the joined profile may still be of others. */
export function wantedSides({ snapshot, swapped }: CompareState): Sides | undefined {
  return snapshot && sidesOf(snapshot, swapped);
}

/**
 * The profile to draw, once there is a verdict to go with the picture: a picture without one would show figures of
 * another.
 */
export function drawableProfile({ joined, judged, graph }: CompareState): Profile | undefined {
  const isJudged = judged?.key.joined === joined && judged?.key.states === graph.wanted.states;
  return isJudged ? joined?.profile : undefined;
}

/** Whether the sides cannot be compared at all: bytes with time. A picture of others would only mislead. */
export function isRefused({ snapshot }: CompareState): boolean {
  return snapshot !== undefined && commonUnit(snapshot.a.profile.meta, snapshot.b.profile.meta) === undefined;
}

/** Whether what is shown will give way to something that is on its way. */
export function isBusy(state: CompareState): boolean {
  const { graph, judged, normalization } = state;
  if (graph.problem !== '' || isRefused(state)) return false;
  const sides = wantedSides(state);
  const of = judged?.key.joined.of;
  const isJudged = of?.a === sides?.a && of?.b === sides?.b && judged?.key.normalization === normalization;
  return !isJudged || !isDrawn(graph) || graph.place !== undefined;
}

/** What is worth keeping over a reload of the window. */
export function savedCompare({
  snapshot,
  swapped,
  normalization,
  list,
  graph,
}: CompareState): SavedCompare | undefined {
  if (!snapshot) return undefined;
  const { sort, colours } = list;
  const [a, b] = [snapshot.a.source, snapshot.b.source];
  return { a, b, spec: specOf(graph), normalization, swapped, sort, colours };
}

/** The same column again turns the order round; figures begin with the biggest, names with A. */
function sorted(sort: CompareSort, column: CompareColumn): CompareSort {
  return { column, descending: sort.column === column ? !sort.descending : column !== 'function' };
}

function show(state: CompareState, snapshot: CompareSnapshot, kept: SavedCompare | undefined): CompareState {
  const isFirst = state.snapshot === undefined;
  const graph = isFirst && kept ? createGraphState(state.graph.size, kept.spec) : state.graph;
  const arranged = isFirst && kept ? keptParts(state, kept) : state;
  return {
    ...arranged,
    isLoading: false,
    failure: undefined,
    snapshot,
    // The window decides which states count; the page only remembers it over a reload.
    graph: { ...graph, wanted: { ...graph.wanted, states: snapshot.view } },
  };
}

function keptParts(
  state: CompareState,
  { swapped, normalization, sort, colours }: SavedCompare,
): CompareState {
  return { ...state, swapped, normalization, list: { ...state.list, sort, colours } };
}

/**
 * A picture and a verdict make a model when they are of the same joined profile and of the same thread states; until
 * then the one before stays.
 */
function withShown(state: CompareState): CompareState {
  const { judged, graph, list, shown } = state;
  const drawn = graph.shown;
  if (!drawn) return state;
  const isSame = shown?.model.picture === drawn.picture;
  const isNew = judged !== undefined && isOn(judged, drawn) && shown?.model.verdict !== judged.verdict;
  const model = isNew || !isSame ? modelOf(judged, drawn) : shown.model;
  if (!model) return state;
  if (model === shown?.model && shown.chart === drawn.chart && isSameList(shown, list)) return state;
  return { ...state, shown: { ...list, model, chart: drawn.chart } };
}

/** Whether only another part of the same picture is seen. */
export function isCompareMoved(before: CompareState, after: CompareState): boolean {
  return (
    before.shown !== undefined &&
    after.shown !== undefined &&
    isGraphMoved(before.graph, after.graph) &&
    isSameBut(before, after, 'graph', 'shown') &&
    isSameBut(before.shown, after.shown, 'chart')
  );
}

function modelOf(judged: Judged | undefined, drawn: ShownGraph): CompareModel | undefined {
  if (!judged || !isOn(judged, drawn)) return undefined;
  return createCompareModel(judged.key.joined.of, drawn, judged.verdict);
}

function isOn({ key: { joined, states } }: Judged, { picture, arrangement }: ShownGraph): boolean {
  return picture.profile.meta === joined.profile.meta && arrangement.states === states;
}

function isSameList(shown: ShownCompare, list: ListState): boolean {
  return (
    shown.sort === list.sort &&
    shown.filter === list.filter &&
    shown.colours === list.colours &&
    shown.limit === list.limit
  );
}
