import type { Recommendation } from '../../insight/recommend';
import { recommend } from '../../insight/recommend';
import { toReadable } from '../../profile/wrappers';
import { readRange } from '../aggregation';
import { ValidationException } from '../errors';
import { findGroup } from '../groups';
import type { Input } from '../model/input';
import { MAX_RANGE_MS } from '../periods';
import type { Service } from '../service';
import { toWireTime } from '../timestamps';

/** Texts are in English whatever the locale. Anomalies need a history that is not looked at yet. */
export function getRecommendations(service: Service, input: Input<'GetRecommendations'>) {
  const { profilingGroupName, startTime, endTime } = input;
  const group = findGroup(service, profilingGroupName);
  if (startTime >= endTime || endTime - startTime > MAX_RANGE_MS) {
    throw new ValidationException('The startTime must be before the endTime, by 7 days at most.');
  }
  const profile = readRange(service.store, group.id, { start: startTime, end: endTime });
  return {
    profilingGroupName,
    profileStartTime: toWireTime(startTime),
    profileEndTime: toWireTime(endTime),
    recommendations: profile === undefined ? [] : recommend(toReadable(profile)).map(toWire),
    anomalies: [],
  };
}

function toWire({ startTime, endTime, ...rest }: Recommendation) {
  return { ...rest, startTime: toWireTime(startTime), endTime: toWireTime(endTime) };
}
