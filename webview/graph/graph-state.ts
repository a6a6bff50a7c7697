import type { SearchQuery, SearchResult } from '../../src/profile/search';
import type { StackPath } from '../../src/profile/stack-path';
import type { StateView } from '../../src/profile/thread-states';
import type { Transform } from '../../src/profile/transforms';
import type { Visualization } from '../../src/profile/visualization';
import type { ColourBy, SiblingOrder, ViewSpec } from '../../src/protocol/view-spec';
import { MAX_PATH_STEPS, MAX_TEXT_LENGTH } from '../../src/protocol/view-spec';
import { WHOLE } from '../chart/boxes';
import type { ChartEvent, ChartPlace, ChartState, Size, functionAt } from '../chart/chart-state';
import {
  NO_QUERY,
  atFunction,
  atPlace,
  createChartState,
  isMoved,
  placeOf,
  reduceChart,
} from '../chart/chart-state';
import { isSameBut } from '../shared/same-but';
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
  /** Where to be in the picture that is wanted, while it is on its way; undefined: where one is now. */
  readonly place: Whereabouts | undefined;
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

/** Where somebody is, and in which kind of picture: paths of another kind lead the other way round. */
interface Whereabouts {
  readonly visualization: Visualization;
  readonly place: ChartPlace;
}

