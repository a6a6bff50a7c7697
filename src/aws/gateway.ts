import {
  BatchGetFrameMetricDataCommand,
  CreateProfilingGroupCommand,
  DeleteProfilingGroupCommand,
  DescribeProfilingGroupCommand,
  GetProfileCommand,
  GetRecommendationsCommand,
  ListProfileTimesCommand,
  ListProfilingGroupsCommand,
  PostAgentProfileCommand,
  ResourceNotFoundException,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-codeguruprofiler';
import { randomUUID } from 'node:crypto';
import { isLatest, latestRange, SECOND } from '../focus/time-range';
import type { AggregationPeriod, FixedRange, TimeRange } from '../focus/time-range';
import type { Recommendation } from '../insight/recommend';
import { ProfileBuilder } from '../profile/builder';
import type { Profile } from '../profile/tables';
import type { EpochMs, Fraction } from '../profile/units';
import { createClient } from './client';
import { loadProviders } from './credentials';
import type { LoadProviders } from './credentials';
import { decodeHere, decodeProfileBody } from './decode-profile';
import type { DecodeBody } from './decode-profile';
import type { Connection } from './endpoint';
import { toGroupSummary, toPoints, toRecommendation, toTimes } from './narrow';
import { toProfilerError } from './translate-error';

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
  readonly latestAggregatedProfile:
    { readonly start: EpochMs; readonly period: AggregationPeriod } | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

export interface FrameMetricsQuestion {
  /** As the agent wrote them, 100 at most. */
  readonly names: readonly string[];
  readonly states: readonly string[];
  /** A day at most. */
  readonly range: FixedRange;
  /** The service may answer in longer steps. */
  readonly step: AggregationPeriod;
}

/** The share of the samples, over one step, that have the function in their stack. */
export interface FrameMetricPoint {
  readonly end: EpochMs;
  readonly share: Fraction;
}

/**
 * Our verbs over the profiling API, the same for the service on this machine and for AWS. Pages are followed, answers
 * narrowed, and every rejection is a ProfilerError, aborts included (code `aborted`). Types of the SDK stay in this
 * folder; what a profile means, and VS Code, stay out of it.
 */
export interface Gateway {
  readonly connection: Connection;
  listGroups(signal?: AbortSignal): Promise<GroupSummary[]>;
  describeGroup(group: string, signal?: AbortSignal): Promise<GroupSummary>;
  createGroup(group: string, signal?: AbortSignal): Promise<GroupSummary>;
  deleteGroup(group: string, signal?: AbortSignal): Promise<void>;
  /** Adds tags, or gives those that are there new values. */
  tagGroup(
    group: Pick<GroupSummary, 'name' | 'arn'>,
    tags: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<void>;
  untagGroup(
    group: Pick<GroupSummary, 'name' | 'arn'>,
    keys: readonly string[],
    signal?: AbortSignal,
  ): Promise<void>;
  /** Starts of the aggregated profiles in the range, oldest first. */
  listProfileTimes(
    group: string,
    range: FixedRange,
    period: AggregationPeriod,
    signal?: AbortSignal,
  ): Promise<EpochMs[]>;
  /**
   * The profile as the decoder makes it; see LoadedProfile for the readable one. Without samples where the range
   * has none, with `start` and `end` 0 where there never was any.
   */
  getProfile(group: string, range: TimeRange, signal?: AbortSignal): Promise<Profile>;
  getRecommendations(group: string, range: FixedRange, signal?: AbortSignal): Promise<Recommendation[]>;
  /** How functions did over time, one series per name in their order. Steps without a profile have no point. */
  getFrameMetrics(
    group: string,
    question: FrameMetricsQuestion,
    signal?: AbortSignal,
  ): Promise<FrameMetricPoint[][]>;
  /** The bytes as an agent would post them: JSON. Stored durably once this resolves. */
  postAgentProfile(group: string, bytes: Uint8Array, signal?: AbortSignal): Promise<void>;
  dispose(): void;
}

/** Opens nothing yet: the first request does. */
export function createGateway(
  connection: Connection,
  load: LoadProviders = loadProviders,
  decode: DecodeBody = decodeHere,
): Gateway {
  const client = createClient(connection, load);

  /** Every request passes here, so that every rejection leaves as a sentence. */
  async function attempt<T>(doing: string, group: string | undefined, request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      throw toProfilerError(error, { doing, connection, group });
    }
  }

  async function describe(group: string, signal: AbortSignal | undefined): Promise<GroupSummary> {
    const command = new DescribeProfilingGroupCommand({ profilingGroupName: group });
    const { profilingGroup } = await client.send(command, { abortSignal: signal });
    return toGroupSummary(profilingGroup ?? {});
  }

  return {
    connection,

    listGroups: (signal) =>
      attempt('list profiling groups', undefined, () =>
        allPages(async (nextToken) => {
          const command = new ListProfilingGroupsCommand({ includeDescription: true, nextToken });
          const page = await client.send(command, { abortSignal: signal });
          return { rows: (page.profilingGroups ?? []).map(toGroupSummary), nextToken: page.nextToken };
        }),
      ),

    describeGroup: (group, signal) => attempt(`describe ${group}`, group, () => describe(group, signal)),

    createGroup: (group, signal) =>
      attempt(`create ${group}`, group, async () => {
        // This SDK version fills profileToken by itself, and throws where clientToken is not passed.
        const command = new CreateProfilingGroupCommand({
          profilingGroupName: group,
          clientToken: randomUUID(),
        });
        const { profilingGroup } = await client.send(command, { abortSignal: signal });
        return toGroupSummary(profilingGroup ?? {});
      }),

    deleteGroup: (group, signal) =>
      attempt(`delete ${group}`, group, async () => {
        const command = new DeleteProfilingGroupCommand({ profilingGroupName: group });
        await client.send(command, { abortSignal: signal });
      }),

    tagGroup: ({ name, arn }, tags, signal) =>
      attempt(`tag ${name}`, name, async () => {
        const command = new TagResourceCommand({ resourceArn: arn, tags: { ...tags } });
        await client.send(command, { abortSignal: signal });
      }),

    untagGroup: ({ name, arn }, keys, signal) =>
      attempt(`take a tag from ${name}`, name, async () => {
        const command = new UntagResourceCommand({ resourceArn: arn, tagKeys: [...keys] });
        await client.send(command, { abortSignal: signal });
      }),

    listProfileTimes: (group, range, period, signal) =>
      attempt(`list the profiles of ${group}`, group, () =>
        allPages(async (nextToken) => {
          const command = new ListProfileTimesCommand({
            profilingGroupName: group,
            ...wholeSeconds(range),
            period,
            orderBy: 'TimestampAscending',
            nextToken,
          });
          const page = await client.send(command, { abortSignal: signal });
          return { rows: toTimes(page.profileTimes ?? []), nextToken: page.nextToken };
        }),
      ),

    getProfile: (group, range, signal) =>
      attempt(`get the profile of ${group}`, group, async () => {
        const fixed = isLatest(range)
          ? latestRange((await describe(group, signal)).latestAggregatedProfile, range)
          : range;
        if (!fixed) return emptyProfile({ start: 0, end: 0 });
        const command = new GetProfileCommand({
          profilingGroupName: group,
          ...wholeSeconds(fixed),
          accept: 'application/json',
        });
        try {
          const { profile } = await client.send(command, { abortSignal: signal });
          return await decodeProfileBody(profile ?? new Uint8Array(), decode, { group, connection });
        } catch (error) {
          if (!(error instanceof ResourceNotFoundException)) throw error;
          // The same error for a group that does not exist and for a range without profiles: ask about the group.
          await describe(group, signal);
          return emptyProfile(fixed);
        }
      }),

    getRecommendations: (group, range, signal) =>
      attempt(`get the recommendations for ${group}`, group, async () => {
        const command = new GetRecommendationsCommand({ profilingGroupName: group, ...wholeSeconds(range) });
        const { recommendations } = await client.send(command, { abortSignal: signal });
        return (recommendations ?? []).map(toRecommendation);
      }),

    getFrameMetrics: (group, { names, states, range, step }, signal) =>
      attempt(`get the history of functions in ${group}`, group, async () => {
        const command = new BatchGetFrameMetricDataCommand({
          profilingGroupName: group,
          ...wholeSeconds(range),
          targetResolution: step,
          frameMetrics: names.map((frameName) => ({
            frameName,
            type: 'AggregatedRelativeTotalTime',
            threadStates: [...states],
          })),
        });
        const { endTimes, frameMetricData } = await client.send(command, { abortSignal: signal });
        return names.map((_, at) => toPoints(endTimes ?? [], frameMetricData?.[at]?.values ?? []));
      }),

    postAgentProfile: (group, bytes, signal) =>
      attempt(`post a profile to ${group}`, group, async () => {
        const command = new PostAgentProfileCommand({
          profilingGroupName: group,
          agentProfile: bytes,
          contentType: 'application/json',
        });
        await client.send(command, { abortSignal: signal });
      }),

    dispose: () => client.destroy(),
  };
}

function emptyProfile({ start, end }: FixedRange): Profile {
  return new ProfileBuilder().finish({
    start,
    end,
    profileCount: 0,
    agent: { type: '', version: '' },
    runtimeVersion: '',
    fleet: [],
  });
}

/** The SDK drops the milliseconds of query times, which would cut off the range's last second; so round outwards. */
function wholeSeconds({ start, end }: FixedRange): { startTime: Date; endTime: Date } {
  return {
    startTime: new Date(Math.floor(start / SECOND) * SECOND),
    endTime: new Date(Math.ceil(end / SECOND) * SECOND),
  };
}

interface Page<T> {
  readonly rows: readonly T[];
  readonly nextToken: string | undefined;
}

async function allPages<T>(getPage: (nextToken: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const rows: T[] = [];
  let nextToken: string | undefined;
  do {
    const page = await getPage(nextToken);
    rows.push(...page.rows);
    nextToken = page.nextToken;
  } while (nextToken !== undefined && nextToken !== '');
  return rows;
}
