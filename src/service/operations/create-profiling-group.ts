import { ConflictException, ServiceQuotaExceededException } from '../errors';
import type { Input } from '../model/input';
import type { Service } from '../service';
import { describe } from './group-description';
import { checkTags } from './tags';

/** AWS's own quota per account and region. */
const MAX_GROUPS = 500;

export function createProfilingGroup(service: Service, input: Input<'CreateProfilingGroup'>) {
  const {
    profilingGroupName: name,
    clientToken,
    computePlatform = 'Default',
    agentOrchestrationConfig,
    tags = {},
  } = input;
  const { store } = service;
  checkTags(tags);
  const profilingEnabled = agentOrchestrationConfig?.profilingEnabled ?? true;
  const request = JSON.stringify([name, computePlatform, profilingEnabled, Object.entries(tags).sort()]);
  const retried = store.findGroupByToken(clientToken);
  if (retried !== undefined && retried.request === request) {
    return { profilingGroup: describe(service, retried) };
  }
  if (retried !== undefined) {
    throw new ConflictException(
      `The clientToken ${clientToken} was used before with other parameters; send a new one.`,
    );
  }
  if (store.findGroup(name) !== undefined) {
    throw new ConflictException(`Profiling group with name ${name} already exists.`);
  }
  if (store.countGroups() >= MAX_GROUPS) {
    throw new ServiceQuotaExceededException(
      `There are ${MAX_GROUPS} profiling groups already; delete one first.`,
    );
  }
  const now = service.clock();
  const group = {
    name,
    computePlatform,
    profilingEnabled,
    createdAt: now,
    updatedAt: now,
    tags,
    clientToken,
    request,
  };
  return { profilingGroup: describe(service, store.insertGroup(group)) };
}
