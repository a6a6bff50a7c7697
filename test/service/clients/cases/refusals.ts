import type { ErrorName, OperationName } from '../../../../src/service/model/input';
import { DAY, HOUR } from '../../agent-profiles';
import type { Scene, State } from '../case';
import type { Members } from '../client';
import { arnOf, HOUR_AGO, range, rightInputs } from './inputs';

/** One way to be refused: what to ask, of which service, after what, and what is said. */
export interface Refusal {
  /** Members that make the right input wrong. */
  readonly with?: Members | ((scene: Scene) => Members | Promise<Members>);
  readonly of?: State;
  readonly says: RegExp;
}

/** Why an error that the model lists is never answered by this service. */
export type Never = string;

/** The compiler sees to it that every error of every operation has its row. */
type Refusals = {
  readonly [O in OperationName]: { readonly [E in ErrorName<O>]: Refusal | readonly Refusal[] | Never };
};

const constraint = (member: string) =>
  new RegExp(
    `^1 validation error detected: Value .* at '${member}' failed to satisfy constraint: Member must `,
  );

const noGroup: Refusal = {
  with: { profilingGroupName: 'none' },
  says: /^Profiling group with name none does not exist\.$/,
};
const noTaggedGroup: Refusal = { with: { resourceArn: arnOf('none') }, says: /none/ };
const badName: Refusal = { with: { profilingGroupName: 'a b' }, says: constraint('profilingGroupName') };
const longName: Refusal = {
  with: { profilingGroupName: 'n'.repeat(256) },
  says: /Member must have length less than or equal to 255$/,
};
const badArn: Refusal = { with: { resourceArn: 'demo/é' }, says: /'resourceArn'.*ARN of a profiling group/ };
const busy: Refusal = { of: 'busy', says: /^Too many requests are under way/ };
const broken: Refusal = { of: 'broken', says: /^The service failed; its log has the cause/ };
const backwards: Refusal = { with: range(HOUR_AGO + HOUR, HOUR_AGO), says: /startTime must be before/ };
const badToken: Refusal = { with: { nextToken: 'abc' }, says: /'nextToken' does not belong/ };
const tooMany: Refusal = { with: { maxResults: 1001 }, says: constraint('maxResults') };

const common = {
  InternalServerException: broken,
  ThrottlingException: busy,
  ResourceNotFoundException: noGroup,
  ValidationException: [badName, longName],
};
const tagged = {
  InternalServerException: broken,
  ResourceNotFoundException: noTaggedGroup,
  ValidationException: badArn,
};

const channel = (topic: string) => ({
  uri: `arn:aws:sns:us-east-1:000000000000:${topic}`,
  eventPublishers: ['AnomalyDetection'],
});
const addChannels = async ({ call, group }: Scene, ...topics: string[]) => {
  await call('AddNotificationChannels', { profilingGroupName: group, channels: topics.map(channel) });
};

/** A revision that the group's policy had, but has no more. */
const oldRevision = async ({ call, group }: Scene): Promise<Members> => {
  const input = rightInputs.PutPermission(group);
  const { revisionId } = await call('PutPermission', input);
  await call('PutPermission', { ...input, revisionId });
  return { revisionId };
};

const ATOMIC =
  'a change of a group is one transaction, and it asks for no revision: there is no state that it could conflict with';

