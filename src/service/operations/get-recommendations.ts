import { ValidationException } from '../errors';
import { anomaliesToWire, recommendationToWire } from '../findings-wire';
import { findGroup } from '../groups';
import type { Input } from '../model/input';
import { MAX_RANGE_MS } from '../periods';
import type { Service } from '../service';
import { toWireTime } from '../timestamps';

/**
 * Recommendations are made of the range as it is now, anomalies are those of the hourly reports of which a part lies in
 * it. Texts are in English whatever the locale.
 */
export async function getRecommendations(service: Service, input: Input<'GetRecommendations'>) {
  const { profilingGroupName, startTime, endTime } = input;
  const group = findGroup(service, profilingGroupName);
  if (startTime >= endTime || endTime - startTime > MAX_RANGE_MS) {
    throw new ValidationException('The startTime must be before the endTime, by 7 days at most.');
  }
  const range = { start: startTime, end: endTime };
  const found = await service.engine.ask('recommend', { group: group.id, range, now: service.clock() });
  return {
    profilingGroupName,
    profileStartTime: toWireTime(startTime),
    profileEndTime: toWireTime(endTime),
    recommendations: found.map(recommendationToWire),
    anomalies: anomaliesToWire(service.store.anomalies.overlapping(group.id, range)),
  };
}
