import type { EpochMs } from '../../profile/units';
import { PERIOD_NAMES, RETENTION } from '../periods';
import { EVENT_RETENTION_MS } from '../reports/finding';
import { REPORT_RETENTION_MS } from '../reports/make-report';
import type { Store } from '../store/store';

/** Rows that are removed in one step, so that nobody waits long for the store. */
const STEP = 200;

/**
 * Agent profiles that are in aggregates serve only ranges that begin or end within five minutes. They stay as long as
 * the five-minute aggregates do, but when the store has grown larger than this, the oldest go first.
 */
const STORE_LIMIT_BYTES = 1024 ** 3;

/**
 * One step of removing what is past its retention.
 * @returns whether there may be more to do
 */
export function expire(store: Store, now: EpochMs, limitBytes = STORE_LIMIT_BYTES): boolean {
  const removed = PERIOD_NAMES.map((period) => store.aggregates.expire(period, now, STEP));
  removed.push(
    store.reports.expire(now - REPORT_RETENTION_MS, STEP),
    store.anomalies.expire(now - REPORT_RETENTION_MS, STEP),
    store.events.expire(now - EVENT_RETENTION_MS, STEP),
  );
  const isFull = store.bytes() > limitBytes;
  const forgotten = store.profiles.forget(isFull ? Number.MAX_SAFE_INTEGER : now - RETENTION.PT5M, STEP);
  return (isFull && forgotten > 0) || forgotten === STEP || removed.includes(STEP);
}
