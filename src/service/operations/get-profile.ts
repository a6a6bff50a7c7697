import { ResourceNotFoundException } from '../errors';
import { findGroup } from '../groups';
import type { Input } from '../model/input';
import { MAX_RANGE_MS } from '../periods';
import type { Service } from '../service';
import { toSpan } from '../time-span';
import { toWireTime } from '../timestamps';

/** An aggregated profile. Its `start` and `end` are those of the data in it, not of the range that was asked for. */
export async function getProfile(service: Service, input: Input<'GetProfile'>) {
  const group = findGroup(service, input.profilingGroupName);
  const span = toSpan(input, { latest: 'PT5M', longest: MAX_RANGE_MS });
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
