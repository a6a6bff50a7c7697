import type { Disposable } from '../base/disposables';
import type { BytesKind, ReadBytes, ThreadChoice } from '../reading/read-bytes';
import type { ReadQuestion } from '../reading/thread';
import { createThread } from './thread';

/** Reads profiles away from the extension host's thread. */
export interface ProfileReader extends Disposable {
  /** The bytes are the reader's from then on. Rejects with what is wrong with them; see `readBytes`. */
  read(bytes: Uint8Array, kind: BytesKind, threads?: ThreadChoice): Promise<ReadBytes>;
}

/** Names of functions live on the heap, tables beside it: more than this is no profile that somebody could look at. */
const HEAP_MB = 4096;

/**
 * When the thread dies (out of memory), what it was reading is refused.
 *
 * @param script dist/profile-thread.js
 */
export function createProfileReader(script: string): ProfileReader {
  const thread = createThread<ReadQuestion, ReadBytes>({
    script,
    name: 'burnline profiles',
    heapMb: HEAP_MB,
    deaths: 1,
    ended: 'is too big for the memory of this machine.',
  });
  return {
    read: (bytes, kind, threads = 'merged') => thread.ask({ kind, bytes, threads }, ownMemory(bytes)),
    dispose: () => void thread.dispose(),
  };
}

/** Copying a big file takes longer than reading it may; but small ones may lie in memory that others use too. */
function ownMemory({ buffer, byteLength }: Uint8Array): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}
