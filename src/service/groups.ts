import { groupArn } from './arn';
import { newestPeriod } from './engine/answers';
import { ResourceNotFoundException } from './errors';
import type { Service } from './service';
import type { Group } from './store/groups';
import { toWireTime } from './timestamps';

/** @throws {ResourceNotFoundException} */
export function findGroup({ store }: Service, name: string): Group {
  const group = store.groups.find(name);
  if (group === undefined) {
    throw new ResourceNotFoundException(`Profiling group with name ${name} does not exist.`);
  }
  return group;
}

/** The wire shape ProfilingGroupDescription; what is not known yet is left out. */
export function describeGroup(service: Service, group: Group): object {
  const latest = newestPeriod(service.store, group.id, 'PT5M');
  return {
    name: group.name,
    arn: groupArn(service, group.name),
    computePlatform: group.computePlatform,
    agentOrchestrationConfig: { profilingEnabled: group.profilingEnabled },
    createdAt: toWireTime(group.createdAt),
    updatedAt: toWireTime(group.updatedAt),
    profilingStatus: {
      latestAgentOrchestratedAt: optional(group.orchestratedAt, toWireTime),
      latestAgentProfileReportedAt: optional(group.reportedAt, toWireTime),
      latestAggregatedProfile: optional(latest, (start) => ({ period: 'PT5M', start: toWireTime(start) })),
    },
    tags: group.tags,
  };
}

function optional<T, U>(value: T | undefined, transform: (value: T) => U): U | undefined {
  return value === undefined ? undefined : transform(value);
}
