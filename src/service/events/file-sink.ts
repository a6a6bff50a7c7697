import type { Stats } from 'node:fs';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import type { StoredEvent } from '../store/events';
import type { Sink } from './sink';

export interface FileSinkOptions {
  readonly name: string;
  /** A file that has grown beyond it is set aside as `FILE.1`, in the place of an earlier one; by default none is. */
  readonly limitBytes?: number;
}

/**
 * A file with an event a line, which only this user may read. It is opened anew for each batch: one that was moved away
 * or deleted meanwhile, by whoever rotates logs, is made again.
 */
export function createFileSink(path: string, { name, limitBytes = Infinity }: FileSinkOptions): Sink {
  return {
    name,
    batch: 100,
    deliver(events) {
      rotate(path, limitBytes);
      append(path, events);
      return Promise.resolve();
    },
  };
}

function append(path: string, events: readonly StoredEvent[]): void {
  refuseUnlessFile(path, statSync(path, { throwIfNoEntry: false }));
  const descriptor = openSync(path, 'a+', 0o600);
  try {
    // A line that was cut off in the middle, when the disk was full or the power failed, ends here.
    const start = endsLine(descriptor) ? '' : '\n';
    writeFileSync(descriptor, start + events.map(({ body }) => `${body}\n`).join(''));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Opening a pipe would wait for somebody who reads it, and the whole service with it. */
function refuseUnlessFile(path: string, there: Stats | undefined): void {
  if (there !== undefined && !there.isFile()) {
    throw new Error(`${path} is no file; events need a file to be appended to.`);
  }
}

function endsLine(descriptor: number): boolean {
  const { size } = fstatSync(descriptor);
  const last = Buffer.alloc(1);
  return size === 0 || (readSync(descriptor, last, 0, 1, size - 1) === 1 && last[0] === 0x0a);
}

function rotate(path: string, limitBytes: number): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > limitBytes) {
    renameSync(path, `${path}.1`);
  }
}
