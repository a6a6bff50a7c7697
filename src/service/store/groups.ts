import type { EpochMs } from '../../profile/units';
import type { Database, Row } from './database';
import { toNumber } from './database';

/** Grows with every insert and is never used twice. */
export type GroupId = number;

export interface Group {
  readonly id: GroupId;
  readonly name: string;
  readonly computePlatform: 'Default' | 'AWSLambda';
  readonly profilingEnabled: boolean;
  readonly createdAt: EpochMs;
  readonly updatedAt: EpochMs;
  /** When an agent last asked for its configuration, and last posted a profile. */
  readonly orchestratedAt: EpochMs | undefined;
  readonly reportedAt: EpochMs | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Of the request that made it, and what that request said: the same again is a retry. */
  readonly clientToken: string;
  readonly request: string;
}

export type NewGroup = Omit<Group, 'id' | 'orchestratedAt' | 'reportedAt'>;

export type GroupStore = ReturnType<typeof createGroupStore>;

/** What a group may have a hundred thousand of. Whatever else refers to it is little, and goes with its row. */
const PLENTIFUL = ['agent_profile', 'aggregate'];

export function createGroupStore({ all, get, run, runLazily, transaction }: Database) {
  return {
    /** undefined when the name is free to take. */
    find: (name: string): Group | undefined =>
      toGroup(get('SELECT * FROM profiling_group WHERE name = ?', name)),

    findByToken: (clientToken: string): Group | undefined =>
      toGroup(get('SELECT * FROM profiling_group WHERE client_token = ?', clientToken)),

    /** In order of creation, those after a given one. */
    list: (after: GroupId, limit: number): Group[] =>
      all(
        'SELECT * FROM profiling_group WHERE id > ? AND deleted = 0 ORDER BY id LIMIT ?',
        after,
        limit,
      ).flatMap((row) => toGroup(row) ?? []),

    count: (): number =>
      Number(get('SELECT count(*) AS count FROM profiling_group WHERE deleted = 0')?.count),

    insert(group: NewGroup): Group {
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
      return { ...group, id: lastInsertRowid, orchestratedAt: undefined, reportedAt: undefined };
    },

    update(id: GroupId, change: Partial<Pick<Group, 'profilingEnabled' | 'updatedAt' | 'tags'>>): void {
      const { profilingEnabled, updatedAt, tags } = change;
      run(
        `UPDATE profiling_group SET
           profiling_enabled = coalesce(?, profiling_enabled),
           updated_at = coalesce(?, updated_at),
           tags = coalesce(?, tags)
         WHERE id = ?`,
        profilingEnabled === undefined ? null : Number(profilingEnabled),
        updatedAt ?? null,
        tags === undefined ? null : JSON.stringify(tags),
        id,
      );
    },

    /** Every agent says so every few minutes or seconds: a stamp that is lost in a power failure is soon made anew. */
    stampOrchestrated(id: GroupId, at: EpochMs): void {
      runLazily('UPDATE profiling_group SET orchestrated_at = ? WHERE id = ?', at, id);
    },

    /**
     * Nobody finds it from now on, and name and token are free to be used again (no name has a space in it). What it
     * held is removed by {@link clearDeleted}.
     */
    delete(id: GroupId): void {
      run(
        `UPDATE profiling_group SET deleted = 1, name = 'deleted ' || id, client_token = 'deleted ' || id WHERE id = ?`,
        id,
      );
    },

    /**
     * One step of removing what a deleted group held: some rows, and at last the group.
     * @returns whether there may be more to do
     */
    clearDeleted: (limit: number): boolean =>
      transaction(() => {
        const row = get('SELECT id FROM profiling_group WHERE deleted = 1 LIMIT 1');
        if (row === undefined) {
          return false;
        }
        const removed = PLENTIFUL.map(
          (table) =>
            run(
              `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE group_id = ? LIMIT ?)`,
              row.id,
              limit,
            ).changes,
        );
        if (removed.every((rows) => rows === 0)) {
          run('DELETE FROM profiling_group WHERE id = ?', row.id);
        }
        return true;
      }),
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
    orchestratedAt: toNumber(row.orchestrated_at),
    reportedAt: toNumber(row.reported_at),
    tags: JSON.parse(String(row.tags)) as Record<string, string>,
    clientToken: String(row.client_token),
    request: String(row.request),
  };
}
