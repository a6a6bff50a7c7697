import type { StackPath } from '../profile/stack-path';
import type { FrameRef, Profile } from '../profile/tables';
import type { ThreadSplit } from '../profile/thread-frames';
import type { StateView } from '../profile/thread-states';
import type { DollarsPerYear, EpochMs } from '../profile/units';
import type { Failure, PageLanguage, ProfileSource, SourceRange } from './source';
import type { ViewSpec } from './view-spec';

/**
 * What the flame graph panel and its page say to each other. The host sends tables, whole, and only after `ready`;
 * the page derives trees, layout and search itself, so that zooming never crosses the border. A push replaces what
 * was there: nothing is a delta, because what is posted to a hidden page is lost.
 */
export type ToFlame =
  /** A profile is on its way. A page that shows one goes on showing it, and says that it is busy. */
  | { readonly type: 'load'; readonly group: string; readonly language: PageLanguage }
  | { readonly type: 'show'; readonly snapshot: FlameSnapshot; readonly target: FlameTarget | undefined }
  /** It did not come. A page that shows one goes on showing it, and says why it is not the one that was asked for. */
  | { readonly type: 'fail'; readonly failure: Failure; readonly language: PageLanguage }
  /** Thread states that were chosen elsewhere. */
  | { readonly type: 'view'; readonly view: StateView }
  /** A whole way to look, from a link: applied to what is shown, once. */
  | { readonly type: 'spec'; readonly spec: ViewSpec };

export type FromFlame =
  | { readonly type: 'ready' }
  /** The person chose other thread states; every other surface follows. */
  | { readonly type: 'view'; readonly view: StateView }
  /** The person wants a failed load to be tried again. */
  | { readonly type: 'retry' }
  /** The person chose another range: it is loaded in place, and becomes the one that the window shows. */
  | { readonly type: 'range'; readonly range: SourceRange }
  /** Whether what is live is fetched anew by itself. */
  | { readonly type: 'refresh'; readonly on: boolean }
  /** Whether each thread of a file has a frame of its own: the file is read anew, in place. */
  | { readonly type: 'threads'; readonly separate: boolean };

/** Everything about one profile that the page draws. */
export interface FlameSnapshot {
  readonly source: ProfileSource;
  /** What the title calls it: the group, or the name of the file. */
  readonly label: string;
  /** `Embedded service`, `acme-prod · eu-west-1`, or the format of the file. */
  readonly connectionLabel: string;
  /** What the source's range meant when the profile was fetched; both 0 where a file does not say. */
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly fetchedAt: EpochMs;
  readonly profile: Profile;
  /** Undefined where the data tells of no threads, or of one. */
  readonly threads: ThreadSplit | undefined;
  readonly view: StateView;
  /** Undefined where no fleet is known: then no dollars are shown. */
  readonly cost: YearlyCost | undefined;
  /** 1 per FrameIndex that is the person's own code: only the host knows their folders and settings. */
  readonly mine: Uint8Array;
  /** The namespaces that decide it, as the setting has them; none where the host tells own code by its files. */
  readonly myCode: readonly string[];
  /** Below so many samples no percentage is claimed. */
  readonly minimumSamples: number;
  /** Whether it grows while somebody looks: a latest range of the embedded service, reported to in the last minutes. */
  readonly isLive: boolean;
  /** Whether the host fetches it anew by itself as long as it is live. */
  readonly autoRefresh: boolean;
  /** Why views cannot be saved under a name here; '' where they can. */
  readonly whyNoViews: string;
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

/** What the page keeps in its state; VS Code hands it back after a reload. */
export interface SavedFlame {
  readonly source: ProfileSource;
  readonly spec: ViewSpec;
  /** Whether the list of functions is shown in the place of the graph. */
  readonly table: boolean;
  readonly autoRefresh: boolean;
}
