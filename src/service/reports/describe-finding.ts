import type { Recommendation } from '../../insight/recommend';
import type { Profile } from '../../profile/tables';
import type { NewAnomaly } from '../store/anomalies';
import type { Finding } from './finding';

/** What events say about a recommendation or an anomaly. In English: AWS's are en_US whatever the locale. */
type Words = Omit<Finding, 'groupName' | 'instances'>;

export function describeRecommendation({ pattern, allMatchesSum, allMatchesCount }: Recommendation): Words {
  const places = allMatchesCount === 1 ? 'one place' : `${allMatchesCount} places`;
  return {
    key: `recommendation ${pattern.id}`,
    kind: 'Recommendations',
    title: pattern.name,
    description: pattern.description,
    resolutionSteps: pattern.resolutionSteps,
    reason: `${allMatchesSum.toFixed(1)} % of the samples lie in ${places}; ${pattern.thresholdPercent} % is where a recommendation is made.`,
  };
}

export function describeAnomaly({ id, frameName, view, reason }: NewAnomaly): Words {
  const what = view === 'cpu' ? 'CPU time' : 'latency';
  return {
    key: anomalyKey(id),
    kind: 'Anomalies',
    title: `${frameName} takes more ${what} than usual`,
    description: `The share of ${what} that this function takes has risen clearly above what it was in the past two weeks.`,
    resolutionSteps:
      'Compare the flame graph of this hour with one from before. Look for a change of the code, of the load, or of what the program depends on at that time.',
    reason,
  };
}

export function anomalyKey(id: string): string {
  return `anomaly ${id}`;
}

/** The id of the anomaly that a key stands for; undefined for a recommendation's. */
export function anomalyOf(key: string): string | undefined {
  return /^anomaly (.+)$/.exec(key)?.[1];
}

/** Some are enough to know where to look; a fleet has thousands. */
const MOST_INSTANCES = 20;

export function instancesOf({ meta }: Profile): string[] {
  return meta.fleet
    .map(({ id }) => id)
    .filter((id) => /^arn:aws[\w-]*:[\w:/.$-]{1,500}$/.test(id))
    .slice(0, MOST_INSTANCES);
}
