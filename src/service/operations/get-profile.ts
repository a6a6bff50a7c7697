import { encodeAgentProfile } from '../../profile/codec/agent-profile';
import type { Profile } from '../../profile/tables';
import type { EpochMs, Milliseconds } from '../../profile/units';
import { latestPeriod, readPeriod, readRange } from '../aggregation';
import { ResourceNotFoundException, ValidationException } from '../errors';
import { findGroup } from '../groups';
import { limitDepth } from '../limit-depth';
import type { Input } from '../model/input';
import type { PeriodName, Range } from '../periods';
import { isPeriodName, MAX_RANGE_MS, parseDuration, periodOf } from '../periods';
import type { Service } from '../service';
import type { GroupId, Store } from '../store/store';
import { toWireTime } from '../timestamps';

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

function readLatest(store: Store, group: GroupId, period: string): Profile {
  const length = toLength(period);
  const profile = isPeriodName(period)
    ? readNewest(store, group, period)
    : readUpToNewest(store, group, length);
  if (profile === undefined) {
    throw new ResourceNotFoundException('No agent has posted a profile to this profiling group yet.');
  }
  return profile;
}

function readNewest(store: Store, group: GroupId, period: PeriodName): Profile | undefined {
  const start = latestPeriod(store, group, period);
  return start === undefined ? undefined : readPeriod(store, group, period, start);
}

/** No aggregated profile has such a length: that much time up to the end of the newest five minutes. */
function readUpToNewest(store: Store, group: GroupId, length: Milliseconds): Profile | undefined {
  const start = latestPeriod(store, group, 'PT5M');
  if (start === undefined) {
    return undefined;
  }
  const { end } = periodOf(start, 'PT5M');
  return readRange(store, group, { start: end - length, end });
}

function toRange(
  startTime: EpochMs | undefined,
  endTime: EpochMs | undefined,
  period: string | undefined,
): Range {
  if (startTime !== undefined && endTime !== undefined && period !== undefined) {
    throw new ValidationException('Specify at most two of startTime, endTime and period.');
  }
  // NaN stands for what was not given, and makes NaN of what would follow from it.
  const length = period === undefined ? NaN : toLength(period);
  const range = { start: startTime ?? Number(endTime) - length, end: endTime ?? Number(startTime) + length };
  if (Number.isNaN(range.start) || Number.isNaN(range.end)) {
    throw new ValidationException('With startTime or endTime alone, specify the other one or a period too.');
  }
  if (range.start >= range.end) {
    throw new ValidationException('The startTime must be before the endTime.');
  }
  return checkLength(range);
}

function toLength(period: string): Milliseconds {
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
