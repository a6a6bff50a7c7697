import type { Input } from '../model/input';
import type { Service } from '../service';
import { describe, findGroup } from './group-description';

export function describeProfilingGroup(
  service: Service,
  { profilingGroupName }: Input<'DescribeProfilingGroup'>,
) {
  return { profilingGroup: describe(service, findGroup(service, profilingGroupName)) };
}
