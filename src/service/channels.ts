import type { Service } from './service';
import type { Group } from './store/groups';

/** The wire shape. A list of channels has at least one by the service model: none is said by leaving it out. */
export function configurationOf({ store }: Service, group: Group) {
  const channels = store.channels.list(group.id);
  return { notificationConfiguration: channels.length === 0 ? {} : { channels } };
}
