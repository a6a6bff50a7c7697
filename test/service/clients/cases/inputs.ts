import type { OperationName } from '../../../../src/service/model/input';
import { agentProfile, HOUR, MINUTE } from '../../agent-profiles';
import type { Members } from '../client';

/** Inputs that more than one case has. */

/** The start of a full hour that is over, and so recent that nothing has expired. */
export const HOUR_AGO = Math.floor(Date.now() / HOUR) * HOUR - HOUR;

export function iso(time: number): string {
  return new Date(time).toISOString();
}

export function range(start: number, end: number): { startTime: string; endTime: string } {
  return { startTime: iso(start), endTime: iso(end) };
}

/** An agent profile of five seconds that starts `minutes` after HOUR_AGO. */
export function agentProfileInput(
  group: string,
  counts: Readonly<Record<string, number>>,
  minutes = 0,
): Members {
  return {
    profilingGroupName: group,
    agentProfile: agentProfile(counts, { start: HOUR_AGO + minutes * MINUTE }),
    contentType: 'application/json',
  };
}

export function arnOf(group: string): string {
  return `arn:aws:codeguru-profiler:us-east-1:000000000000:profilingGroup/${group}`;
}

/** One right input per operation. */
export const rightInputs: { readonly [O in OperationName]: (group: string) => Members } = {
  AddNotificationChannels: (group) => ({
    profilingGroupName: group,
    channels: [{ uri: 'arn:aws:sns:us-east-1:000000000000:alerts', eventPublishers: ['AnomalyDetection'] }],
  }),
  BatchGetFrameMetricData: (group) => ({
    profilingGroupName: group,
    ...range(HOUR_AGO, HOUR_AGO + HOUR),
    targetResolution: 'PT5M',
    frameMetrics: [{ frameName: 'work', type: 'AggregatedRelativeTotalTime', threadStates: ['WALL_TIME'] }],
  }),
  ConfigureAgent: (group) => ({ profilingGroupName: group, fleetInstanceId: 'host-1', metadata: {} }),
  CreateProfilingGroup: (group) => ({ profilingGroupName: group, clientToken: group }),
  DeleteProfilingGroup: (group) => ({ profilingGroupName: group }),
  DescribeProfilingGroup: (group) => ({ profilingGroupName: group }),
  GetFindingsReportAccountSummary: () => ({}),
  GetNotificationConfiguration: (group) => ({ profilingGroupName: group }),
  GetPolicy: (group) => ({ profilingGroupName: group }),
  GetProfile: (group) => ({ profilingGroupName: group, ...range(HOUR_AGO, HOUR_AGO + HOUR) }),
  GetRecommendations: (group) => ({ profilingGroupName: group, ...range(HOUR_AGO, HOUR_AGO + HOUR) }),
  ListFindingsReports: (group) => ({ profilingGroupName: group, ...range(HOUR_AGO, HOUR_AGO + HOUR) }),
  ListProfileTimes: (group) => ({
    profilingGroupName: group,
    period: 'PT5M',
    ...range(HOUR_AGO, HOUR_AGO + HOUR),
  }),
  ListProfilingGroups: () => ({}),
  ListTagsForResource: (group) => ({ resourceArn: arnOf(group) }),
  PostAgentProfile: (group) => agentProfileInput(group, { work: 1 }),
  PutPermission: (group) => ({
    profilingGroupName: group,
    actionGroup: 'agentPermissions',
    principals: ['arn:aws:iam::000000000000:role/agents'],
  }),
  RemoveNotificationChannel: (group) => ({
    profilingGroupName: group,
    channelId: '00000000-0000-4000-8000-000000000000',
  }),
  RemovePermission: (group) => ({
    profilingGroupName: group,
    actionGroup: 'agentPermissions',
    revisionId: '00000000-0000-4000-8000-000000000000',
  }),
  SubmitFeedback: (group) => ({
    profilingGroupName: group,
    anomalyInstanceId: '00000000-0000-4000-8000-000000000000',
    type: 'Positive',
  }),
  TagResource: (group) => ({ resourceArn: arnOf(group), tags: { team: 'payments' } }),
  UntagResource: (group) => ({ resourceArn: arnOf(group), tagKeys: ['team'] }),
  UpdateProfilingGroup: (group) => ({
    profilingGroupName: group,
    agentOrchestrationConfig: { profilingEnabled: true },
  }),
};
