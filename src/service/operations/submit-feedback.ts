import { ResourceNotFoundException } from '../errors';
import { findGroup } from '../groups';
import type { Input } from '../model/input';
import type { Service } from '../service';

/** On one instance of an anomaly. Said again, the last word counts; the comment is kept and no operation shows it. */
export function submitFeedback(service: Service, input: Input<'SubmitFeedback'>): void {
  const { profilingGroupName, anomalyInstanceId, type, comment } = input;
  const group = findGroup(service, profilingGroupName);
  if (!service.store.anomalies.setFeedback(group.id, anomalyInstanceId, type, comment)) {
    throw new ResourceNotFoundException(
      `Anomaly instance with id ${anomalyInstanceId} does not exist in profiling group ${profilingGroupName}.`,
    );
  }
}
