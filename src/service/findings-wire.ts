import type { Recommendation } from '../insight/recommend';
import { CPU_STATES } from '../profile/thread-states';
import { STATE_ORDER } from '../profile/tables';
import { periodOf } from './periods';
import type { NewAnomaly, StoredAnomaly } from './store/anomalies';
import type { ReportSummary } from './store/reports';
import { toWireTime } from './timestamps';

/** What was found, in the shapes of the service model. */

export function recommendationToWire({ startTime, endTime, ...rest }: Recommendation) {
  return { ...rest, startTime: toWireTime(startTime), endTime: toWireTime(endTime) };
}

/** Thread states as derived for people: Python's WALL_TIME is told apart by then. */
export const STATES_OF_VIEW: Readonly<Record<NewAnomaly['view'], readonly string[]>> = {
  cpu: CPU_STATES,
  latency: STATE_ORDER.filter((state) => state !== 'IDLE' && state !== 'WALL_TIME'),
};

/** The times that a function deviated are instances of one anomaly, the reason is that of the last. */
export function anomaliesToWire(anomalies: readonly StoredAnomaly[]): object[] {
  const byMetric = new Map<string, StoredAnomaly[]>();
  for (const one of anomalies) {
    const metric = `${one.view} ${one.frameName}`;
    byMetric.set(metric, [...(byMetric.get(metric) ?? []), one]);
  }
  return [...byMetric.values()].map((instances) => {
    const { frameName, view, reason } = instances[instances.length - 1];
    return {
      metric: { frameName, type: 'AggregatedRelativeTotalTime', threadStates: STATES_OF_VIEW[view] },
      reason,
      instances: instances.map(instanceToWire),
    };
  });
}

function instanceToWire({ id, start, end, feedback }: StoredAnomaly): object {
  return {
    id,
    startTime: toWireTime(start),
    endTime: end === undefined ? undefined : toWireTime(end),
    userFeedback: feedback === undefined ? undefined : { type: feedback },
  };
}

export function reportToWire({ id, groupName, period, start, findings }: ReportSummary): object {
  const range = periodOf(start, period);
  return {
    id,
    profilingGroupName: groupName,
    profileStartTime: toWireTime(range.start),
    profileEndTime: toWireTime(range.end),
    totalNumberOfFindings: findings,
  };
}
