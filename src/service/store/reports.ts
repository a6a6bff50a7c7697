import type { EpochMs } from '../../profile/units';
import type { PeriodName, Range } from '../periods';
import { PERIODS } from '../periods';
import type { Database, Row } from './database';
import { toBytes } from './database';
import type { GroupId } from './groups';

/** Reports are made of hours and of days. */
export type ReportPeriod = Exclude<PeriodName, 'PT5M'>;

export interface NewReport {
  /** A UUID. */
  readonly id: string;
  readonly group: GroupId;
  readonly period: ReportPeriod;
  readonly start: EpochMs;
  /** How many recommendations are in it. */
  readonly findings: number;
  readonly body: Uint8Array;
  /** Of an hour: how much of it each function took. */
  readonly shares?: Uint8Array;
}

export type ReportSummary = Pick<NewReport, 'id' | 'group' | 'period' | 'start' | 'findings'> & {
  readonly groupName: string;
};

/** A period that holds profiles and has no report. */
export interface DuePeriod {
  readonly group: GroupId;
  readonly groupName: string;
  readonly period: ReportPeriod;
  readonly start: EpochMs;
}

export type ReportStore = ReturnType<typeof createReportStore>;

/** Reads; a report is written together with all that follows from it, see findings.ts. */
export function createReportStore({ all, get, run }: Database) {
  return {
    /**
     * The newest of the periods that started in a range and are over by its end.
     * @param skip how many of them to pass over
     */
    nextDue(period: ReportPeriod, { start, end }: Range, skip: number): DuePeriod | undefined {
      const row = get(
        `SELECT group_id, name, start_ms FROM aggregate JOIN profiling_group ON id = group_id
         WHERE deleted = 0 AND period_ms = ? AND start_ms >= ? AND start_ms <= ? AND NOT EXISTS (
           SELECT 1 FROM findings_report AS report WHERE report.group_id = aggregate.group_id
             AND report.period_ms = aggregate.period_ms AND report.start_ms = aggregate.start_ms)
         ORDER BY start_ms DESC LIMIT 1 OFFSET ?`,
        PERIODS[period],
        start,
        end - PERIODS[period],
        skip,
      );
      return row === undefined
        ? undefined
        : { group: Number(row.group_id), groupName: String(row.name), period, start: Number(row.start_ms) };
    },

    /** Of one group, by start of the period, the newest first. */
    list: (group: GroupId, period: ReportPeriod, { start, end }: Range, limit: number): ReportSummary[] =>
      all(
        `SELECT report.*, name FROM findings_report AS report JOIN profiling_group AS owner ON owner.id = group_id
         WHERE group_id = ? AND period_ms = ? AND start_ms >= ? AND start_ms < ? ORDER BY start_ms DESC LIMIT ?`,
        group,
        PERIODS[period],
        start,
        end,
        limit,
      ).map(toSummary),

    /** The newest of each group that has one, in order of the groups' creation, those after a given one. */
    newestOfEach: (period: ReportPeriod, after: GroupId, limit: number): ReportSummary[] =>
      all(
        `SELECT report.*, name FROM profiling_group AS owner JOIN findings_report AS report ON group_id = owner.id
         WHERE deleted = 0 AND period_ms = ?1 AND owner.id > ?2 AND start_ms = (
           SELECT max(start_ms) FROM findings_report WHERE group_id = owner.id AND period_ms = ?1)
         ORDER BY owner.id LIMIT ?3`,
        PERIODS[period],
        after,
        limit,
      ).map(toSummary),

    /** What CloudWatch would show as `Recommendations`: a number for each hour that holds profiles, zeros too. */
    hourlyCounts: (group: GroupId, { start, end }: Range): { start: EpochMs; count: number }[] =>
      all(
        `SELECT start_ms, findings FROM findings_report
         WHERE group_id = ? AND period_ms = ? AND start_ms >= ? AND start_ms < ? ORDER BY start_ms`,
        group,
        PERIODS.PT1H,
        start,
        end,
      ).map((row) => ({ start: Number(row.start_ms), count: Number(row.findings) })),

    /** How much of each hour the functions took, in order of time. */
    hourlyShares: (group: GroupId, { start, end }: Range): { start: EpochMs; shares: Uint8Array }[] =>
      all(
        `SELECT start_ms, shares FROM findings_report
         WHERE group_id = ? AND period_ms = ? AND start_ms >= ? AND start_ms < ? AND shares IS NOT NULL
         ORDER BY start_ms`,
        group,
        PERIODS.PT1H,
        start,
        end,
      ).map((row) => ({ start: Number(row.start_ms), shares: toBytes(row.shares) })),

    /** What was found, as it was written. */
    body: (id: string): Uint8Array | undefined => {
      const row = get('SELECT body FROM findings_report WHERE id = ?', id);
      return row === undefined ? undefined : toBytes(row.body);
    },

    expire: (startedBefore: EpochMs, limit: number): number =>
      run(
        `DELETE FROM findings_report WHERE rowid IN (
           SELECT rowid FROM findings_report WHERE start_ms < ? LIMIT ?)`,
        startedBefore,
        limit,
      ).changes,
  };
}

function toSummary(row: Row): ReportSummary {
  return {
    id: String(row.id),
    group: Number(row.group_id),
    groupName: String(row.name),
    period: row.period_ms === PERIODS.PT1H ? 'PT1H' : 'P1D',
    start: Number(row.start_ms),
    findings: Number(row.findings),
  };
}
