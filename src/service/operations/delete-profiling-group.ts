import { findGroup } from '../groups';
import type { Input } from '../model/input';
import type { Service } from '../service';

/** With its profiles and tags. A group of the same name may be made at once and starts empty. */
export function deleteProfilingGroup(
  service: Service,
  { profilingGroupName }: Input<'DeleteProfilingGroup'>,
): void {
  service.store.groups.delete(findGroup(service, profilingGroupName).id);
}
