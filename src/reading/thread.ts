import { parentPort } from 'node:worker_threads';
import { errorMessage } from '../base/error-message';
import { buffersOf } from './buffers';
import { readBytes } from './read-bytes';
import type { BytesKind, ReadBytes, ThreadChoice } from './read-bytes';

/**
 * The thread that reads profiles for the extension host, as a file of its own: dist/profile-thread.js. Tables go back
 * without being copied; the thread keeps nothing.
 */

export interface ReadOrder {
  readonly id: number;
  readonly kind: BytesKind;
  readonly bytes: Uint8Array;
  readonly threads: ThreadChoice;
}

export type ReadReply =
  { readonly id: number; readonly read: ReadBytes } | { readonly id: number; readonly error: string };

parentPort?.on('message', ({ id, kind, bytes, threads }: ReadOrder) => {
  try {
    const read = readBytes(bytes, kind, threads);
    parentPort?.postMessage({ id, read } satisfies ReadReply, buffersOf(read));
  } catch (error) {
    parentPort?.postMessage({ id, error: errorMessage(error) } satisfies ReadReply);
  }
});
