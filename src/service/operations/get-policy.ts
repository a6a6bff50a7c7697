import { findGroup } from '../groups';
import type { Input } from '../model/input';
import { toPolicyOutput } from '../policies';
import type { Service } from '../service';

/**
 * Without a policy the answer is empty. The service model calls both members required, but AWS's own CloudFormation
 * handler for profiling groups asks this of groups without a policy and goes by the members being absent.
 */
export function getPolicy(service: Service, { profilingGroupName }: Input<'GetPolicy'>) {
  const group = findGroup(service, profilingGroupName);
  const policy = service.store.policies.find(group.id);
  return policy === undefined || policy.principals.length === 0 ? {} : toPolicyOutput(service, group, policy);
}
