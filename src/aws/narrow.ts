import type {
  ProfilingGroupDescription,
  ProfileTime,
  Recommendation as WireRecommendation,
  TimestampStructure,
} from '@aws-sdk/client-codeguruprofiler';
import type { Recommendation } from '../insight/recommend';
import type { EpochMs } from '../profile/units';
import type { FrameMetricPoint, GroupSummary } from './gateway';

/** From the SDK's shapes, in which everything may be missing, to ours. The only place that knows both. */

export function toGroupSummary(group: ProfilingGroupDescription): GroupSummary {
  const status = group.profilingStatus;
  const aggregated = status?.latestAggregatedProfile;
  return {
    name: group.name ?? '',
    arn: group.arn ?? '',
    computePlatform: group.computePlatform ?? 'Default',
    createdAt: toEpochMs(group.createdAt),
    updatedAt: toEpochMs(group.updatedAt),
    profilingEnabled: group.agentOrchestrationConfig?.profilingEnabled ?? true,
    lastAgentSeenAt: toEpochMs(status?.latestAgentOrchestratedAt),
    lastAgentProfileAt: toEpochMs(status?.latestAgentProfileReportedAt),
    latestAggregatedProfile:
      aggregated?.start && aggregated.period
        ? { start: aggregated.start.getTime(), period: aggregated.period }
        : undefined,
    tags: group.tags ?? {},
  };
}

/** Starts in order of time; rows without one say nothing. */
export function toTimes(rows: readonly ProfileTime[]): EpochMs[] {
  return rows.flatMap(({ start }) => (start ? [start.getTime()] : [])).sort((a, b) => a - b);
}

/** From percentages; a step whose time or value is missing has no point. */
export function toPoints(
  endTimes: readonly TimestampStructure[],
  values: readonly (number | undefined)[],
): FrameMetricPoint[] {
  return endTimes.flatMap(({ value: end }, at) => {
    const percent = values[at];
    return end && percent !== undefined ? [{ end: end.getTime(), share: percent / 100 }] : [];
  });
}

export function toRecommendation(row: WireRecommendation): Recommendation {
  const pattern = row.pattern ?? {};
  return {
    pattern: {
      id: pattern.id ?? '',
      name: pattern.name ?? '',
      description: pattern.description ?? '',
      resolutionSteps: pattern.resolutionSteps ?? '',
      targetFrames: pattern.targetFrames ?? [],
      thresholdPercent: pattern.thresholdPercent ?? 0,
      countersToAggregate: pattern.countersToAggregate ?? [],
    },
    topMatches: (row.topMatches ?? []).map((match) => ({
      targetFramesIndex: match.targetFramesIndex ?? 0,
      frameAddress: match.frameAddress ?? '',
      thresholdBreachValue: match.thresholdBreachValue ?? 0,
    })),
    allMatchesCount: row.allMatchesCount ?? 0,
    allMatchesSum: row.allMatchesSum ?? 0,
    startTime: toEpochMs(row.startTime) ?? 0,
    endTime: toEpochMs(row.endTime) ?? 0,
  };
}

function toEpochMs(date: Date | undefined): EpochMs | undefined {
  return date?.getTime();
}
