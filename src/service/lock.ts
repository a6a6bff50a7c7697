import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Milliseconds } from '../profile/units';

/**
 * At most one holder, such as one service per data folder, by a lock of the operating system that dies with the
 * process: an exclusive transaction on an empty SQLite file. Node has no other way to a file lock, and a file with a
 * pid in it would outlive a kill -9 and mistake a recycled pid for a running service.
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

/**
 * Works alone among all processes that take this lock, for work of minutes: waits its turn without standing still.
 *
 * @param onWait called once when somebody else has the lock
 * @throws AbortError when the signal ends the wait, and what the work throws
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  { signal, onWait }: { readonly signal?: AbortSignal; readonly onWait?: () => void } = {},
): Promise<T> {
  let lock = takeLock(path);
  if (lock === undefined) onWait?.();
  while (lock === undefined) {
    await sleep(POLL_MS, undefined, { signal });
    lock = takeLock(path);
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/** Nothing tells of a lock that was released; against minutes of work this is at once. */
const POLL_MS = 100;

function isBusy(error: unknown): boolean {
  const SQLITE_BUSY = 5;
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
