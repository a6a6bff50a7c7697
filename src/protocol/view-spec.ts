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

/** By name, as CodeGuru has it: a function keeps its place from profile to profile. Or the heaviest first. */
export const SIBLING_ORDERS = ['name', 'weight'] as const;

export type SiblingOrder = (typeof SIBLING_ORDERS)[number];

/** What a colour tells: whose code it is, which package, or what the threads were doing. */
export const COLOURS_BY = ['code', 'package', 'state'] as const;

export type ColourBy = (typeof COLOURS_BY)[number];
