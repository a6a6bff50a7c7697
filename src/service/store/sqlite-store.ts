import { closeSync, openSync } from 'node:fs';
import type { SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { DatabaseSync } from 'node:sqlite';
import { PERIOD_NAMES, PERIODS, periodOf } from '../periods';
import type { Aggregate, Group, NewAgentProfile, Store } from './store';
import { migrate } from './schema';

type Row = Record<string, SQLOutputValue>;

/**
 * The store in one SQLite file. WAL lets reads go on beside a write; synchronous=FULL makes every commit wait for the
 * disk, which is the promise behind the 204 of PostAgentProfile (WAL's default, NORMAL, may lose the last commits in a
 * power failure).
 */
export function openSqliteStore(path: string): Store {
  // Made by us, so that nobody else may read it; SQLite gives its -wal and -shm the mode of the database.
  closeSync(openSync(path, 'a', 0o600));
  const database = openDatabase(path);
  const statement = cached((sql) => database.prepare(sql));
  const all = (sql: string, ...values: SQLInputValue[]): Row[] => statement(sql).all(...values);
  const get = (sql: string, ...values: SQLInputValue[]): Row | undefined => statement(sql).get(...values);
  const run = (sql: string, ...values: SQLInputValue[]) => statement(sql).run(...values);

  const transaction = <T>(work: () => T): T => {
    database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      database.exec('COMMIT');
      return result;
    } catch (error) {
      rollBack(database);
      throw error;
    }
  };

  return {
    findGroup: (name) => toGroup(get('SELECT * FROM profiling_group WHERE name = ?', name)),
    findGroupByToken: (token) => toGroup(get('SELECT * FROM profiling_group WHERE client_token = ?', token)),
    listGroups: (after, limit) =>
      all('SELECT * FROM profiling_group WHERE id > ? ORDER BY id LIMIT ?', after, limit).flatMap(
        (row) => toGroup(row) ?? [],
      ),
    countGroups: () => Number(get('SELECT count(*) AS count FROM profiling_group')?.count),

    insertGroup(group) {
      const { lastInsertRowid } = run(
        `INSERT INTO profiling_group
           (name, compute_platform, profiling_enabled, created_at, updated_at, tags, client_token, request)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        group.name,
        group.computePlatform,
        Number(group.profilingEnabled),
        group.createdAt,
        group.updatedAt,
        JSON.stringify(group.tags),
        group.clientToken,
        group.request,
      );
      return { ...group, id: Number(lastInsertRowid), orchestratedAt: undefined, reportedAt: undefined };
    },

    updateGroup(id, { profilingEnabled, updatedAt, orchestratedAt, tags }) {
      run(
        `UPDATE profiling_group SET
           profiling_enabled = coalesce(?, profiling_enabled),
           updated_at = coalesce(?, updated_at),
           orchestrated_at = coalesce(?, orchestrated_at),
           tags = coalesce(?, tags)
         WHERE id = ?`,
        profilingEnabled === undefined ? null : Number(profilingEnabled),
        updatedAt ?? null,
        orchestratedAt ?? null,
        tags === undefined ? null : JSON.stringify(tags),
        id,
      );
    },

    deleteGroup(id) {
      run('DELETE FROM profiling_group WHERE id = ?', id);
    },

    insertProfile: (profile) =>
      transaction(() => {
        const { changes, lastInsertRowid } = run(
          `INSERT INTO agent_profile (group_id, token, start_ms, received_at, body) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (group_id, token) DO NOTHING`,
          profile.group,
          profile.token ?? null,
          profile.start,
          profile.receivedAt,
          profile.body,
        );
        if (changes === 0) {
          return false;
        }
        run('UPDATE profiling_group SET reported_at = ? WHERE id = ?', profile.receivedAt, profile.group);
        notePeriods(profile, Number(lastInsertRowid));
        return true;
      }),

    hasProfiles: (group, { start, end }) =>
      get(
        'SELECT 1 FROM agent_profile WHERE group_id = ? AND start_ms >= ? AND start_ms < ? LIMIT 1',
        group,
        start,
        end,
      ) !== undefined,

    profilesStartedIn: (group, { start, end }, after = 0) =>
      all(
        'SELECT id, body FROM agent_profile WHERE group_id = ? AND start_ms >= ? AND start_ms < ? AND id > ? ORDER BY id',
        group,
        start,
        end,
        after,
      ).map((row) => ({ id: Number(row.id), body: toBytes(row.body) })),

    periods: (group, period, { start, end }, order, limit) =>
      all(
        `SELECT start_ms FROM aggregate WHERE group_id = ? AND period_ms = ? AND start_ms >= ? AND start_ms < ?
         ORDER BY start_ms ${order === 'ascending' ? 'ASC' : 'DESC'} LIMIT ?`,
        group,
        PERIODS[period],
        start,
        end,
        limit,
      ).map((row) => Number(row.start_ms)),

    aggregate: (group, period, start) =>
      toAggregate(
        get(
          'SELECT newest, includes, body FROM aggregate WHERE group_id = ? AND period_ms = ? AND start_ms = ?',
          group,
          PERIODS[period],
          start,
        ),
      ),

    saveAggregate(group, period, start, includes, body) {
      run(
        'UPDATE aggregate SET includes = ?, body = ? WHERE group_id = ? AND period_ms = ? AND start_ms = ?',
        includes,
        body,
        group,
        PERIODS[period],
        start,
      );
    },

    close: () => database.close(),
  };

  /** The three periods that a new agent profile belongs to have something to merge now. */
  function notePeriods({ group, start }: NewAgentProfile, id: number): void {
    for (const period of PERIOD_NAMES) {
      run(
        `INSERT INTO aggregate (group_id, period_ms, start_ms, newest) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET newest = excluded.newest`,
        group,
        PERIODS[period],
        periodOf(start, period).start,
        id,
      );
    }
  }
}

function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  try {
    // Somebody may be looking at the file with another program: wait for that rather than fail.
    database.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function rollBack(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // SQLite has rolled back already, as it does when the disk is full.
  }
}

function cached(prepare: (sql: string) => StatementSync): (sql: string) => StatementSync {
  const statements = new Map<string, StatementSync>();
  return (sql) => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };
}

function toGroup(row: Row | undefined): Group | undefined {
  if (row === undefined) {
    return undefined;
  }
  return {
    id: Number(row.id),
    name: String(row.name),
    computePlatform: row.compute_platform === 'AWSLambda' ? 'AWSLambda' : 'Default',
    profilingEnabled: row.profiling_enabled === 1,
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
    orchestratedAt: row.orchestrated_at === null ? undefined : Number(row.orchestrated_at),
    reportedAt: row.reported_at === null ? undefined : Number(row.reported_at),
    tags: JSON.parse(String(row.tags)) as Record<string, string>,
    clientToken: String(row.client_token),
    request: String(row.request),
  };
}

function toAggregate(row: Row | undefined): Aggregate | undefined {
  if (row === undefined) {
    return undefined;
  }
  const body = row.body === null ? undefined : toBytes(row.body);
  return { newest: Number(row.newest), includes: Number(row.includes), body };
}

function toBytes(value: SQLOutputValue | undefined): Uint8Array {
  if (!(value instanceof Uint8Array)) {
    throw new TypeError('a column of bytes holds something else');
  }
  return value;
}
