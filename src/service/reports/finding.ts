import { createHash, randomUUID } from 'node:crypto';
import type { EpochMs } from '../../profile/units';
import { groupArn } from '../arn';
import { PERIODS } from '../periods';
import type { NewEvent } from '../store/events';
import { toWireTime } from '../timestamps';

/** What the events about a finding say, beside the times. Kept as long as it is open. */
export interface Finding {
  /** What was found: a pattern, or an anomaly. Unique in its group. */
  readonly key: string;
  readonly kind: 'Recommendations' | 'Anomalies';
  readonly groupName: string;
  readonly title: string;
  readonly description: string;
  readonly resolutionSteps: string;
  readonly reason: string;
  /** ARNs of what ran the program, where that has one: Lambda functions and Fargate tasks do. */
  readonly instances: readonly string[];
}

/** Where this service says it is. */
export interface Home {
  readonly region: string;
  readonly accountId: string;
}

export interface Occurrence {
  readonly finding: Finding;
  /** Start of the first hour in which it was found. */
  readonly since: EpochMs;
  /** End of the last one. */
  readonly seen: EpochMs;
  readonly status: 'ONGOING' | 'CLOSED';
}

/** How often an event is repeated while its finding goes on, and how long one holds: as AWS does. */
export const HEARTBEAT_MS = PERIODS.P1D;

/** How long the log of events goes back: as far as the reports do. */
export const EVENT_RETENTION_MS = 30 * PERIODS.P1D;

/**
 * An event as EventBridge would deliver it (user guide, "Working with Amazon EventBridge"). AWS sends them for
 * recommendations alone; of anomalies it says nothing but that SNS is told, so their events have the same form under a
 * `detail-type` of their own. Texts are cut to sizes that keep an event below EventBridge's 256 KB.
 */
export function toEvent(home: Home, { finding, since, seen, status }: Occurrence, now: EpochMs): NewEvent {
  const { groupName, title, description, resolutionSteps, reason } = finding;
  const arn = groupArn(home, groupName);
  const value = (text: string) => ({ value: text.slice(0, 10_000) });
  const event = {
    version: '0',
    id: randomUUID(),
    'detail-type': `CodeGuru Profiler ${finding.kind} State Change`,
    source: 'aws.codeguru-profiler',
    account: home.accountId,
    time: toEventTime(now),
    region: home.region,
    resources: [arn],
    detail: {
      schema: '2021-08-30',
      expiresOn: toEventTime(now + HEARTBEAT_MS),
      sourceUrl: sourceUrl(home, groupName, seen),
      deduplicationId: deduplicationId(arn, finding.key, since),
      title: value(title),
      eventStartTime: toEventTime(since),
      eventEndTime: status === 'CLOSED' ? toEventTime(seen) : undefined,
      severity: 'MEDIUM',
      status,
      computeInstanceArns: finding.instances,
      recommendation: {
        name: value(title),
        description: value(description),
        resolutionSteps: value(resolutionSteps),
        reason: value(reason),
      },
    },
  };
  return { at: now, body: JSON.stringify(event) };
}

/** In whole seconds, as EventBridge writes them; the address of the report has milliseconds, as in the guide's sample. */
function toEventTime(time: EpochMs): string {
  return toWireTime(time).replace(/\.\d+Z$/, 'Z');
}

/** The report of the last hour, by AWS's relative path; what opens it here reads group and times from it. */
function sourceUrl({ region }: Home, groupName: string, seen: EpochMs): string {
  const query = new URLSearchParams({
    endTime: toWireTime(seen),
    profilingGroupName: groupName,
    region,
    startTime: toWireTime(seen - PERIODS.PT1H),
  });
  return `/codeguru/profiler/recommendations-report?${query.toString()}`;
}

/** The same for all events from a finding's beginning to its end; 32 digits and letters, as in the guide's sample. */
function deduplicationId(arn: string, key: string, since: EpochMs): string {
  return createHash('sha256').update(`${arn}\n${key}\n${since}`).digest('hex').slice(0, 32);
}
