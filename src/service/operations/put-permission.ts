import { findGroup } from '../groups';
import type { Input } from '../model/input';
import { checkPrincipals, checkRevision, replacePrincipals, toPolicyOutput } from '../policies';
import type { Service } from '../service';

/** The only action group there is has one list of principals: the new one takes the place of the old. */
export function putPermission(service: Service, input: Input<'PutPermission'>) {
  const group = findGroup(service, input.profilingGroupName);
  checkPrincipals(input.principals);
  checkRevision(service.store.policies.find(group.id), input.revisionId);
  return toPolicyOutput(service, group, replacePrincipals(service, group, input.principals));
}
