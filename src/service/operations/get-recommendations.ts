import { recommend } from '../../insight/recommend';
import { deriveStates } from '../../profile/thread-states';
import { foldWrappers } from '../../profile/wrappers';
import { readRange } from '../aggregation';
import { ValidationException } from '../errors';
import type { Input } from '../model/input';
import { MAX_RANGE_MS } from '../periods';
import type { Service } from '../service';
import { findGroup, toWireTime } from './group-description';

/** Texts are in English whatever the locale: it is checked by nobody and changes nothing. */
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
    recommendations: profile === undefined ? [] : recommend(foldWrappers(deriveStates(profile))),
    anomalies: [],
  };
}
