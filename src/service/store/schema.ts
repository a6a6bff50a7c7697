import type { DatabaseSync } from 'node:sqlite';

/**
 * The tables, as the steps that made them: a database of version n has had the first n applied. A step, once released,
 * is never edited; a change is a new step.
 */
const STEPS: readonly string[] = [
  `
  CREATE TABLE profiling_group (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    name              TEXT NOT NULL UNIQUE,
    compute_platform  TEXT NOT NULL,
    profiling_enabled INTEGER NOT NULL,
    created_at        INTEGER NOT NULL,
    updated_at        INTEGER NOT NULL,
    orchestrated_at   INTEGER,
    reported_at       INTEGER,
    tags              TEXT NOT NULL,
    client_token      TEXT NOT NULL UNIQUE,
    request           TEXT NOT NULL
  );

  -- What agents posted: the posted JSON, deflated. AUTOINCREMENT, because an aggregate remembers the last id it
  -- includes, and an id that came again after a deletion would count as included.
  CREATE TABLE agent_profile (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    group_id    INTEGER NOT NULL REFERENCES profiling_group (id) ON DELETE CASCADE,
    token       TEXT,
    start_ms    INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    body        BLOB NOT NULL,
    UNIQUE (group_id, token)
  );
  CREATE INDEX agent_profile_by_start ON agent_profile (group_id, start_ms);

  -- One row per period that holds an agent profile; body is missing until somebody asks for it.
  CREATE TABLE aggregate (
    group_id  INTEGER NOT NULL REFERENCES profiling_group (id) ON DELETE CASCADE,
    period_ms INTEGER NOT NULL,
    start_ms  INTEGER NOT NULL,
    newest    INTEGER NOT NULL,
    includes  INTEGER NOT NULL DEFAULT 0,
    body      BLOB,
    PRIMARY KEY (group_id, period_ms, start_ms)
  );
  `,
];

/** @throws {Error} when the database was written by a later Burnline */
export function migrate(database: DatabaseSync): void {
  database.exec('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)');
  const row = database.prepare('SELECT max(version) AS version FROM schema_version').get();
  const version = Number(row?.version ?? 0);
  if (version > STEPS.length) {
    throw new Error(
      `The data folder was written by a later version of Burnline (schema ${version}, this one knows ${STEPS.length}); ` +
        'update Burnline, or choose another data folder.',
    );
  }
  STEPS.slice(version).forEach((step, index) => {
    database.exec(
      `BEGIN IMMEDIATE; ${step}; INSERT INTO schema_version VALUES (${version + index + 1}); COMMIT`,
    );
  });
}
