import type { EpochMs } from '../../profile/units';
import type { Database } from './database';

export interface NewEvent {
  readonly at: EpochMs;
  /** JSON on one line. */
  readonly body: string;
}

export interface StoredEvent extends NewEvent {
  /** Grows with every event and is never used twice. */
  readonly number: number;
}

export type EventStore = ReturnType<typeof createEventStore>;

/** The log of events, to which findings.ts appends, and how far each sink has read it. */
export function createEventStore({ all, get, run, runLazily }: Database) {
  return {
    /** In the order in which they were written. */
    after: (number: number, limit: number): StoredEvent[] =>
      all('SELECT * FROM event WHERE number > ? ORDER BY number LIMIT ?', number, limit).map((row) => ({
        number: Number(row.number),
        at: Number(row.at),
        body: String(row.body),
      })),

    /** Number of the last event that a sink has; a sink that is new here begins with what comes after it. */
    delivered(sink: string): number {
      run(
        'INSERT OR IGNORE INTO event_sink (target, delivered) SELECT ?, coalesce(max(number), 0) FROM event',
        sink,
      );
      return Number(get('SELECT delivered FROM event_sink WHERE target = ?', sink)?.delivered);
    },

    /** May be lost in a power failure: then some are delivered again. */
    setDelivered(sink: string, number: number): void {
      runLazily('UPDATE event_sink SET delivered = ? WHERE target = ?', number, sink);
    },

    expire: (writtenBefore: EpochMs, limit: number): number =>
      run(
        'DELETE FROM event WHERE number IN (SELECT number FROM event WHERE at < ? ORDER BY number LIMIT ?)',
        writtenBefore,
        limit,
      ).changes,
  };
}

/** Within a transaction of somebody else. */
export function insertEvents({ run }: Pick<Database, 'run'>, events: readonly NewEvent[]): void {
  for (const { at, body } of events) {
    run('INSERT INTO event (at, body) VALUES (?, ?)', at, body);
  }
}
