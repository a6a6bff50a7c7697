import type { Recommendation } from '../../insight/recommend';
import { ValidationException } from '../errors';
import { findGroup } from '../groups';
import type { Input } from '../model/input';
import { MAX_RANGE_MS } from '../periods';
import type { Service } from '../service';
import { toWireTime } from '../timestamps';

/** Texts are in English whatever the locale. Anomalies need a history that is not looked at yet. */
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
    recommendations: found.map(toWire),
    anomalies: [],
  };
}

function toWire({ startTime, endTime, ...rest }: Recommendation) {
  return { ...rest, startTime: toWireTime(startTime), endTime: toWireTime(endTime) };
}
