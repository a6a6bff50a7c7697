import type { GroupSummary } from '../../src/aws/gateway';

/** A group as a list has it that nobody has reported to. */
export function summaryOf(name: string, over: Partial<GroupSummary> = {}): GroupSummary {
  return {
    name,
    arn: `arn:${name}`,
    computePlatform: 'Default',
    createdAt: 0,
    updatedAt: 0,
    profilingEnabled: true,
    lastAgentSeenAt: undefined,
    lastAgentProfileAt: undefined,
    latestAggregatedProfile: undefined,
    tags: {},
    ...over,
  };
}
