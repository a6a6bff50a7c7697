import { encodeAgentProfile } from '../../profile/codec/agent-profile';
import type { Profile } from '../../profile/tables';
import { latestPeriod, readPeriod, readRange } from '../aggregation';
import { ResourceNotFoundException, ValidationException } from '../errors';
import { limitDepth } from '../limit-depth';
import type { Input } from '../model/input';
import type { Range } from '../periods';
import { isPeriodName, MAX_RANGE_MS, parseDuration } from '../periods';
import type { Service } from '../service';
import type { GroupId } from '../store/store';
import { findGroup, toWireTime } from './group-description';

/**
 * An aggregated profile as JSON, also where Accept asks for Ion (its own content type says so). Its `start` and `end`
 * are those of the data in it, not of the range that was asked for.
 */
export function getProfile(service: Service, input: Input<'GetProfile'>) {
  const group = findGroup(service, input.profilingGroupName);
  const profile = readProfile(service, group.id, input);
  const cut = input.maxDepth === undefined ? profile : limitDepth(profile, input.maxDepth);
  return { profile: Buffer.from(encodeAgentProfile(cut)) };
}

function readProfile({ store }: Service, group: GroupId, input: Input<'GetProfile'>): Profile {
  const { startTime, endTime, period } = input;
  if (startTime === undefined && endTime === undefined) {
    return readLatest(store, group, period ?? 'PT5M');
  }
  const range = toRange(startTime, endTime, period);
  const profile = readRange(store, group, range);
  if (profile === undefined) {
    throw new ResourceNotFoundException(
      `No agent profile of this profiling group started between ${toWireTime(range.start)} and ${toWireTime(range.end)}.`,
    );
  }
  return profile;
}

/** The newest aggregated profile of an aggregation period; for other lengths, that much up to the newest five minutes. */
function readLatest(store: Service['store'], group: GroupId, period: string): Profile {
  const length = toLength(period);
  const name = isPeriodName(period) ? period : 'PT5M';
  const start = latestPeriod(store, group, name);
  if (start !== undefined) {
    const end = start + 5 * 60_000;
    const profile = isPeriodName(period)
      ? readPeriod(store, group, period, start)
      : readRange(store, group, { start: end - length, end });
    if (profile !== undefined) {
      return profile;
    }
  }
  throw new ResourceNotFoundException('No agent has posted a profile to this profiling group yet.');
}

function toRange(
  startTime: number | undefined,
  endTime: number | undefined,
  period: string | undefined,
): Range {
  if (startTime !== undefined && endTime !== undefined && period !== undefined) {
    throw new ValidationException('Specify at most two of startTime, endTime and period.');
  }
  const length = period === undefined ? undefined : toLength(period);
  const start = startTime ?? minus(endTime, length);
  const end = endTime ?? minus(startTime, length === undefined ? undefined : -length);
  if (start === undefined || end === undefined) {
    throw new ValidationException('With startTime or endTime alone, specify the other one or a period too.');
  }
  if (start >= end) {
    throw new ValidationException('The startTime must be before the endTime.');
  }
  return checkLength({ start, end });
}

function minus(time: number | undefined, length: number | undefined): number | undefined {
  return time === undefined || length === undefined ? undefined : time - length;
}

function toLength(period: string): number {
  const length = parseDuration(period);
  if (length === undefined || length <= 0) {
    throw new ValidationException(
      `Value '${period}' at 'period' failed to satisfy constraint: Member must be an ISO 8601 duration such as PT1H`,
    );
  }
  return checkLength({ start: 0, end: length }).end;
}

function checkLength(range: Range): Range {
  if (range.end - range.start > MAX_RANGE_MS) {
    throw new ValidationException('The time range must not be longer than 7 days.');
  }
  return range;
}
