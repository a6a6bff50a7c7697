import { parentPort } from 'node:worker_threads';
import { errorMessage } from '../base/error-message';
import type { Order, Reply } from '../base/thread-messages';
import { buffersOf } from './buffers';
import { readBytes } from './read-bytes';
import type { BytesKind, ReadBytes, ThreadChoice } from './read-bytes';

/**
 * The thread that reads profiles for the extension host, as a file of its own: dist/profile-thread.js. Tables go back
 * without being copied; the thread keeps nothing.
 */

export interface ReadQuestion {
  readonly kind: BytesKind;
  readonly bytes: Uint8Array;
  readonly threads: ThreadChoice;
}

parentPort?.on('message', ({ id, kind, bytes, threads }: Order<ReadQuestion>) => {
  try {
    const answer = readBytes(bytes, kind, threads);
    parentPort?.postMessage({ id, answer } satisfies Reply<ReadBytes>, buffersOf(answer));
  } catch (error) {
    parentPort?.postMessage({ id, error: errorMessage(error) } satisfies Reply<ReadBytes>);
  }
});
