import { closeSync, openSync } from 'node:fs';
import type { SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { DatabaseSync } from 'node:sqlite';
import { migrate } from './schema';

export type Row = Readonly<Record<string, SQLOutputValue>>;

/** One connection to the store's SQLite file, and the few ways in which the sub-stores use it. */
export interface Database {
  readonly all: (sql: string, ...values: SQLInputValue[]) => Row[];
  readonly get: (sql: string, ...values: SQLInputValue[]) => Row | undefined;
  readonly run: (
    sql: string,
    ...values: SQLInputValue[]
  ) => { readonly changes: number; readonly lastInsertRowid: number };
  /** All of it or nothing; when it returns, it is on the disk. Calls do not nest. */
  readonly transaction: <T>(work: () => T) => T;
  /** A single statement that may be lost in a power failure, but not in a crash of this process. */
  readonly runLazily: (sql: string, ...values: SQLInputValue[]) => void;
  /** What the content takes on the disk, without pages that are free to be used again. */
  readonly bytes: () => number;
  readonly close: () => void;
}

/** The disk or the file does not let us: the sentence says what to do, and nothing of the request was stored. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

/** How long a connection waits for another one that writes. Transactions here take tens of milliseconds at most. */
const BUSY_TIMEOUT_MS = 10_000;

/** The -wal file is cut back to this after a checkpoint; a long question beside many posts may have made it larger. */
const JOURNAL_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Opens or makes the file. WAL lets reads go on beside a write; synchronous=FULL makes every commit wait for the disk,
 * which is the promise behind the 204 of PostAgentProfile (WAL's default, NORMAL, may lose the last commits in a power
 * failure).
 *
 * @throws {StorageError}
 */
export function openDatabase(path: string): Database {
  return guarded(() => {
    // Made by us, so that nobody else may read it; SQLite gives its -wal and -shm the mode of the database.
    closeSync(openSync(path, 'a', 0o600));
    const connection = new DatabaseSync(path);
    try {
      connection.exec(
        `PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         PRAGMA journal_size_limit = ${JOURNAL_LIMIT_BYTES}; PRAGMA foreign_keys = ON`,
      );
      migrate(connection);
    } catch (error) {
      connection.close();
      throw error;
    }
    return wrap(connection);
  });
}

function wrap(connection: DatabaseSync): Database {
  const statement = cached((sql) => connection.prepare(sql));
  return {
    all: (sql, ...values) => guarded(() => statement(sql).all(...values)),
    get: (sql, ...values) => guarded(() => statement(sql).get(...values)),
    run: (sql, ...values) => {
      const { changes, lastInsertRowid } = guarded(() => statement(sql).run(...values));
      return { changes: Number(changes), lastInsertRowid: Number(lastInsertRowid) };
    },
    transaction: (work) =>
      guarded(() => {
        connection.exec('BEGIN IMMEDIATE');
        try {
          const result = work();
          connection.exec('COMMIT');
          return result;
        } catch (error) {
          rollBack(connection);
          throw error;
        }
      }),
    runLazily(sql, ...values) {
      guarded(() => {
        connection.exec('PRAGMA synchronous = NORMAL');
        try {
          statement(sql).run(...values);
        } finally {
          connection.exec('PRAGMA synchronous = FULL');
        }
      });
    },
    bytes() {
      const [pages, free, size] = ['page_count', 'freelist_count', 'page_size'].map((name) =>
        Number(guarded(() => connection.prepare(`PRAGMA ${name}`).get())?.[name]),
      );
      return (pages - free) * size;
    },
    close: () => connection.close(),
  };
}

function rollBack(connection: DatabaseSync): void {
  try {
    connection.exec('ROLLBACK');
  } catch {
    // SQLite has rolled back already, as it does when the disk is full.
  }
}

/** SQLite's result codes (sqlite.org/rescode.html), the low byte, that somebody can do something about. */
const ADVICE: ReadonlyMap<number, string> = new Map([
  [8, 'The data folder cannot be written to; make its files writable, and send the request again.'],
  [10, 'The disk failed to read or write the data folder; see to the disk, and send the request again.'],
  [11, 'The database in the data folder is damaged; restart the service, and it sets the file aside.'],
  [13, 'The disk of the data folder is full; free some space, and send the request again.'],
  [14, 'The database in the data folder cannot be opened; check the rights and the space there.'],
  [26, 'The file in the data folder is no database; restart the service, and it sets the file aside.'],
]);

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const advice = ADVICE.get(resultCode(error));
    throw advice === undefined ? error : new StorageError(advice, { cause: error });
  }
}

/** SQLite's primary result code of an error, 0 for any other error. */
export function resultCode(error: unknown): number {
  const code: unknown = error instanceof Error && 'errcode' in error ? error.errcode : 0;
  return typeof code === 'number' ? code & 0xff : 0;
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

/** A column that holds bytes. */
export function toBytes(value: SQLOutputValue | undefined): Uint8Array {
  if (!(value instanceof Uint8Array)) {
    throw new TypeError('a column of bytes holds something else');
  }
  return value;
}

/** A column that may be NULL. */
export function toNumber(value: SQLOutputValue | undefined): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}
