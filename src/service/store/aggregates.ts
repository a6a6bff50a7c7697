import type { EpochMs } from '../../profile/units';
import type { PeriodName, Range } from '../periods';
import { horizonOf, PERIODS } from '../periods';
import type { Database } from './database';
import { toBytes } from './database';
import type { GroupId } from './groups';
import type { ProfileId } from './profiles';

/** A period that holds at least one agent profile. */
export interface Aggregate {
  /** What has been folded into it; undefined while that is nothing. */
  readonly body: Uint8Array | undefined;
  /** Whether every agent profile in it is still there by itself, so that a part of the period can be told. */
  readonly exact: boolean;
}

export interface NewAggregate {
  readonly period: PeriodName;
  readonly start: EpochMs;
  readonly body: Uint8Array;
}

export type AggregateStore = ReturnType<typeof createAggregateStore>;

export function createAggregateStore({ all, get, run, transaction }: Database) {
  return {
    /** Periods that hold something, by their start, within a range of starts. */
    periods: (
      group: GroupId,
      period: PeriodName,
      { start, end }: Range,
      order: 'ascending' | 'descending',
      limit: number,
    ): EpochMs[] =>
      all(
        `SELECT start_ms FROM aggregate WHERE group_id = ? AND period_ms = ? AND start_ms >= ? AND start_ms < ?
         ORDER BY start_ms ${order === 'ascending' ? 'ASC' : 'DESC'} LIMIT ?`,
        group,
        PERIODS[period],
        start,
        end,
        limit,
      ).map((row) => Number(row.start_ms)),

    /** undefined when no agent profile belongs to the period. */
    find(group: GroupId, period: PeriodName, start: EpochMs): Aggregate | undefined {
      const row = get(
        'SELECT body, exact FROM aggregate WHERE group_id = ? AND period_ms = ? AND start_ms = ?',
        group,
        PERIODS[period],
        start,
      );
      return row === undefined
        ? undefined
        : { body: row.body === null ? undefined : toBytes(row.body), exact: row.exact === 1 };
    },

    /**
     * The one step in which agent profiles become part of aggregates: the new bodies and the marks on the profiles that
     * are in them are written together, so that a crash leaves both or neither, and no profile counts twice. A period
     * may have expired meanwhile, when the clock was ahead for a while and was set right.
     */
    fold(group: GroupId, aggregates: readonly NewAggregate[], profiles: readonly ProfileId[]): void {
      transaction(() => {
        for (const { period, start, body } of aggregates) {
          run(
            `INSERT INTO aggregate (group_id, period_ms, start_ms, body) VALUES (?, ?, ?, ?)
             ON CONFLICT (group_id, period_ms, start_ms) DO UPDATE SET body = excluded.body`,
            group,
            PERIODS[period],
            start,
            body,
          );
        }
        for (const id of profiles) {
          run('UPDATE agent_profile SET folded = 1 WHERE id = ? AND folded = 0', id);
        }
      });
    },

    /**
     * Removes what is older than its retention, whole hours of PT5M and whole days of PT1H at a time: so a coarser
     * period never stands beside some of its own parts.
     */
    expire(period: PeriodName, now: EpochMs, limit: number): number {
      return run(
        `DELETE FROM aggregate WHERE rowid IN (
           SELECT rowid FROM aggregate WHERE period_ms = ? AND start_ms < ? LIMIT ?)`,
        PERIODS[period],
        horizonOf(period, now),
        limit,
      ).changes;
    },
  };
}
