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

export function createGroupStore({ all, get, run, runLazily }: Database) {
  return {
    /** undefined when the name is free to take. */
    find: (name: string): Group | undefined =>
      toGroup(get('SELECT * FROM profiling_group WHERE name = ?', name)),

    findByToken: (clientToken: string): Group | undefined =>
      toGroup(get('SELECT * FROM profiling_group WHERE client_token = ?', clientToken)),

    /** In order of creation, those after a given one. */
    list: (after: GroupId, limit: number): Group[] =>
      all('SELECT * FROM profiling_group WHERE id > ? ORDER BY id LIMIT ?', after, limit).flatMap(
        (row) => toGroup(row) ?? [],
      ),

    count: (): number => Number(get('SELECT count(*) AS count FROM profiling_group')?.count),

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

    /** With all that was posted to it, and all that was said about it. */
    delete(id: GroupId): void {
      run('DELETE FROM profiling_group WHERE id = ?', id);
    },
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
