import type { StackPath } from '../profile/stack-path';
import type { FrameRef, Profile } from '../profile/tables';
import type { StateView } from '../profile/thread-states';
import type { DollarsPerYear, EpochMs } from '../profile/units';
import type { Failure, PageLanguage, ProfileSource } from './source';

/**
 * What the flame graph panel and its page say to each other. The host sends tables, whole, and only after `ready`;
 * the page derives trees, layout and search itself, so that zooming never crosses the border. A push replaces what
 * was there: nothing is a delta, because what is posted to a hidden page is lost.
 */
export type ToFlame =
  | { readonly type: 'load'; readonly group: string; readonly language: PageLanguage }
  | { readonly type: 'show'; readonly snapshot: FlameSnapshot; readonly target: FlameTarget | undefined }
  | { readonly type: 'fail'; readonly failure: Failure; readonly language: PageLanguage }
  | { readonly type: 'view'; readonly view: StateView };

export type FromFlame =
  | { readonly type: 'ready' }
  /** The person chose other thread states; every other surface follows. */
  | { readonly type: 'view'; readonly view: StateView }
  /** The person wants a failed load to be tried again. */
  | { readonly type: 'retry' };

/** Everything about one profile that the page draws. */
export interface FlameSnapshot {
  readonly source: ProfileSource;
  readonly connectionLabel: string;
  /** What the source's range meant when the profile was fetched. */
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly fetchedAt: EpochMs;
  readonly profile: Profile;
  readonly view: StateView;
  /** Undefined where no fleet is known: then no dollars are shown. */
  readonly cost: YearlyCost | undefined;
  /** 1 per FrameIndex that is the person's own code: only the host knows their folders and settings. */
  readonly mine: Uint8Array;
  /** Below so many samples no percentage is claimed. */
  readonly minimumSamples: number;
  readonly language: PageLanguage;
}

/**
 * What the whole fleet costs, and where that comes from, so that every figure can be unfolded into its arithmetic:
 * share of CPU × product = dollars.
 */
export interface YearlyCost {
  readonly yearly: DollarsPerYear;
  /** `$0.096/h × 8,760 h × 2 hosts` */
  readonly product: string;
  readonly priceSource: string;
  /** '' for a price that somebody set. */
  readonly priceDate: string;
}

/** What to look at once it is shown: where a lens, a finding or a link led to. */
export type FlameTarget =
  { readonly function: Pick<FrameRef, 'name' | 'file'> } | { readonly path: StackPath };

/**
 * Where the person was, by call path: row numbers mean something else after every refresh. The page keeps it in its
 * state, together with the source; VS Code hands it back after a reload.
 */
export interface FlamePlace {
  readonly view: StateView;
  readonly zoom: StackPath;
  /** Undefined when nothing is selected; the empty path is the whole. */
  readonly selected: StackPath | undefined;
  readonly search: string;
  /** Scrolled so many CSS pixels down. */
  readonly top: number;
}

export interface SavedFlame {
  readonly source: ProfileSource;
  readonly place: FlamePlace;
}
