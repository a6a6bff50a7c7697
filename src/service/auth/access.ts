import { groupArn } from '../arn';
import { AccessDeniedException } from '../errors';
import type { Role } from './key-file';
import type { Input, OperationName } from '../model/input';
import type { Route } from '../http/routes';
import type { Service } from '../service';

/**
 * What each role may do: the actions of CodeGuru Profiler's three managed policies (AmazonCodeGuruProfilerFullAccess,
 * …AgentAccess, …ReadOnlyAccess). Who somebody is was decided before, see sigv4.ts.
 *
 * Two readings of our own. Readers may call BatchGetFrameMetricData, which AWS's policy for them forgot: it only
 * reads. And agents may create groups for Lambda alone: that is what makes an agent create one by itself, and nobody
 * else needs it of a key that lies in the environment of every profiled program.
 */
const ACTIONS: Readonly<Record<Role, readonly string[]>> = {
  admin: ['*'],
  agent: ['ConfigureAgent', 'CreateProfilingGroup', 'PostAgentProfile'],
  reader: ['BatchGet*', 'Describe*', 'Get*', 'List*'],
};

/** What of an installation is in the names of its users and resources. */
type Names = Pick<Service, 'region' | 'accountId'>;

export function mayCall(role: Role, operation: OperationName): boolean {
  return ACTIONS[role].some((action) =>
    action.endsWith('*') ? operation.startsWith(action.slice(0, -1)) : action === operation,
  );
}

/** Before anything of the body is looked at. @throws {AccessDeniedException} */
export function checkAccess(names: Names, role: Role, { operation, labels }: Route): void {
  if (!mayCall(role, operation)) {
    throw denied(names, role, operation, resourceOf(names, labels));
  }
}

/** What depends on more than the operation. @throws {AccessDeniedException} */
export function checkInputAccess<O extends OperationName>(
  names: Names,
  role: Role,
  operation: O,
  input: Input<O>,
): void {
  if (role === 'agent' && operation === 'CreateProfilingGroup') {
    const { computePlatform, profilingGroupName } = input as Input<'CreateProfilingGroup'>;
    if (computePlatform !== 'AWSLambda') {
      throw denied(names, role, operation, groupArn(names, profilingGroupName));
    }
  }
}

/** In AWS's wording; the roles are users of the account in it. */
function denied(
  { accountId }: Names,
  role: Role,
  operation: OperationName,
  resource: string,
): AccessDeniedException {
  return new AccessDeniedException(
    `User: arn:aws:iam::${accountId}:user/burnline-${role} is not authorized to perform: codeguru-profiler:${operation} ` +
      `on resource: ${resource} because no identity-based policy allows the codeguru-profiler:${operation} action`,
  );
}

/** '*' for what is about no group in particular, as in AWS. */
function resourceOf(names: Names, { profilingGroupName, resourceArn }: Route['labels']): string {
  const resource = profilingGroupName === undefined ? resourceArn : groupArn(names, profilingGroupName);
  return resource?.slice(0, 400) ?? '*';
}
