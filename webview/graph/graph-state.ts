import type { SearchQuery, SearchResult } from '../../src/profile/search';
import type { StackPath } from '../../src/profile/stack-path';
import type { StateView } from '../../src/profile/thread-states';
import type { Transform } from '../../src/profile/transforms';
import type { Visualization } from '../../src/profile/visualization';
import type { ColourBy, SiblingOrder, ViewSpec } from '../../src/protocol/view-spec';
import { MAX_PATH_STEPS } from '../../src/protocol/view-spec';
import type { ChartEvent, ChartPlace, ChartState, Size } from '../chart/chart-state';
import { NO_QUERY, atPlace, createChartState, placeOf, reduceChart } from '../chart/chart-state';
import type { Picture } from './picture';
import { boxesOf } from './picture';

/** What somebody arranged: all of a {@link ViewSpec} but where they are in the picture. */
export type Arrangement = Pick<ViewSpec, 'states' | 'visualization' | 'transforms' | 'order' | 'colour'>;

/**
 * What a page with a graph knows of it. What is wanted and what is shown are two things: a picture takes its time, and
 * until it is there the one before stays, with the person's place in it.
 */
export interface GraphState {
  readonly wanted: Arrangement;
  /** Where to be in the next picture; undefined: where one is now, as far as that goes. */
  readonly place: ChartPlace | undefined;
  readonly past: readonly Moment[];
  readonly future: readonly Moment[];
  readonly size: Size;
  /** Outlives pictures: it may be typed before there is one. */
  readonly query: SearchQuery;
  /** A step to a match that was asked for before the matches were there. */
  readonly pendingMatch: 1 | -1 | undefined;
  readonly shown: ShownGraph | undefined;
  /** Why the last picture that was wanted is not there, or ''. */
  readonly problem: string;
}

export interface ShownGraph {
  readonly picture: Picture;
  readonly arrangement: Arrangement;
  readonly chart: ChartState;
}

/** What undo goes back to: an arrangement, and where one was in it; undefined: wherever one is when it comes. */
interface Moment {
  readonly arrangement: Arrangement;
  readonly place: ChartPlace | undefined;
}

export type GraphEvent =
  | { readonly type: 'transform'; readonly transform: Transform }
  /** Takes some back, whichever they are; without indexes, all. */
  | { readonly type: 'untransform'; readonly indexes?: readonly number[] }
  | { readonly type: 'visualize'; readonly visualization: Visualization }
  | { readonly type: 'order'; readonly order: SiblingOrder }
  | { readonly type: 'colour'; readonly colour: ColourBy }
  | { readonly type: 'states'; readonly states: StateView }
  | { readonly type: 'undo' }
  | { readonly type: 'redo' }
  /** All of it at once: a named view, a link, what was kept over a reload. */
  | { readonly type: 'apply'; readonly spec: ViewSpec }
  | { readonly type: 'picture'; readonly picture: Picture; readonly arrangement: Arrangement }
  | { readonly type: 'problem'; readonly message: string }
  /** The answer to a query in a picture; late ones are dropped. */
  | {
      readonly type: 'matches';
      readonly query: SearchQuery;
      readonly picture: Picture;
      readonly found: SearchResult | undefined;
    }
  | Exclude<ChartEvent, { readonly type: 'found' | 'replace' }>;

export function createGraphState(size: Size, spec?: ViewSpec): GraphState {
  const wanted: Arrangement = spec
    ? arrangementOf(spec)
    : { states: 'cpu', visualization: { type: 'overview' }, transforms: [], order: 'name', colour: 'code' };
  return {
    wanted,
    place: spec && placeIn(spec),
    past: [],
    future: [],
    size,
    query: spec?.search ?? NO_QUERY,
    pendingMatch: undefined,
    shown: undefined,
    problem: '',
  };
}

export function arrangementOf({ states, visualization, transforms, order, colour }: ViewSpec): Arrangement {
  return { states, visualization, transforms, order, colour };
}

function placeIn({ zoom, selected, search, top }: ViewSpec): ChartPlace {
  return { zoom, selected, search, top };
}

/** All of it as a value that can be kept. */
export function specOf({ wanted, place, query, shown }: GraphState): ViewSpec {
  const here = place ?? (shown ? placeOf(shown.chart) : { zoom: [], selected: undefined, top: 0 });
  return {
    ...wanted,
    ...here,
    zoom: keepable(here.zoom),
    selected: here.selected && keepable(here.selected),
    search: query,
  };
}

/** Whoever reads it refuses longer ones; the first steps still lead to the nearest caller that they name. */
function keepable(path: StackPath): StackPath {
  return path.slice(0, MAX_PATH_STEPS);
}

