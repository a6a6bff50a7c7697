import { parseGroupArn } from '../arn';
import type { Input } from '../model/input';
import type { Service } from '../service';
import { findGroup } from './group-description';

/** Keys that the group does not have are no error. */
export function untagResource(service: Service, { resourceArn, tagKeys }: Input<'UntagResource'>): void {
  const group = findGroup(service, parseGroupArn(service, resourceArn));
  const tags = Object.fromEntries(Object.entries(group.tags).filter(([key]) => !tagKeys.includes(key)));
  service.store.updateGroup(group.id, { tags });
}