export const refusals: Refusals = {
  AddNotificationChannels: {
    ...common,
    ValidationException: [
      badName,
      {
        with: { channels: [{ ...channel('alerts'), eventPublishers: ['Recommendations'] }] },
        says: /eventPublishers.*AnomalyDetection/,
      },
      { with: { channels: ['a', 'b', 'c'].map(channel) }, says: constraint('channels') },
      { with: { channels: [{ ...channel(''), uri: 'mailto:jane@example.com' }] }, says: /SNS/ },
    ],
    ConflictException: {
      with: async (scene: Scene) => {
        await addChannels(scene, 'alerts');
        return {};
      },
      says: /arn:aws:sns:us-east-1:000000000000:alerts/,
    },
    ServiceQuotaExceededException: {
      with: async (scene: Scene) => {
        await addChannels(scene, 'first', 'second');
        return {};
      },
      says: /\b(2|two)\b/,
    },
  },
  BatchGetFrameMetricData: {
    ...common,
    ValidationException: [
      badName,
      backwards,
      { with: { targetResolution: 'PT1M' }, says: constraint('targetResolution') },
      {
        with: { frameMetrics: [{ frameName: 'a', type: 'SelfTime', threadStates: [] }] },
        says: /AggregatedRelativeTotalTime/,
      },
    ],
  },
  ConfigureAgent: {
    ...common,
    ValidationException: [
      badName,
      { with: { metadata: { Colour: 'red' } }, says: constraint('metadata.key') },
      {
        with: async ({ call, newName }) => {
          const profilingGroupName = newName();
          const clientToken = profilingGroupName;
          await call('CreateProfilingGroup', {
            profilingGroupName,
            clientToken,
            computePlatform: 'AWSLambda',
          });
          return { profilingGroupName };
        },
        says: /^Profiling group is configured for AWS Lambda compute platform/,
      },
    ],
  },
  CreateProfilingGroup: {
    ...common,
    ValidationException: [
      badName,
      longName,
      { with: { computePlatform: 'Fargate' }, says: constraint('computePlatform') },
      { with: { tags: { ['k'.repeat(129)]: '' } }, says: /128/ },
    ],
    ConflictException: [
      { with: ({ newName }) => ({ clientToken: newName() }), says: /already exists\.$/ },
      { with: ({ newName }) => ({ profilingGroupName: newName() }), says: /clientToken .* was used before/ },
    ],
    ServiceQuotaExceededException: { of: 'full', says: /500/ },
  },
  DeleteProfilingGroup: { ...common, ConflictException: ATOMIC },
  DescribeProfilingGroup: {
    ...common,
    ValidationException: [
      badName,
      longName,
      // Encoded by every client in its own way, in the path as in the signature.
      { with: { profilingGroupName: 'a/b%2Fc' }, says: constraint('profilingGroupName') },
      { with: { profilingGroupName: 'Größe ?#&' }, says: constraint('profilingGroupName') },
      { with: { profilingGroupName: '..' }, says: constraint('profilingGroupName') },
    ],
  },
  GetFindingsReportAccountSummary: { ...common, ValidationException: [badToken, tooMany] },
  GetNotificationConfiguration: common,
  GetPolicy: common,
  GetProfile: {
    ...common,
    ResourceNotFoundException: [
      noGroup,
      { says: /^No agent profile of this profiling group started between / },
    ],
    ValidationException: [
      badName,
      backwards,
      { with: { period: 'PT1H' }, says: /at most two of startTime, endTime and period/ },
      { with: range(HOUR_AGO - 8 * DAY, HOUR_AGO), says: /7 days/ },
      { with: { maxDepth: 10_001 }, says: constraint('maxDepth') },
    ],
  },
  GetRecommendations: { ...common, ValidationException: [badName, backwards] },
  ListFindingsReports: { ...common, ValidationException: [badName, backwards, badToken, tooMany] },
  ListProfileTimes: {
    ...common,
    ValidationException: [
      badName,
      backwards,
      badToken,
      tooMany,
      { with: { period: 'PT10M' }, says: constraint('period') },
      { with: { orderBy: 'Random' }, says: constraint('orderBy') },
    ],
  },
  ListProfilingGroups: common,
  ListTagsForResource: tagged,
  PostAgentProfile: {
    ...common,
    ValidationException: [
      badName,
      { with: { agentProfile: Buffer.from('{"start":1') }, says: /JSON/ },
      {
        with: { agentProfile: Buffer.from([0xe0, 1, 0, 0xea, 0xff]), contentType: 'application/x-amzn-ion' },
        says: /Ion/,
      },
      { with: { contentType: 'text/plain' }, says: /text\/plain/ },
    ],
  },
  PutPermission: {
    ...common,
    ValidationException: [
      badName,
      { with: { actionGroup: 'everything' }, says: constraint('actionGroup') },
      { with: { principals: Array.from({ length: 51 }, () => 'p') }, says: constraint('principals') },
    ],
    ConflictException: { with: oldRevision, says: /revision/ },
  },
  RemoveNotificationChannel: {
    ...common,
    ResourceNotFoundException: [noGroup, { says: /00000000-0000-4000-8000-000000000000/ }],
    ValidationException: [badName, { with: { channelId: 'first' }, says: constraint('channelId') }],
  },
  RemovePermission: {
    ...common,
    ValidationException: [badName, { with: { revisionId: 'first' }, says: constraint('revisionId') }],
    ConflictException: { with: oldRevision, says: /revision/ },
  },
  SubmitFeedback: {
    ...common,
    ResourceNotFoundException: [noGroup, { says: /00000000-0000-4000-8000-000000000000/ }],
    ValidationException: [
      badName,
      { with: { type: 'Neutral' }, says: constraint('type') },
      { with: { anomalyInstanceId: 'first' }, says: constraint('anomalyInstanceId') },
    ],
  },
  TagResource: {
    ...tagged,
    ValidationException: [badArn, { with: { tags: { k: 'v'.repeat(257) } }, says: /256/ }],
  },
  UntagResource: { ...tagged, ValidationException: [badArn, { with: { tagKeys: [] }, says: /'tagKeys'/ }] },
  UpdateProfilingGroup: { ...common, ConflictException: ATOMIC },
};
