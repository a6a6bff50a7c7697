import type { EpochMs } from '../../profile/units';
import { PERIODS } from '../periods';
import type { NewAnomaly } from './anomalies';
import type { Database, Row } from './database';
import type { NewEvent } from './events';
import { insertEvents } from './events';
import type { GroupId } from './groups';
import type { NewReport } from './reports';

/** A finding that was announced and not closed yet. */
export interface OpenFinding {
  readonly group: GroupId;
  /** Unique in its group: what was found. */
  readonly key: string;
  /** Start of the first hour in which it was found. */
  readonly since: EpochMs;
  /** End of the last one. */
  readonly seen: EpochMs;
  /** When the last event said that it goes on. */
  readonly announced: EpochMs;
  /** How many reports in a row were without it. */
  readonly missed: number;
  /** What the events about it say, as JSON. */
  readonly detail: string;
}

/** All that changes when something was found, or is found no more. */
export interface FindingsChange {
  /** New ones, and what is new about others. */
  readonly open: readonly OpenFinding[];
  readonly closed: readonly Pick<OpenFinding, 'group' | 'key'>[];
  readonly begun: readonly NewAnomaly[];
  readonly ended: readonly { readonly id: string; readonly end: EpochMs }[];
  readonly events: readonly NewEvent[];
}

export type FindingsStore = ReturnType<typeof createFindingsStore>;

/**
 * What is going on, and the one place where that changes: findings, anomalies and the events about them are written
 * together, so that a crash neither loses an event nor tells it twice.
 */
export function createFindingsStore(database: Database) {
  const { all, get, run, transaction } = database;
  return {
    /** Of one group, or of all. */
    open: (group?: GroupId): OpenFinding[] =>
      all(
        `SELECT open_finding.* FROM open_finding JOIN profiling_group ON id = group_id
         WHERE deleted = 0 AND (?1 IS NULL OR group_id = ?1) ORDER BY group_id, key`,
        group ?? null,
      ).map(toOpenFinding),

    /**
     * Files a report and what follows from it. One of that period that is there already stays, and so does all else.
     * @returns whether it was filed
     */
    file: (report: NewReport, change?: FindingsChange): boolean =>
      transaction(() => {
        // The group may have been deleted since somebody began to make the report.
        const { changes } = run(
          `INSERT INTO findings_report (id, group_id, period_ms, start_ms, findings, body, shares)
           SELECT ?, id, ?, ?, ?, ?, ? FROM profiling_group
           WHERE id = ? AND deleted = 0 ON CONFLICT DO NOTHING`,
          report.id,
          PERIODS[report.period],
          report.start,
          report.findings,
          report.body,
          report.shares ?? null,
          report.group,
        );
        if (changes > 0 && change !== undefined) {
          write(change);
        }
        return changes > 0;
      }),

    apply: (change: FindingsChange): void => transaction(() => write(change)),
  };

  function write({ open, closed, begun, ended, events }: FindingsChange): void {
    begun.forEach(insertAnomaly);
    for (const { id, end } of ended) {
      run('UPDATE anomaly SET end_ms = ? WHERE id = ?', end, id);
    }
    open.filter(({ group }) => hasGroup(group)).forEach(putFinding);
    for (const { group, key } of closed) {
      run('DELETE FROM open_finding WHERE group_id = ? AND key = ?', group, key);
    }
    insertEvents(database, events);
  }

  function hasGroup(group: GroupId): boolean {
    return get('SELECT 1 FROM profiling_group WHERE id = ? AND deleted = 0', group) !== undefined;
  }

  /** The name as JSON: it may hold halves of surrogate pairs and NULs, which SQLite's text does not keep. */
  function insertAnomaly({ id, group, frameName, view, reason, start }: NewAnomaly): void {
    run(
      'INSERT INTO anomaly (id, group_id, frame_name, view, reason, start_ms) VALUES (?, ?, ?, ?, ?, ?)',
      id,
      group,
      JSON.stringify(frameName),
      view,
      reason,
      start,
    );
  }

  function putFinding({ group, key, since, seen, announced, missed, detail }: OpenFinding): void {
    run(
      `INSERT INTO open_finding (group_id, key, since_ms, seen_ms, announced_ms, missed, detail)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (group_id, key) DO UPDATE SET
         seen_ms = excluded.seen_ms, announced_ms = excluded.announced_ms,
         missed = excluded.missed, detail = excluded.detail`,
      group,
      key,
      since,
      seen,
      announced,
      missed,
      detail,
    );
  }
}

function toOpenFinding(row: Row): OpenFinding {
  return {
    group: Number(row.group_id),
    key: String(row.key),
    since: Number(row.since_ms),
    seen: Number(row.seen_ms),
    announced: Number(row.announced_ms),
    missed: Number(row.missed),
    detail: String(row.detail),
  };
}
