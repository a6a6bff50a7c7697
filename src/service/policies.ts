import { randomUUID } from 'node:crypto';
import { groupArn } from './arn';
import { ConflictException, ValidationException } from './errors';
import type { Service } from './service';
import type { Group } from './store/groups';
import type { Policy } from './store/policies';

/**
 * Resource-based policies of profiling groups, in the form of the user guide: one statement that lets roles and users
 * act as agents. They are kept, checked and answered, and grant nothing here: there is no IAM behind this service, and
 * what a key may do is in auth/access.ts.
 */

/** CloudFormation's pattern for IAM ARNs, and bare accounts. */
const PRINCIPAL = /^(?:arn:aws[-\w]*:iam::\d{12}:[^\s*]+|\d{12})$/;

/** @throws {ValidationException} */
export function checkPrincipals(principals: readonly string[]): void {
  const wrong = principals.find((principal) => principal.length > 2048 || !PRINCIPAL.test(principal));
  if (wrong !== undefined) {
    throw new ValidationException(
      `The principal '${wrong.slice(0, 256)}' is neither the ARN of an IAM role or user nor an account; ` +
        'wildcards are not supported.',
    );
  }
}

/**
 * A change has to name the revision that it changes, so that two people do not overwrite each other. Nobody knows one
 * before the first policy, nor has to after its removal.
 *
 * @throws {ConflictException}
 */
export function checkRevision(current: Policy | undefined, revisionId: string | undefined): void {
  const isThere = current !== undefined && current.principals.length > 0;
  if (revisionId === undefined ? !isThere : revisionId === current?.revisionId) {
    return;
  }
  throw new ConflictException(
    revisionId === undefined
      ? 'The profiling group has a policy already; ask GetPolicy for its revisionId and send that.'
      : `The revision ${revisionId} is not the policy's current one; ask GetPolicy for that and send it.`,
  );
}

/** Puts others in the place of the principals that there are, under a new revision. */
export function replacePrincipals({ store }: Service, group: Group, principals: readonly string[]): Policy {
  const policy = { revisionId: randomUUID(), principals: [...new Set(principals)] };
  store.policies.put(group.id, policy);
  return policy;
}

/** The wire shape: a policy is JSON within JSON. */
export function toPolicyOutput(service: Service, group: Group, { revisionId, principals }: Policy) {
  const statement = {
    Sid: 'agentPermissions-statement',
    Effect: 'Allow',
    // As IAM writes a list of one.
    Principal: { AWS: principals.length === 1 ? principals[0] : principals },
    Action: ['codeguru-profiler:ConfigureAgent', 'codeguru-profiler:PostAgentProfile'],
    Resource: groupArn(service, group.name),
  };
  const policy = { Version: '2012-10-17', Statement: principals.length === 0 ? [] : [statement] };
  return { policy: JSON.stringify(policy), revisionId };
}
