import { describeGroup, findGroup } from '../groups';
import type { Input } from '../model/input';
import type { Service } from '../service';

export function describeProfilingGroup(
  service: Service,
  { profilingGroupName }: Input<'DescribeProfilingGroup'>,
) {
  return { profilingGroup: describeGroup(service, findGroup(service, profilingGroupName)) };
}