/** What undo goes back to: an arrangement, and where one was when one left it. */
interface Moment {
  readonly arrangement: Arrangement;
  readonly place: Whereabouts | undefined;
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

function placeIn({ visualization, zoom, selected, search, top }: ViewSpec): Whereabouts {
  return { visualization, place: { zoom, selected, search, top, stretch: undefined } };
}

/** Whether only another part of the same picture is seen. */
export function isGraphMoved(before: GraphState, after: GraphState): boolean {
  if (!before.shown || !after.shown || !isSameBut(before, after, 'shown')) return false;
  return isSameBut(before.shown, after.shown, 'chart') && isMoved(before.shown.chart, after.shown.chart);
}

/** All of it as a value that can be kept. */
export function specOf(state: GraphState): ViewSpec {
  const { wanted, query } = state;
  const { zoom, selected, top } = placeInWanted(state);
  return {
    ...wanted,
    zoom: keepable(zoom),
    selected: selected && keepable(selected),
    search: query,
    top,
  };
}

/** Whoever reads it refuses longer ones; the first steps still lead to the nearest caller that they name. */
function keepable(path: StackPath): StackPath {
  const tooLong = path.findIndex(
    ({ name, file = '' }) => name.length > MAX_TEXT_LENGTH || file.length > MAX_TEXT_LENGTH,
  );
  return path.slice(0, tooLong < 0 ? MAX_PATH_STEPS : Math.min(tooLong, MAX_PATH_STEPS));
}

/** In a picture of another kind that is still on its way, one will be at the function that one is at. */
function placeInWanted(state: GraphState): Pick<ChartPlace, 'zoom' | 'selected' | 'top'> {
  const here = whereabouts(state);
  const { visualization } = state.wanted;
  if (here && isSame(here.visualization, visualization)) return here.place;
  const of = here && functionOf(here);
  const isInspected = visualization.type === 'inspect' && isSame(of, visualization.function);
  const path = typeof of === 'object' && !isInspected ? [of] : [];
  return { zoom: [], selected: of === undefined ? undefined : path, top: 0 };
}

function whereabouts({ place, shown }: GraphState): Whereabouts | undefined {
  if (place || !shown) return place;
  return { visualization: shown.arrangement.visualization, place: placeOf(shown.chart) };
}

function functionOf({ visualization, place: { selected } }: Whereabouts): ReturnType<typeof functionAt> {
  const end = selected?.at(-1);
  if (end) return { name: end.name, file: end.file ?? '' };
  if (!selected) return undefined;
  return visualization.type === 'inspect' ? visualization.function : WHOLE;
}

/** Whether the picture that is wanted is the one that is shown. */
export function isDrawn({ wanted, shown }: GraphState): boolean {
  return shown !== undefined && isSame(shown.arrangement, wanted);
}

export function reduceGraph(state: GraphState, event: GraphEvent): GraphState {
  switch (event.type) {
    case 'transform':
      return isRepeated(state, event.transform)
        ? state
        : arranged(state, { transforms: [...state.wanted.transforms, event.transform] });
    case 'untransform':
      return arranged(state, {
        transforms: state.wanted.transforms.filter(
          (_, index) => event.indexes !== undefined && !event.indexes.includes(index),
        ),
      });
    case 'visualize':
      return arranged(state, { visualization: event.visualization });
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
      return searched(
        { ...stepped(state, arrangementOf(event.spec)), place: placeIn(event.spec) },
        event.spec.search,
      );
    case 'picture':
      return arrived(state, event.picture, event.arrangement);
    case 'problem':
      return { ...state, problem: event.message };
    case 'matches':
      return matched(state, event);
    case 'search':
      return searched(state, event.query);
    case 'match':
      return isSearching(state) ? { ...state, pendingMatch: event.direction } : goneTo(state, event);
    case 'select':
    case 'reveal':
    case 'step':
    case 'zoom':
    case 'back':
      return goneTo(state, event);
    case 'resize':
      return inChart({ ...state, size: { width: event.width, height: event.height } }, event);
    default:
      return inChart(state, event);
  }
}

/** Somebody goes somewhere in the picture that they see: wherever they were to be in the next one, they are here now. */
function goneTo(state: GraphState, event: ChartEvent): GraphState {
  return state.shown ? inChart({ ...state, place: undefined, pendingMatch: undefined }, event) : state;
}

function inChart(state: GraphState, event: ChartEvent): GraphState {
  const { shown } = state;
  return shown ? { ...state, shown: { ...shown, chart: reduceChart(shown.chart, event) } } : state;
}

/** Why the search before came to nothing is of no interest any more; why a picture did not come still is. */
function searched(state: GraphState, query: SearchQuery): GraphState {
  if (isSame(query, state.query)) return state;
  const problem = isDrawn(state) ? '' : state.problem;
  return inChart({ ...state, query, problem, pendingMatch: undefined }, { type: 'search', query });
}

/** More steps than anybody takes back, and bounded. */
const MEMORY = 100;

/** What changes nothing is no step that one takes back. */
function arranged(state: GraphState, change: Partial<Arrangement>): GraphState {
  return isSame({ ...state.wanted, ...change }, state.wanted) ? state : stepped(state, change);
}

/** Before anybody saw anything there is nothing to go back to. */
function stepped(state: GraphState, change: Partial<Arrangement>): GraphState {
  return {
    ...state,
    wanted: { ...state.wanted, ...change },
    past: state.shown ? [...state.past.slice(1 - MEMORY), momentOf(state)] : [],
    future: [],
    problem: '',
  };
}

/**
 * A key held down, or pressed again before its picture came: doing the same again changes nothing. But for a call path:
 * once one is drawn, the same names may lead on from where it ended.
 */
function isRepeated(state: GraphState, transform: Transform): boolean {
  const isNew = transform.type === 'focus-subtree' && isDrawn(state);
  return !isNew && isSame(transform, state.wanted.transforms.at(-1));
}

function momentOf(state: GraphState): Moment {
  return { arrangement: state.wanted, place: whereabouts(state) };
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
    place: moment.place ?? state.place,
    problem: '',
  };
}

function arrived(state: GraphState, picture: Picture, arrangement: Arrangement): GraphState {
  const isLast = isSame(arrangement, state.wanted);
  const before = chartOf(state, picture, arrangement);
  const chart = isLast && state.place ? chartAt(before, state.place, arrangement) : before;
  return {
    ...state,
    // A picture that comes in between does not take anybody from where they were.
    place: isLast ? undefined : whereabouts(state),
    problem: '',
    shown: { picture, arrangement, chart },
  };
}

function chartAt(chart: ChartState, here: Whereabouts, { visualization }: Arrangement): ChartState {
  const { query, found } = chart;
  const isSameKind = isSame(here.visualization, visualization);
  const at = isSameKind ? atPlace(chart, here.place) : atFunction(chart, functionOf(here));
  return { ...at, query, found };
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
  return pendingMatch ? goneTo(known, { type: 'match', direction: pendingMatch }) : known;
}

/** Whether an answer is on its way: whoever types fast presses Enter before it is there. */
export function isSearching({ query, shown }: GraphState): boolean {
  return query.text.trim() !== '' && shown?.chart.found === undefined;
}

/** Values of ours, a few hundred characters long: their texts are equal exactly when they are. */
function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
