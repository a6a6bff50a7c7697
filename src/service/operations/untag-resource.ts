import { parseGroupArn } from '../arn';
import { findGroup } from '../groups';
import type { Input } from '../model/input';
import type { Service } from '../service';

/** Keys that the group does not have are no error. */
export function untagResource(service: Service, { resourceArn, tagKeys }: Input<'UntagResource'>): void {
  const group = findGroup(service, parseGroupArn(service, resourceArn));
  const tags = Object.fromEntries(Object.entries(group.tags).filter(([key]) => !tagKeys.includes(key)));
  service.store.groups.update(group.id, { tags });
}
