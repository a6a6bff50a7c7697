import { ResourceNotFoundException } from '../errors';
import { findGroup } from '../groups';
import type { Input } from '../model/input';
import { checkRevision, replacePrincipals, toPolicyOutput } from '../policies';
import type { Service } from '../service';

/** Answers what is left: a policy without statements, which is no policy any more for GetPolicy and PutPermission. */
export function removePermission(service: Service, input: Input<'RemovePermission'>) {
  const group = findGroup(service, input.profilingGroupName);
  const current = service.store.policies.find(group.id);
  if (current === undefined || current.principals.length === 0) {
    throw new ResourceNotFoundException(`Profiling group with name ${group.name} does not have a policy.`);
  }
  checkRevision(current, input.revisionId);
  return toPolicyOutput(service, group, replacePrincipals(service, group, []));
}
