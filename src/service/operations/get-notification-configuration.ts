import { configurationOf } from '../channels';
import { findGroup } from '../groups';
import type { Input } from '../model/input';
import type { Service } from '../service';

export function getNotificationConfiguration(
  service: Service,
  { profilingGroupName }: Input<'GetNotificationConfiguration'>,
) {
  return configurationOf(service, findGroup(service, profilingGroupName));
}
