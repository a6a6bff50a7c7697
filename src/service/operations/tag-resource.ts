import { parseGroupArn } from '../arn';
import { findGroup } from '../groups';
import type { Input } from '../model/input';
import type { Service } from '../service';
import { checkTags } from '../tags';

/** Adds tags, and gives those that are there already their new values. */
export function tagResource(service: Service, input: Input<'TagResource'>): void {
  const group = findGroup(service, parseGroupArn(service, input.resourceArn));
  const tags = { ...group.tags, ...input.tags };
  checkTags(tags);
  service.store.groups.update(group.id, { tags });
}
