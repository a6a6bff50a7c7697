import { notOnLambda } from '../engine/post';
import { findGroup } from '../groups';
import type { Input } from '../model/input';
import type { Service } from '../service';
import { fastOf } from '../tags';

/** What AWS's backend answers. Values are text, and MemoryUsageLimitPercent is what the Python agent takes as CPU limit. */
const AS_IN_AWS = {
  periodInSeconds: 300,
  agentParameters: {
    SamplingIntervalInMilliseconds: '1000',
    ReportingIntervalInMilliseconds: '300000',
    MinimumTimeForReportingInMilliseconds: '60000',
    MaxStackDepth: '1000',
    MemoryUsageLimitPercent: '10',
  },
};

/**
 * A report every five seconds at ten samples a second. The limit is raised because the agent stops for good when taking
 * a sample costs more than that share of the interval, and a sample of many threads may take tens of milliseconds.
 * The minimum time has to be below the period, or the agent refuses the whole answer.
 */
const FAST = {
  periodInSeconds: 5,
  agentParameters: {
    SamplingIntervalInMilliseconds: '100',
    ReportingIntervalInMilliseconds: '5000',
    MinimumTimeForReportingInMilliseconds: '1000',
    MaxStackDepth: '1000',
    MemoryUsageLimitPercent: '90',
  },
};

export function configureAgent(service: Service, { profilingGroupName, metadata }: Input<'ConfigureAgent'>) {
  const group = findGroup(service, profilingGroupName);
  if (group.computePlatform === 'AWSLambda' && metadata?.ComputePlatform !== 'AWSLambda') {
    throw notOnLambda();
  }
  service.store.groups.stampOrchestrated(group.id, service.clock());
  const isFast = fastOf(group.tags) ?? service.fast;
  return { configuration: { shouldProfile: group.profilingEnabled, ...(isFast ? FAST : AS_IN_AWS) } };
}
