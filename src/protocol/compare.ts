import type { Profile } from '../profile/tables';
import type { StateView } from '../profile/thread-states';
import type { EpochMs } from '../profile/units';
import type { YearlyCost } from './flame';
import type { Failure, PageLanguage, ProfileSource } from './source';

/** What the comparison panel and its page say to each other; the rules of flame.ts hold here too. */
export type ToCompare =
  | { readonly type: 'load'; readonly language: PageLanguage }
  | { readonly type: 'show'; readonly snapshot: CompareSnapshot }
  | { readonly type: 'fail'; readonly failure: Failure; readonly language: PageLanguage }
  | { readonly type: 'view'; readonly view: StateView };

export type FromCompare =
  | { readonly type: 'ready' }
  | { readonly type: 'view'; readonly view: StateView }
  | { readonly type: 'retry' };

/** Both sides, each as it would be shown alone; the page joins them. */
export interface CompareSnapshot {
  readonly a: CompareSide;
  readonly b: CompareSide;
  readonly view: StateView;
  readonly minimumSamples: number;
  readonly language: PageLanguage;
}

export interface CompareSide {
  readonly source: ProfileSource;
  readonly connectionLabel: string;
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly profile: Profile;
  readonly cost: YearlyCost | undefined;
}

export interface SavedCompare {
  readonly a: ProfileSource;
  readonly b: ProfileSource;
  readonly view: StateView;
  /** Whether B is drawn against A or the other way round. */
  readonly swapped: boolean;
  readonly sort: CompareSort;
  readonly colours: CompareColours;
}

/** The guide's green and violet, or a pair that people who confuse red and green tell apart easily. */
export const COMPARE_COLOURS = ['green-violet', 'blue-orange'] as const;

export type CompareColours = (typeof COMPARE_COLOURS)[number];

/** Columns of the table in the order in which they stand. */
export const COMPARE_COLUMNS = ['function', 'a', 'b', 'delta', 'ratio', 'interval'] as const;

export type CompareColumn = (typeof COMPARE_COLUMNS)[number];

export interface CompareSort {
  readonly column: CompareColumn;
  readonly descending: boolean;
}
