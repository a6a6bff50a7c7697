import type { EpochMs } from '../../profile/units';
import type { Range } from '../periods';
import type { Database, Row } from './database';
import { toNumber } from './database';
import type { GroupId } from './groups';

export interface NewAnomaly {
  /** A UUID: of this one time that the function deviated. */
  readonly id: string;
  readonly group: GroupId;
  readonly frameName: string;
  /** Which thread states were counted. */
  readonly view: 'cpu' | 'latency';
  readonly reason: string;
  readonly start: EpochMs;
}

export interface StoredAnomaly extends NewAnomaly {
  /** undefined while it goes on. */
  readonly end: EpochMs | undefined;
  readonly feedback: 'Positive' | 'Negative' | undefined;
}

export type AnomalyStore = ReturnType<typeof createAnomalyStore>;

/** Anomalies are written together with the report that shows them, see findings.ts; only feedback comes later. */
export function createAnomalyStore({ all, run }: Database) {
  return {
    /** Those of which a part lies in the range, in order of their start. */
    overlapping: (group: GroupId, { start, end }: Range): StoredAnomaly[] =>
      all(
        `SELECT * FROM anomaly WHERE group_id = ? AND start_ms < ? AND (end_ms IS NULL OR end_ms > ?)
         ORDER BY start_ms, frame_name, id`,
        group,
        end,
        start,
      ).map(toAnomaly),

    goingOn: (group: GroupId): StoredAnomaly[] =>
      all('SELECT * FROM anomaly WHERE group_id = ? AND end_ms IS NULL ORDER BY start_ms, id', group).map(
        toAnomaly,
      ),

    /** The last word counts. @returns false when the group has no such anomaly */
    setFeedback: (
      group: GroupId,
      id: string,
      feedback: 'Positive' | 'Negative',
      comment: string | undefined,
    ): boolean =>
      run(
        'UPDATE anomaly SET feedback = ?, comment = ? WHERE id = ? AND group_id = ?',
        feedback,
        comment ?? null,
        id,
        group,
      ).changes > 0,

    expire: (endedBefore: EpochMs, limit: number): number =>
      run(
        'DELETE FROM anomaly WHERE rowid IN (SELECT rowid FROM anomaly WHERE end_ms < ? LIMIT ?)',
        endedBefore,
        limit,
      ).changes,
  };
}

function toAnomaly(row: Row): StoredAnomaly {
  return {
    id: String(row.id),
    group: Number(row.group_id),
    frameName: JSON.parse(String(row.frame_name)) as string,
    view: row.view === 'cpu' ? 'cpu' : 'latency',
    reason: String(row.reason),
    start: Number(row.start_ms),
    end: toNumber(row.end_ms),
    feedback: row.feedback === 'Positive' || row.feedback === 'Negative' ? row.feedback : undefined,
  };
}
