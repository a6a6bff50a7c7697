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
  `
  -- An aggregate was made when somebody asked for it, from all agent profiles, which were kept for ever. Now every
  -- profile is folded into its three periods once, in the background: all of them are there yet, so all begin anew.
  DROP TABLE aggregate;
  CREATE TABLE aggregate (
    group_id  INTEGER NOT NULL REFERENCES profiling_group (id) ON DELETE CASCADE,
    period_ms INTEGER NOT NULL,
    start_ms  INTEGER NOT NULL,
    exact     INTEGER NOT NULL DEFAULT 1,
    body      BLOB,
    PRIMARY KEY (group_id, period_ms, start_ms)
  );
  CREATE INDEX aggregate_by_age ON aggregate (period_ms, start_ms);
  ALTER TABLE agent_profile ADD COLUMN format TEXT NOT NULL DEFAULT 'json';
  ALTER TABLE agent_profile ADD COLUMN folded INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX agent_profile_to_fold ON agent_profile (group_id, start_ms) WHERE folded = 0;
  CREATE INDEX agent_profile_by_receipt ON agent_profile (received_at) WHERE folded = 1;
  INSERT INTO aggregate (group_id, period_ms, start_ms)
    SELECT DISTINCT group_id, period_ms, start_ms / period_ms * period_ms
    FROM agent_profile, (SELECT 300000 AS period_ms UNION SELECT 3600000 UNION SELECT 86400000);

  -- A deleted group is out of sight at once; what it held is removed bit by bit.
  ALTER TABLE profiling_group ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;

  -- Resource-based policy: one statement, the principals that may act as agents.
  CREATE TABLE policy (
    group_id    INTEGER PRIMARY KEY REFERENCES profiling_group (id) ON DELETE CASCADE,
    revision_id TEXT NOT NULL,
    principals  TEXT NOT NULL
  );

  -- In the order of rowid. An id is the caller's choice, and may be another group's too.
  CREATE TABLE notification_channel (
    group_id   INTEGER NOT NULL REFERENCES profiling_group (id) ON DELETE CASCADE,
    id         TEXT NOT NULL,
    uri        TEXT NOT NULL,
    publishers TEXT NOT NULL,
    PRIMARY KEY (group_id, id),
    UNIQUE (group_id, uri)
  );

  -- What was found in an hour or a day, as it was found then. Shares are how much of the hour each function took.
  CREATE TABLE findings_report (
    id        TEXT PRIMARY KEY,
    group_id  INTEGER NOT NULL REFERENCES profiling_group (id) ON DELETE CASCADE,
    period_ms INTEGER NOT NULL,
    start_ms  INTEGER NOT NULL,
    findings  INTEGER NOT NULL,
    body      BLOB NOT NULL,
    shares    BLOB,
    UNIQUE (group_id, period_ms, start_ms)
  );
  CREATE INDEX findings_report_by_age ON findings_report (start_ms);

  CREATE TABLE anomaly (
    id         TEXT PRIMARY KEY,
    group_id   INTEGER NOT NULL REFERENCES profiling_group (id) ON DELETE CASCADE,
    frame_name TEXT NOT NULL,
    view       TEXT NOT NULL,
    reason     TEXT NOT NULL,
    start_ms   INTEGER NOT NULL,
    end_ms     INTEGER,
    feedback   TEXT,
    comment    TEXT
  );
  CREATE INDEX anomaly_by_group ON anomaly (group_id, start_ms);

  -- Findings that were announced and not closed yet; missed is how many hours in a row were without it.
  CREATE TABLE open_finding (
    group_id     INTEGER NOT NULL REFERENCES profiling_group (id) ON DELETE CASCADE,
    key          TEXT NOT NULL,
    since_ms     INTEGER NOT NULL,
    seen_ms      INTEGER NOT NULL,
    announced_ms INTEGER NOT NULL,
    missed       INTEGER NOT NULL,
    detail       TEXT NOT NULL,
    PRIMARY KEY (group_id, key)
  );

  -- Append only. A sink remembers how far it got.
  CREATE TABLE event (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,
    body   TEXT NOT NULL
  );
  CREATE TABLE event_sink (
    target    TEXT PRIMARY KEY,
    delivered INTEGER NOT NULL
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
