import { randomUUID } from 'node:crypto';
import type { Anomaly, Hour } from '../../insight/anomaly';
import { ANOMALY_WINDOW, anomalyEnd, findAnomalies } from '../../insight/anomaly';
import type { Profile } from '../../profile/tables';
import type { EpochMs, Fraction } from '../../profile/units';
import type { NewAnomaly, StoredAnomaly } from '../store/anomalies';
import type { FindingsChange } from '../store/findings';
import type { GroupId } from '../store/groups';
import type { Store } from '../store/store';
import type { HourlyShares } from './hourly-shares';
import { unpackShares } from './hourly-shares';

/** What has become of a group's anomalies after an hour. */
export interface Judgement extends Pick<FindingsChange, 'begun' | 'ended'> {
  readonly goingOn: readonly NewAnomaly[];
}

const VIEWS = ['cpu', 'latency'] as const;

/**
 * Compares an hour with the two weeks before it, in both views. What takes more CPU time takes more latency as well,
 * which counts CPU time too: told as CPU, it is not told as latency again.
 *
 * @param profile of the hour, as people read it
 * @param shares of the same hour
 */
export function judgeHour(
  store: Store,
  group: GroupId,
  start: EpochMs,
  profile: Profile,
  shares: HourlyShares,
): Judgement {
  const known = store.anomalies.goingOn(group);
  const past = store.reports.hourlyShares(group, { start: start - ANOMALY_WINDOW, end: start });
  const judgement = { begun: [] as NewAnomaly[], ended: [] as { id: string; end: EpochMs }[] };
  const goingOn: NewAnomaly[] = [];
  for (const view of VIEWS) {
    const hours = [
      ...past.map((hour) => unpackShares(view, hour.start, hour.shares)),
      { start, ...shares[view] },
    ];
    const ofView = known.filter((one) => one.view === view);
    const ends = ofView.map((one) => ({ one, end: anomalyEnd(hours, one) }));
    judgement.ended.push(...ends.flatMap(({ one: { id }, end }) => (end === undefined ? [] : [{ id, end }])));
    goingOn.push(...ends.flatMap(({ one, end }) => (end === undefined ? [one] : [])));
    const told = new Set([...goingOn, ...ofView].map(({ frameName }) => frameName));
    const begun = findNew(hours, profile, told, view, group);
    judgement.begun.push(...begun);
    goingOn.push(...begun);
  }
  return { ...judgement, goingOn };
}

function findNew(
  hours: readonly Hour[],
  profile: Profile,
  told: ReadonlySet<string>,
  view: StoredAnomaly['view'],
  group: GroupId,
): NewAnomaly[] {
  return findAnomalies(hours, profile)
    .filter(({ frameName }) => !told.has(frameName))
    .map((anomaly) => ({
      id: randomUUID(),
      group,
      frameName: anomaly.frameName,
      view,
      reason: reasonOf(anomaly, view),
      start: anomaly.start,
    }));
}

/** `It took 38.2 % of CPU time in 2 hours; in the 212 hours before, usually 9.1 % (half of them within 0.6 points).` */
function reasonOf({ share, usual }: Anomaly, view: StoredAnomaly['view']): string {
  const of = view === 'cpu' ? 'CPU time' : 'the time that threads spent, waiting included';
  return (
    `It took ${percent(share)} % of ${of} for two hours; in the ${usual.hours} hours before, ` +
    `usually ${percent(usual.median)} % (half of them within ${percent(usual.spread)} points of that).`
  );
}

function percent(share: Fraction): string {
  return (100 * share).toFixed(1);
}
