import { ConflictException, ServiceQuotaExceededException } from '../errors';
import { describeGroup } from '../groups';
import type { Input } from '../model/input';
import type { Service } from '../service';
import type { Group, NewGroup } from '../store/groups';
import type { Store } from '../store/store';
import { checkTags } from '../tags';

/** AWS's own quota per account and region. */
const MAX_GROUPS = 500;

/** The same request with the same clientToken is a retry: it answers the group that the first one made. */
export function createProfilingGroup(service: Service, input: Input<'CreateProfilingGroup'>) {
  const wanted = toGroup(input, service.clock());
  const group = findRetried(service.store, wanted) ?? insert(service.store, wanted);
  return { profilingGroup: describeGroup(service, group) };
}

function toGroup(input: Input<'CreateProfilingGroup'>, now: number): NewGroup {
  const { profilingGroupName: name, clientToken, computePlatform = 'Default', tags = {} } = input;
  const profilingEnabled = input.agentOrchestrationConfig?.profilingEnabled ?? true;
  checkTags(tags);
  const request = JSON.stringify([name, computePlatform, profilingEnabled, Object.entries(tags).sort()]);
  return {
    name,
    computePlatform,
    profilingEnabled,
    createdAt: now,
    updatedAt: now,
    tags,
    clientToken,
    request,
  };
}

function findRetried(store: Store, { clientToken, request }: NewGroup): Group | undefined {
  const group = store.groups.findByToken(clientToken);
  if (group !== undefined && group.request !== request) {
    throw new ConflictException(
      `The clientToken ${clientToken} was used before with other parameters; send a new one.`,
    );
  }
  return group;
}

function insert(store: Store, wanted: NewGroup): Group {
  if (store.groups.find(wanted.name) !== undefined) {
    throw new ConflictException(`Profiling group with name ${wanted.name} already exists.`);
  }
  if (store.groups.count() >= MAX_GROUPS) {
    throw new ServiceQuotaExceededException(
      `There are ${MAX_GROUPS} profiling groups already; delete one first.`,
    );
  }
  return store.groups.insert(wanted);
}
