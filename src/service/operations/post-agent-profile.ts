import { findGroup } from '../groups';
import type { Input } from '../model/input';
import type { Service } from '../service';

/** Files an agent profile under its own start time, as it was posted. When this is done, it is on the disk. */
export function postAgentProfile(service: Service, input: Input<'PostAgentProfile'>): Promise<void> {
  const { profilingGroupName, agentProfile: bytes, contentType, profileToken: token } = input;
  const group = findGroup(service, profilingGroupName);
  return service.engine.ask('post', { group, bytes, contentType, token, now: service.clock() });
}
