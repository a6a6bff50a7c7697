import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** The two files in which SQLite keeps what was committed; the third, -shm, is made of them anew. */
export interface DatabaseFiles {
  readonly database: Buffer;
  readonly wal: Buffer;
}

const PAGE = 4096;

export function readDatabaseFiles(path: string): DatabaseFiles {
  const read = (name: string) => (existsSync(name) ? readFileSync(name) : Buffer.alloc(0));
  return { database: read(path), wal: read(`${path}-wal`) };
}

export function writeDatabaseFiles(path: string, { database, wal }: DatabaseFiles): void {
  writeFileSync(path, database);
  writeFileSync(`${path}-wal`, wal);
}

/**
 * What a power failure in the middle of a step may leave on the disk, given the files before and after it. Everything
 * before the step was synchronised; of what the step wrote, any part may be there.
 *
 * - A transaction appends to the WAL (or, after a checkpoint, writes over its beginning), so the image has the new WAL up
 *   to some byte and from there the old one, or nothing, or what the disk had in that sector before.
 * - A checkpoint copies pages from the WAL into the database, in any order as the disk sees it, and synchronises them
 *   before it gives up the WAL: the image has some of the pages, and all of the WAL.
 */
export function tear(random: () => number, before: DatabaseFiles, after: DatabaseFiles): DatabaseFiles {
  if (!after.database.equals(before.database)) {
    const wal = after.wal.length < before.wal.length ? before.wal : after.wal;
    return { database: mixPages(random, before.database, after.database), wal };
  }
  const isAppended = after.wal.length > before.wal.length;
  const from = isAppended ? before.wal.length : 0;
  // A transaction counts once the last of its frames is there: uniformly chosen bytes would hardly ever keep one.
  const cut = random() < 0.5 ? after.wal.length : from + Math.floor(random() * (after.wal.length - from));
  const rest = cut < before.wal.length ? before.wal.subarray(cut) : garbage(random);
  return { database: after.database, wal: Buffer.concat([after.wal.subarray(0, cut), rest]) };
}

function mixPages(random: () => number, before: Buffer, after: Buffer): Buffer {
  const mixed = Buffer.alloc(Math.max(before.length, after.length));
  before.copy(mixed);
  for (let at = 0; at < after.length; at += PAGE) {
    if (random() < 0.5) {
      after.copy(mixed, at, at, at + PAGE);
    }
  }
  return mixed;
}

function garbage(random: () => number): Buffer {
  return random() < 0.5
    ? Buffer.alloc(0)
    : Buffer.from(Array.from({ length: Math.floor(random() * PAGE) }, () => Math.floor(random() * 256)));
}
