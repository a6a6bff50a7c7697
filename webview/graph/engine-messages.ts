import type { ExportFormat } from '../../src/export/formats';
import type { Comparison, Rigour } from '../../src/profile/compare';
import type { Scale } from '../../src/profile/compare-normalization';
import type { Neighbours } from '../../src/profile/neighbours';
import type { SearchQuery, SearchResult } from '../../src/profile/search';
import type { FrameTable, Profile } from '../../src/profile/tables';
import type { StateView } from '../../src/profile/thread-states';
import type { FrameIndex } from '../../src/profile/units';
import type { ExportTitles, PackageTotal } from './graph-engine';
import type { PackedVerdict } from './packed-verdict';
import type { Picture, PictureSpec } from './picture';

/** What a page and its worker say to each other. Both are ours and of one build: nothing is guarded here. */
export type ToEngine =
  /** Without a profile: the one that was joined last, which the worker has. */
  | { readonly type: 'load'; readonly profile?: Profile }
  | { readonly type: 'ask'; readonly id: number; readonly question: Question };

export type Question =
  | { readonly method: 'draw'; readonly spec: PictureSpec }
  | { readonly method: 'search'; readonly query: SearchQuery }
  | { readonly method: 'neighbours'; readonly frame: FrameIndex; readonly limit: number }
  | { readonly method: 'packages'; readonly limit: number }
  | { readonly method: 'join'; readonly a: Profile; readonly b: Profile }
  | { readonly method: 'compare'; readonly view: StateView; readonly scale: Scale; readonly rigour: Rigour }
  | { readonly method: 'export'; readonly format: ExportFormat; readonly titles: ExportTitles };

export interface Answers {
  readonly draw: SentPicture;
  readonly search: SearchResult;
  readonly neighbours: Neighbours;
  readonly packages: readonly PackageTotal[];
  readonly join: Profile;
  readonly compare: PackedVerdict;
  readonly export: Uint8Array<ArrayBuffer>;
}

/** A comparison function by function; its call paths are in the picture. */
export type Verdict = Pick<Comparison, 'functions' | 'yardstick'>;

export type FromEngine =
  | { readonly id: number; readonly answer: Answers[keyof Answers] }
  | { readonly id: number; readonly error: string };

/**
 * A picture on its way. What the page has already is left out, because copying takes longer than drawing: the whole
 * profile where it is drawn as it came, else its frame table, a hundred thousand texts of a big one.
 */
export interface SentPicture extends Omit<Picture, 'profile'> {
  readonly profile:
    (Omit<Profile, 'frames' | 'meta'> & { readonly frames: FrameTable | undefined }) | undefined;
}

export function packPicture({ profile, ...picture }: Picture, source: Profile): SentPicture {
  if (profile === source) return { ...picture, profile: undefined };
  const { stacks, samples, frames } = profile;
  return { ...picture, profile: { stacks, samples, frames: frames === source.frames ? undefined : frames } };
}

export function unpackPicture({ profile, ...picture }: SentPicture, source: Profile): Picture {
  if (profile === undefined) return { ...picture, profile: source };
  const { stacks, samples, frames = source.frames } = profile;
  return { ...picture, profile: { stacks, samples, frames, meta: source.meta } };
}
