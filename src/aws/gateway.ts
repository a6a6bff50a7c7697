import type { FixedRange, TimeRange } from '../focus/time-range';
import type { Recommendation } from '../insight/recommend';
import type { Profile } from '../profile/tables';
import type { EpochMs } from '../profile/units';
import type { Connection } from './endpoint';

/** A profiling group as the API describes it, narrowed: what may be missing on the wire has a value here or is said to be undefined. */
export interface GroupSummary {
  readonly name: string;
  readonly arn: string;
  readonly computePlatform: 'Default' | 'AWSLambda';
  readonly createdAt: EpochMs | undefined;
  readonly updatedAt: EpochMs | undefined;
  /** False where a person stopped profiling for the whole group. */
  readonly profilingEnabled: boolean;
  /** When an agent last asked what to do, undefined where none ever did. */
  readonly lastAgentSeenAt: EpochMs | undefined;
  /** When the last agent profile came in. */
  readonly lastAgentProfileAt: EpochMs | undefined;
  readonly latestAggregatedProfile: { readonly start: EpochMs; readonly period: AggregationPeriod } | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

export type AggregationPeriod = 'PT5M' | 'PT1H' | 'P1D';

/**
 * Our verbs over the profiling API, the same for the service on this machine and for AWS. Pages are followed, answers
 * narrowed, and every rejection is a ProfilerError, aborts included (code `aborted`).
 */
export interface Gateway {
  readonly connection: Connection;
  listGroups(signal?: AbortSignal): Promise<GroupSummary[]>;
  describeGroup(group: string, signal?: AbortSignal): Promise<GroupSummary>;
  createGroup(group: string, signal?: AbortSignal): Promise<GroupSummary>;
  deleteGroup(group: string, signal?: AbortSignal): Promise<void>;
  /** Starts of the aggregated profiles in the range, oldest first. */
  listProfileTimes(
    group: string,
    range: FixedRange,
    period: AggregationPeriod,
    signal?: AbortSignal,
  ): Promise<EpochMs[]>;
  /** The decoded profile as the service has it; see LoadedProfile for the readable one. */
  getProfile(group: string, range: TimeRange, signal?: AbortSignal): Promise<Profile>;
  getRecommendations(group: string, range: FixedRange, signal?: AbortSignal): Promise<Recommendation[]>;
  /** The bytes as an agent would post them: JSON. Stored durably once this resolves. */
  postAgentProfile(group: string, bytes: Uint8Array, signal?: AbortSignal): Promise<void>;
  listTags(arn: string, signal?: AbortSignal): Promise<Readonly<Record<string, string>>>;
  dispose(): void;
}
