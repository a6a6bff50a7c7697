import type { EpochMs } from '../../profile/units';
import { latestPeriod } from '../aggregation';
import { groupArn } from '../arn';
import { ResourceNotFoundException } from '../errors';
import type { Service } from '../service';
import type { Group } from '../store/store';

/** Not an operation: what several of them need to find a group and to describe it. */

/** @throws {ResourceNotFoundException} */
export function findGroup({ store }: Service, name: string): Group {
  const group = store.findGroup(name);
  if (group === undefined) {
    throw new ResourceNotFoundException(`Profiling group with name ${name} does not exist.`);
  }
  return group;
}

/** The wire shape ProfilingGroupDescription; what is not known yet is left out. */
export function describe(service: Service, group: Group): object {
  const latest = latestPeriod(service.store, group.id, 'PT5M');
  return {
    name: group.name,
    arn: groupArn(service, group.name),
    computePlatform: group.computePlatform,
    agentOrchestrationConfig: { profilingEnabled: group.profilingEnabled },
    createdAt: toWireTime(group.createdAt),
    updatedAt: toWireTime(group.updatedAt),
    profilingStatus: {
      latestAgentOrchestratedAt: group.orchestratedAt && toWireTime(group.orchestratedAt),
      latestAgentProfileReportedAt: group.reportedAt && toWireTime(group.reportedAt),
      latestAggregatedProfile:
        latest === undefined ? undefined : { period: 'PT5M', start: toWireTime(latest) },
    },
    tags: group.tags,
  };
}

/** Timestamps are ISO 8601 text everywhere in this API; a number makes the JavaScript SDK throw. */
export function toWireTime(time: EpochMs): string {
  return new Date(time).toISOString();
}
