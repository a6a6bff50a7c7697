import { groupArn } from './arn';
import { newestPeriod } from './engine/answers';
import { ResourceNotFoundException } from './errors';
import { horizonOf, PERIOD_NAMES } from './periods';
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
      latestAggregatedProfile: findLatestAggregate(service, group),
    },
    tags: group.tags,
  };
}

/** The finest that is still kept: of a group that nobody profiles any more, an hour, then a day. */
function findLatestAggregate({ store, clock }: Service, group: Group): object | undefined {
  for (const period of PERIOD_NAMES) {
    const start = newestPeriod(store, group.id, period);
    if (start !== undefined && start >= horizonOf(period, clock())) {
      return { period, start: toWireTime(start) };
    }
  }
  return undefined;
}

function optional<T, U>(value: T | undefined, transform: (value: T) => U): U | undefined {
  return value === undefined ? undefined : transform(value);
}
