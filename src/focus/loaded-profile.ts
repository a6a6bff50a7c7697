import type { FleetCost } from '../insight/cost';
import type { Recommendation } from '../insight/recommend';
import type { Suppression } from '../insight/suppressions';
import type { Profile } from '../profile/tables';
import type { ThreadSplit } from '../profile/thread-frames';
import type { EpochMs } from '../profile/units';
import type { FixedRange, TimeRange } from './time-range';

/** Which profile: a connection's group over a stretch of time, or a file; see ProfileSource. */
export interface ProfileKey {
  readonly connectionId: string;
  readonly group: string;
  readonly range: TimeRange;
}

/** A profile with everything that the surfaces say about it. Immutable: a refresh makes a new one. */
export interface LoadedProfile {
  readonly connectionId: string;
  /** `Embedded service`, or `acme-prod · eu-west-1`. */
  readonly connectionLabel: string;
  readonly group: string;
  /** What was asked for; {@link range} is what that meant at {@link fetchedAt}. */
  readonly asked: TimeRange;
  readonly range: FixedRange;
  readonly fetchedAt: EpochMs;
  /** Readable, see `toReadable` in profile/wrappers.ts: what lenses, trees and panels all show. */
  readonly profile: Profile;
  /** Undefined where no fleet is known: no dollars then, anywhere. */
  readonly cost: FleetCost | undefined;
  /** All of them: see {@link unsuppressedOf} in findings.ts for those that are shown. */
  readonly recommendations: readonly Recommendation[];
  /** What people have muted and is in force. */
  readonly suppressions: readonly Suppression[];
  /** Undefined where the data tells of no threads, or of one. */
  readonly threads: ThreadSplit | undefined;
  /** What the group's tag {@link REVISION_TAG} says ran, as somebody wrote it; absent where there is none. */
  readonly revision?: string;
}

/** Set when a program is started from a clean work tree, or by whoever deploys. */
export const REVISION_TAG = 'burnline:revision';

/** Equal exactly for profiles of the same connection, group and question, whenever they were fetched. */
export function isSameKey(a: ProfileKey | LoadedProfile, b: ProfileKey | LoadedProfile): boolean {
  return keyText(a) === keyText(b);
}

/** What asks for the same again. */
export function keyOf({ connectionId, group, asked }: LoadedProfile): ProfileKey {
  return { connectionId, group, range: asked };
}

/** Whether a page would draw the same: asking again what did not change gives the same tables. */
export function isSamePicture(a: LoadedProfile, b: LoadedProfile | undefined): boolean {
  return a.profile === b?.profile && a.cost?.yearly === b.cost?.yearly && a.cost?.product === b.cost?.product;
}

/** One text per key. */
function keyText(key: ProfileKey | LoadedProfile): string {
  const range = 'asked' in key ? key.asked : key.range;
  return JSON.stringify([key.connectionId, key.group, range]);
}
