import { ValidationException } from '../errors';
import { findGroup } from '../groups';
import type { Input } from '../model/input';
import { horizonOf } from '../periods';
import type { Service } from '../service';
import { toWireTime } from '../timestamps';
import { nextToken, tokenPosition } from '../tokens';

const PAGE = 100;

/**
 * Start times of the periods within the range that hold anything; the newest first unless asked otherwise. What is past
 * its retention is not listed, whether or not it has been removed yet.
 */
export function listProfileTimes(service: Service, input: Input<'ListProfileTimes'>) {
  const {
    profilingGroupName,
    period,
    startTime,
    endTime,
    orderBy,
    maxResults = PAGE,
    nextToken: token,
  } = input;
  const group = findGroup(service, profilingGroupName);
  if (startTime >= endTime) {
    throw new ValidationException('The startTime must be before the endTime.');
  }
  const ascending = orderBy === 'TimestampAscending';
  const question = ['ListProfileTimes', group.id, period, startTime, endTime, ascending];
  const position = token === undefined ? undefined : tokenPosition(question, token);
  const first = ascending && position !== undefined ? position + 1 : startTime;
  const range = {
    start: Math.max(first, horizonOf(period, service.clock())),
    end: !ascending && position !== undefined ? position : endTime,
  };
  const order = ascending ? 'ascending' : 'descending';
  const found = service.store.aggregates.periods(group.id, period, range, order, maxResults + 1);
  const page = found.slice(0, maxResults);
  return {
    profileTimes: page.map((start) => ({ start: toWireTime(start) })),
    nextToken: found.length > maxResults ? nextToken(question, page[page.length - 1]) : undefined,
  };
}
