import { configurationOf } from '../channels';
import { ResourceNotFoundException } from '../errors';
import { findGroup } from '../groups';
import type { Input } from '../model/input';
import type { Service } from '../service';

/** Answers those that are left. */
export function removeNotificationChannel(service: Service, input: Input<'RemoveNotificationChannel'>) {
  const group = findGroup(service, input.profilingGroupName);
  if (!service.store.channels.remove(group.id, input.channelId)) {
    throw new ResourceNotFoundException(
      `Profiling group with name ${group.name} has no notification channel with id ${input.channelId}.`,
    );
  }
  return configurationOf(service, group);
}
