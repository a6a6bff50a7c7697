import { UnknownOperationException, ValidationException } from '../errors';
import { OPERATIONS } from '../model/constraints';
import type { Input, OperationName } from '../model/input';
import { addNotificationChannels } from '../operations/add-notification-channels';
import { batchGetFrameMetricData } from '../operations/batch-get-frame-metric-data';
import { configureAgent } from '../operations/configure-agent';
import { createProfilingGroup } from '../operations/create-profiling-group';
import { deleteProfilingGroup } from '../operations/delete-profiling-group';
import { describeProfilingGroup } from '../operations/describe-profiling-group';
import { getNotificationConfiguration } from '../operations/get-notification-configuration';
import { getPolicy } from '../operations/get-policy';
import { getFindingsReportAccountSummary } from '../operations/get-findings-report-account-summary';
import { getProfile } from '../operations/get-profile';
import { getRecommendations } from '../operations/get-recommendations';
import { listFindingsReports } from '../operations/list-findings-reports';
import { listProfileTimes } from '../operations/list-profile-times';
import { listProfilingGroups } from '../operations/list-profiling-groups';
import { listTagsForResource } from '../operations/list-tags-for-resource';
import { postAgentProfile } from '../operations/post-agent-profile';
import { putPermission } from '../operations/put-permission';
import { removeNotificationChannel } from '../operations/remove-notification-channel';
import { removePermission } from '../operations/remove-permission';
import { submitFeedback } from '../operations/submit-feedback';
import { tagResource } from '../operations/tag-resource';
import { untagResource } from '../operations/untag-resource';
import { updateProfilingGroup } from '../operations/update-profiling-group';
import type { Service } from '../service';

/** The members of the operation's output; undefined where it has none. */
export type Output = Readonly<Record<string, unknown>> | void;

/** Answers with a promise where the work is done on another thread. */
export type Handler<O extends OperationName> = (
  service: Service,
  input: Input<O>,
) => Output | Promise<Output>;

/** All 23 operations of the service model. */
export const handlers: { readonly [O in OperationName]: Handler<O> } = {
  CreateProfilingGroup: createProfilingGroup,
  DescribeProfilingGroup: describeProfilingGroup,
  ListProfilingGroups: listProfilingGroups,
  UpdateProfilingGroup: updateProfilingGroup,
  DeleteProfilingGroup: deleteProfilingGroup,

  ConfigureAgent: configureAgent,
  PostAgentProfile: postAgentProfile,

  GetProfile: getProfile,
  ListProfileTimes: listProfileTimes,
  BatchGetFrameMetricData: batchGetFrameMetricData,

  GetRecommendations: getRecommendations,
  ListFindingsReports: listFindingsReports,
  GetFindingsReportAccountSummary: getFindingsReportAccountSummary,
  SubmitFeedback: submitFeedback,

  AddNotificationChannels: addNotificationChannels,
  GetNotificationConfiguration: getNotificationConfiguration,
  RemoveNotificationChannel: removeNotificationChannel,

  GetPolicy: getPolicy,
  PutPermission: putPermission,
  RemovePermission: removePermission,

  ListTagsForResource: listTagsForResource,
  TagResource: tagResource,
  UntagResource: untagResource,
};

export interface Route {
  readonly operation: OperationName;
  /** Decoded parts of the path. An ARN has encoded slashes, so the path is split before it is decoded. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * @param path percent-encoded, without the query
 * @throws {UnknownOperationException} when no operation has such a method and path
 */
export function findRoute(method: string, path: string): Route {
  const segments = path.split('/');
  for (const { operation, method: wanted, template } of templates) {
    if (wanted === method && fits(template, segments)) {
      return { operation, labels: decodeLabels(template, segments) };
    }
  }
  throw new UnknownOperationException(
    `There is no operation ${method} ${path.slice(0, 200)} in this service.`,
  );
}

const templates = Object.entries(OPERATIONS).map(([operation, { method, path }]) => ({
  operation: operation as OperationName,
  method,
  template: path.split('/'),
}));

function fits(template: readonly string[], segments: readonly string[]): boolean {
  return (
    template.length === segments.length &&
    template.every((part, index) => labelOf(part) !== undefined || part === segments[index])
  );
}

function decodeLabels(template: readonly string[], segments: readonly string[]): Record<string, string> {
  const labels: Record<string, string> = {};
  template.forEach((part, index) => {
    const label = labelOf(part);
    if (label !== undefined) {
      labels[label] = decode(segments[index]);
    }
  });
  return labels;
}

function labelOf(part: string): string | undefined {
  return part.startsWith('{') ? part.slice(1, -1) : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ValidationException(
      'The path has a % that does not begin an encoded UTF-8 character; encode it as %25.',
    );
  }
}
