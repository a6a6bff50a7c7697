import { Worker } from 'node:worker_threads';
import type { Disposable } from '../base/disposables';
import type { BytesKind, ReadBytes, ThreadChoice } from '../reading/read-bytes';
import type { ReadOrder, ReadReply } from '../reading/thread';

/** Reads profiles away from the extension host's only thread, on which every other extension waits too. */
export interface ProfileReader extends Disposable {
  /** The bytes are the reader's from then on. Rejects with what is wrong with them; see `readBytes`. */
  read(bytes: Uint8Array, kind: BytesKind, threads?: ThreadChoice): Promise<ReadBytes>;
}

interface Waiting {
  readonly resolve: (read: ReadBytes) => void;
  readonly reject: (error: Error) => void;
}

/** Names of functions live on the heap, tables beside it: more than this is no profile that somebody could look at. */
const HEAP_MB = 4096;

/**
 * The thread starts with the first profile and ends with the window. When it dies (out of memory), what it was reading
 * is refused and the next profile starts another one.
 *
 * @param script dist/profile-thread.js
 */
export function createProfileReader(script: string): ProfileReader {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let lastId = 0;

  const lose = (lost: Worker): void => {
    if (worker !== lost) return;
    worker = undefined;
    for (const { reject } of waiting.values()) {
      reject(new Error('is too big for the memory of this machine.'));
    }
    waiting.clear();
  };

  const settle = (reply: ReadReply): void => {
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('read' in reply) asked?.resolve(reply.read);
    else asked?.reject(new Error(reply.error));
  };

  const start = (): Worker => {
    const started = new Worker(script, {
      name: 'burnline profiles',
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    started.on('message', settle);
    started.on('error', () => lose(started));
    started.on('exit', () => lose(started));
    // An extension host that has nothing else to do may end.
    started.unref();
    return started;
  };

  return {
    read: (bytes, kind, threads = 'merged') =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        worker ??= start();
        worker.postMessage({ id, kind, bytes, threads } satisfies ReadOrder, ownMemory(bytes));
      }),
    dispose: () => void worker?.terminate(),
  };
}

/** Copying a big file takes longer than reading it may; but small ones may lie in memory that others use too. */
function ownMemory({ buffer, byteLength }: Uint8Array): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}