export function reduceGraph(state: GraphState, event: GraphEvent): GraphState {
  switch (event.type) {
    case 'transform':
      return arranged(state, { transforms: [...state.wanted.transforms, event.transform] });
    case 'untransform':
      return arranged(state, {
        transforms: state.wanted.transforms.filter(
          (_, index) => event.indexes !== undefined && !event.indexes.includes(index),
        ),
      });
    case 'visualize':
      return isSame(event.visualization, state.wanted.visualization)
        ? state
        : arranged(state, { visualization: event.visualization });
    case 'order':
      return arranged(state, { order: event.order });
    // Colours and thread states are not steps that one takes back: they have a control that says where they stand.
    case 'colour':
      return { ...state, wanted: { ...state.wanted, colour: event.colour } };
    case 'states':
      return { ...state, wanted: { ...state.wanted, states: event.states } };
    case 'undo':
      return goTo(state, state.past.at(-1), {
        past: state.past.slice(0, -1),
        future: [...state.future, momentOf(state)],
      });
    case 'redo':
      return goTo(state, state.future.at(-1), {
        past: [...state.past, momentOf(state)],
        future: state.future.slice(0, -1),
      });
    case 'apply':
      return {
        ...arranged(state, arrangementOf(event.spec)),
        place: placeIn(event.spec),
        query: event.spec.search,
      };
    case 'picture':
      return arrived(state, event.picture, event.arrangement);
    case 'problem':
      return { ...state, problem: event.message };
    case 'matches':
      return matched(state, event);
    case 'search':
      return inChart({ ...state, query: event.query, pendingMatch: undefined }, event);
    case 'match':
      return isSearching(state) ? { ...state, pendingMatch: event.direction } : inChart(state, event);
    case 'resize':
      return inChart({ ...state, size: { width: event.width, height: event.height } }, event);
    default:
      return inChart(state, event);
  }
}

function inChart(state: GraphState, event: ChartEvent): GraphState {
  const { shown } = state;
  return shown ? { ...state, shown: { ...shown, chart: reduceChart(shown.chart, event) } } : state;
}

/** More steps than anybody takes back, and bounded. */
const MEMORY = 100;

function arranged(state: GraphState, change: Partial<Arrangement>): GraphState {
  return {
    ...state,
    wanted: { ...state.wanted, ...change },
    place: undefined,
    past: [...state.past.slice(1 - MEMORY), momentOf(state)],
    future: [],
    problem: '',
  };
}

/**
 * While the picture that is wanted is on its way, the place on the screen is one of another picture: its paths may lead
 * nowhere in this one. Then the moment's place is the one to be in once it is there, or none.
 */
function momentOf({ wanted, place, shown }: GraphState): Moment {
  const isThere = shown && isSame(shown.arrangement, wanted);
  return { arrangement: wanted, place: isThere ? placeOf(shown.chart) : place };
}

/** Colours and states stay as they are: they are no steps, see above. */
function goTo(
  state: GraphState,
  moment: Moment | undefined,
  history: Pick<GraphState, 'past' | 'future'>,
): GraphState {
  if (!moment) return state;
  const { states, colour } = state.wanted;
  return {
    ...state,
    ...history,
    wanted: { ...moment.arrangement, states, colour },
    place: moment.place,
    problem: '',
  };
}

function arrived(state: GraphState, picture: Picture, arrangement: Arrangement): GraphState {
  const isLast = isSame(arrangement, state.wanted);
  const { query } = state;
  const before = chartOf(state, picture, arrangement);
  const place = isLast ? state.place : undefined;
  const chart = place ? { ...atPlace(before, place), query, found: before.found } : before;
  return {
    ...state,
    place: isLast ? undefined : state.place,
    problem: '',
    shown: { picture, arrangement, chart },
  };
}

/** The chart of a picture: the same one where the picture is, else with the person's place as far as it has that. */
function chartOf({ shown, size, query }: GraphState, picture: Picture, arrangement: Arrangement): ChartState {
  if (shown?.picture === picture) return shown.chart;
  const boxes = boxesOf(picture);
  if (!shown) return { ...createChartState(boxes, size), query };
  return reduceChart(shown.chart, { type: 'replace', boxes, keep: keepOf(shown, arrangement) });
}

/** Paths of another kind of picture lead the other way round; only functions are the same in both. */
function keepOf({ arrangement }: ShownGraph, next: Arrangement): 'place' | 'selection' {
  return isSame(arrangement.visualization, next.visualization) ? 'place' : 'selection';
}

function matched(
  state: GraphState,
  { query, picture, found }: Extract<GraphEvent, { type: 'matches' }>,
): GraphState {
  if (query !== state.query || picture !== state.shown?.picture) return state;
  const { pendingMatch } = state;
  const known = inChart({ ...state, pendingMatch: undefined }, { type: 'found', found });
  return pendingMatch ? inChart(known, { type: 'match', direction: pendingMatch }) : known;
}

/** Whether an answer is on its way: whoever types fast presses Enter before it is there. */
function isSearching({ query, shown }: GraphState): boolean {
  return query.text.trim() !== '' && shown?.chart.found === undefined;
}

/** Values of ours, a few hundred characters long: their texts are equal exactly when they are. */
function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
