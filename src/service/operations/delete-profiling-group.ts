import { findGroup } from '../groups';
import type { Input } from '../model/input';
import type { Service } from '../service';

/**
 * With all that was posted to it or said about it: out of sight at once, and off the disk within the next minutes, since
 * a hundred thousand profiles take their time. A group of the same name may be made at once and starts empty.
 */
export function deleteProfilingGroup(
  service: Service,
  { profilingGroupName }: Input<'DeleteProfilingGroup'>,
): void {
  service.store.groups.delete(findGroup(service, profilingGroupName).id);
}
