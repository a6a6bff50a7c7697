import type { EpochMs, Milliseconds } from '../../profile/units';
import type { Span } from '../engine/answers';
import { ResourceNotFoundException, ValidationException } from '../errors';
import { findGroup } from '../groups';
import type { Input } from '../model/input';
import type { Range } from '../periods';
import { MAX_RANGE_MS, parseDuration } from '../periods';
import type { Service } from '../service';
import { toWireTime } from '../timestamps';

/** An aggregated profile. Its `start` and `end` are those of the data in it, not of the range that was asked for. */
export async function getProfile(service: Service, input: Input<'GetProfile'>) {
  const group = findGroup(service, input.profilingGroupName);
  const span = toSpan(input);
  const format = toFormat(input.accept);
  const profile = await service.engine.ask('readProfile', {
    group: group.id,
    span,
    maxDepth: input.maxDepth,
    format,
    now: service.clock(),
  });
  if (profile === undefined) {
    throw new ResourceNotFoundException(
      'range' in span
        ? `No agent profile of this profiling group started between ${toWireTime(span.range.start)} and ${toWireTime(span.range.end)}.`
        : 'No agent has posted a profile to this profiling group yet.',
    );
  }
  return { profile, contentType: MEDIA_TYPES[format] };
}

const MEDIA_TYPES = { json: 'application/json', ion: 'application/x-amzn-ion' } as const;

/** Ion is AWS's default: clients that name no type are written for that. */
function toFormat(accept: string | undefined): keyof typeof MEDIA_TYPES {
  return accept?.includes(MEDIA_TYPES.json) ? 'json' : 'ion';
}

function toSpan({ startTime, endTime, period }: Input<'GetProfile'>): Span {
  if (startTime === undefined && endTime === undefined) {
    const latest = period ?? 'PT5M';
    return { latest, length: toLength(latest) };
  }
  return { range: toRange(startTime, endTime, period) };
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
