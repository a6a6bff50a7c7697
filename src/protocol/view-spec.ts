import type { SearchQuery } from '../profile/search';
import type { StackPath } from '../profile/stack-path';
import type { StateView } from '../profile/thread-states';
import type { Transform } from '../profile/transforms';
import type { Visualization } from '../profile/visualization';

/**
 * How somebody looks at a profile, whole: what is kept over a reload, saved under a name, and sent in a link. Call
 * paths and names, never row numbers, so that it means the same in tomorrow's profile and on another machine.
 */
export interface ViewSpec {
  readonly states: StateView;
  readonly visualization: Visualization;
  readonly transforms: readonly Transform[];
  readonly order: SiblingOrder;
  readonly colour: ColourBy;
  readonly search: SearchQuery;
  readonly zoom: StackPath;
  /** Undefined when nothing is selected; the empty path is the whole. */
  readonly selected: StackPath | undefined;
  /** Scrolled so many CSS pixels down. */
  readonly top: number;
}

/** What somebody sees who chose nothing. */
export const PLAIN_VIEW: ViewSpec = {
  states: 'cpu',
  visualization: { type: 'overview' },
  transforms: [],
  order: 'name',
  colour: 'code',
  search: { text: '', matchCase: false, isRegex: false },
  zoom: [],
  selected: undefined,
  top: 0,
};

/**
 * More than a person makes by hand, little enough that a hostile link cannot keep a page busy. Paths that are longer
 * are cut by who writes them: their first steps still lead to the nearest caller.
 */
export const MAX_TRANSFORMS = 200;
export const MAX_PATH_STEPS = 2000;
export const MAX_TEXT_LENGTH = 4096;

/** A way to look that got a name, as `.burnline/views.json` keeps it. */
export interface NamedView {
  readonly name: string;
  readonly spec: ViewSpec;
}

/** By name, as CodeGuru has it: a function keeps its place from profile to profile. Or the heaviest first. */
export const SIBLING_ORDERS = ['name', 'weight'] as const;

export type SiblingOrder = (typeof SIBLING_ORDERS)[number];

/** What a colour tells: whose code it is, which package, or what the threads were doing. */
export const COLOURS_BY = ['code', 'package', 'state'] as const;

export type ColourBy = (typeof COLOURS_BY)[number];
