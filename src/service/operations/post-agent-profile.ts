import { pack } from '../aggregation';
import { findGroup } from '../groups';
import type { Input } from '../model/input';
import { readPostedProfile } from '../posted-profile';
import type { Service } from '../service';
import { notOnLambda } from './configure-agent';

/**
 * Files an agent profile under its own start time, as it was posted. When this returns, it is on the disk. A retry with
 * the same profileToken succeeds and files nothing, also after a restart.
 */
export function postAgentProfile(service: Service, input: Input<'PostAgentProfile'>): void {
  const { profilingGroupName, agentProfile, contentType, profileToken } = input;
  const group = findGroup(service, profilingGroupName);
  const { meta } = readPostedProfile(agentProfile, contentType).profile;
  if (
    group.computePlatform === 'AWSLambda' &&
    meta.fleet.some(({ computeType }) => computeType !== 'aws_lambda')
  ) {
    throw notOnLambda();
  }
  service.store.insertProfile({
    group: group.id,
    token: profileToken,
    start: meta.start,
    receivedAt: service.clock(),
    body: pack(agentProfile),
  });
}
