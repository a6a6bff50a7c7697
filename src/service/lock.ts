import { DatabaseSync } from 'node:sqlite';
import type { Milliseconds } from '../profile/units';

/**
 * At most one holder, such as one service per data folder, by a lock of the operating system that dies with the process: an exclusive
 * transaction on an empty SQLite file. Node has no other way to a file lock, and a file with a pid in it would outlive
 * a kill -9 and mistake a recycled pid for a running service.
 *
 * Nobody may open this file in another way: on POSIX systems closing any descriptor of a file drops all locks that the
 * process holds on it.
 *
 * @param wait how long to stand still for somebody else to release it; for locks that are held for moments
 * @returns what releases it, or undefined when another process (or this one) holds it
 */
export function takeLock(path: string, wait: Milliseconds = 0): { release(): void } | undefined {
  const database = new DatabaseSync(path);
  try {
    // Nothing is ever written, so a journal on the disk would only be litter.
    database.exec(`PRAGMA busy_timeout = ${wait}; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE`);
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (isBusy(error)) {
      return undefined;
    }
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  const SQLITE_BUSY = 5;
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
