import type { EpochMs } from '../../profile/units';
import type { Range } from '../periods';
import { PERIOD_NAMES, PERIODS, periodOf } from '../periods';
import type { Database, Row } from './database';
import { toBytes } from './database';
import type { GroupId } from './groups';

/** Grows with every insert and is never used twice. */
export type ProfileId = number;

export interface NewAgentProfile {
  readonly group: GroupId;
  readonly token: string | undefined;
  readonly start: EpochMs;
  readonly receivedAt: EpochMs;
  /** How `body` is written; it was deflated after that. */
  readonly format: string;
  readonly body: Uint8Array;
}

export interface StoredProfile {
  readonly id: ProfileId;
  readonly format: string;
  readonly body: Uint8Array;
}

export type ProfileStore = ReturnType<typeof createProfileStore>;

/**
 * What agents posted, as they posted it. A profile is *folded* once it is in the aggregates of its periods; from then on
 * it serves only ranges that begin or end within five minutes, and makes room when room is needed.
 */
export function createProfileStore({ all, get, run, transaction }: Database) {
  return {
    /**
     * Files them all in one transaction, so that many agents wait for the disk once. One whose token was seen in its
     * group before is left out. Says of each whether its group is there.
     */
    insert: (profiles: readonly NewAgentProfile[]): boolean[] =>
      transaction(() => profiles.map((profile) => insertOne(profile))),

    /** Those that started in a range, in order of arrival. */
    ids: (group: GroupId, { start, end }: Range): ProfileId[] =>
      all(
        'SELECT id FROM agent_profile WHERE group_id = ? AND start_ms >= ? AND start_ms < ? ORDER BY id',
        group,
        start,
        end,
      ).map(toId),

    /** Of these, those that are in no aggregate yet. */
    unfoldedIds: (group: GroupId, { start, end }: Range, limit = Number.MAX_SAFE_INTEGER): ProfileId[] =>
      all(
        `SELECT id FROM agent_profile WHERE folded = 0 AND group_id = ? AND start_ms >= ? AND start_ms < ?
         ORDER BY id LIMIT ?`,
        group,
        start,
        end,
        limit,
      ).map(toId),

    read: (id: ProfileId): StoredProfile | undefined => {
      const row = get('SELECT id, format, body FROM agent_profile WHERE id = ?', id);
      return row === undefined ? undefined : toStored(row);
    },

    /**
     * Five minutes of a group with something to fold: those that are over, or that have collected a lot.
     * @param skip groups to pass over, of those that have something
     */
    nextToFold(now: EpochMs, alot: number, skip: number): { group: GroupId; start: EpochMs } | undefined {
      const length = PERIODS.PT5M;
      const row = get(
        `SELECT group_id, min(start) AS start FROM (
           SELECT group_id, start_ms / ${length} * ${length} AS start FROM agent_profile
           WHERE folded = 0 AND group_id IN (SELECT id FROM profiling_group WHERE deleted = 0)
           GROUP BY 1, 2 HAVING start + ${length} <= ? OR count(*) >= ?)
         GROUP BY group_id ORDER BY group_id LIMIT 1 OFFSET ?`,
        now,
        alot,
        skip,
      );
      return row === undefined ? undefined : { group: Number(row.group_id), start: Number(row.start) };
    },

    /** One that cannot be read, though it could when it was posted: out of the way, and still there. */
    setAside(id: ProfileId): void {
      run('UPDATE agent_profile SET folded = 2 WHERE id = ?', id);
    },

    /**
     * Removes the oldest folded profiles that were received before a time, and notes that their five minutes cannot be
     * cut any more.
     */
    forget: (receivedBefore: EpochMs, limit: number): number =>
      transaction(() => {
        const rows = all(
          'SELECT id, group_id, start_ms FROM agent_profile WHERE folded = 1 AND received_at < ? ORDER BY received_at LIMIT ?',
          receivedBefore,
          limit,
        );
        for (const row of rows) {
          const { start } = periodOf(Number(row.start_ms), 'PT5M');
          run(
            'UPDATE aggregate SET exact = 0 WHERE group_id = ? AND period_ms = ? AND start_ms = ?',
            Number(row.group_id),
            PERIODS.PT5M,
            start,
          );
          run('DELETE FROM agent_profile WHERE id = ?', Number(row.id));
        }
        return rows.length;
      }),
  };

  function insertOne(profile: NewAgentProfile): boolean {
    const isThere =
      get('SELECT 1 FROM profiling_group WHERE id = ? AND deleted = 0', profile.group) !== undefined;
    if (!isThere) {
      return false;
    }
    const { changes } = run(
      `INSERT INTO agent_profile (group_id, token, start_ms, received_at, format, body) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (group_id, token) DO NOTHING`,
      profile.group,
      profile.token ?? null,
      profile.start,
      profile.receivedAt,
      profile.format,
      profile.body,
    );
    if (changes > 0) {
      run('UPDATE profiling_group SET reported_at = ? WHERE id = ?', profile.receivedAt, profile.group);
      notePeriods(profile);
    }
    return true;
  }

  /** The three periods that it belongs to hold something now, whether or not they have been made. */
  function notePeriods({ group, start }: NewAgentProfile): void {
    for (const period of PERIOD_NAMES) {
      run(
        'INSERT OR IGNORE INTO aggregate (group_id, period_ms, start_ms) VALUES (?, ?, ?)',
        group,
        PERIODS[period],
        periodOf(start, period).start,
      );
    }
  }
}

function toId(row: Row): ProfileId {
  return Number(row.id);
}

function toStored(row: Row): StoredProfile {
  return { id: toId(row), format: String(row.format), body: toBytes(row.body) };
}
