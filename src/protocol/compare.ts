import type { Normalization } from '../profile/compare-normalization';
import type { Profile } from '../profile/tables';
import type { StateView } from '../profile/thread-states';
import type { EpochMs } from '../profile/units';
import type { YearlyCost } from './flame';
import type { Failure, PageLanguage, ProfileSource } from './source';
import type { ViewSpec } from './view-spec';

/** What the comparison panel and its page say to each other; the rules of flame.ts hold here too. */
export type ToCompare =
  /** As in flame.ts: what is shown stays while its successor is on its way, and where it does not come. */
  | { readonly type: 'load'; readonly language: PageLanguage }
  | { readonly type: 'show'; readonly snapshot: CompareSnapshot }
  | { readonly type: 'fail'; readonly failure: Failure; readonly language: PageLanguage }
  | { readonly type: 'view'; readonly view: StateView };

export type FromCompare =
  | { readonly type: 'ready' }
  | { readonly type: 'view'; readonly view: StateView }
  | { readonly type: 'retry' }
  /** The person wants something else on one side; the host asks what. Swapping sides is for the page alone. */
  | { readonly type: 'change-side'; readonly side: 'a' | 'b' };

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
  /** What people call it: the group, or the name of the file. */
  readonly label: string;
  /** `Embedded service`, `acme-prod · eu-west-1`, or the format of the file. */
  readonly connectionLabel: string;
  /** Both 0 where a file does not say when it was recorded. */
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly profile: Profile;
  readonly cost: YearlyCost | undefined;
}

export interface SavedCompare {
  readonly a: ProfileSource;
  readonly b: ProfileSource;
  readonly spec: ViewSpec;
  readonly normalization: Normalization;
  /** Whether B is drawn against A or the other way round. */
  readonly swapped: boolean;
  readonly sort: CompareSort;
  readonly colours: CompareColours;
}

/** The guide's green and violet, or a pair that people who confuse red and green tell apart easily. */
export const COMPARE_COLOURS = ['green-violet', 'blue-orange'] as const;

export type CompareColours = (typeof COMPARE_COLOURS)[number];

/** Columns of the table in the order in which they stand. */
export const COMPARE_COLUMNS = [
  'function',
  'a',
  'b',
  'delta',
  'ratio',
  'interval',
  'selfA',
  'selfB',
  'deltaSelf',
  'dollars',
] as const;

export type CompareColumn = (typeof COMPARE_COLUMNS)[number];

export interface CompareSort {
  readonly column: CompareColumn;
  readonly descending: boolean;
}
