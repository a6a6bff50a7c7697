import { describeGroup, findGroup } from '../groups';
import type { Input } from '../model/input';
import type { Service } from '../service';

/** Switches agents on or off: they learn of it at their next ConfigureAgent. */
export function updateProfilingGroup(service: Service, input: Input<'UpdateProfilingGroup'>) {
  const { profilingGroupName, agentOrchestrationConfig } = input;
  const { id } = findGroup(service, profilingGroupName);
  service.store.groups.update(id, {
    profilingEnabled: agentOrchestrationConfig.profilingEnabled,
    updatedAt: service.clock(),
  });
  return { profilingGroup: describeGroup(service, findGroup(service, profilingGroupName)) };
}
