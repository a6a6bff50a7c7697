import type { CodeReader } from '../source/code-reader';
import type { FollowAnswer } from '../source/followed-function';
import type { CodeSymbol } from '../source/symbols';
import type { CodeAnswer, CodeQuestion } from '../source/thread';
import { createThread } from './thread';

const ENDED =
  'The thread that reads source ended twice over a file, most likely for want of memory; close large files and try again.';

/** Trees lie in WebAssembly's memory, beside this; a text of the greatest length takes a few hundred. */
const HEAP_MB = 1024;

/**
 * Parses on a thread of its own. When that dies, another one is asked once more what it had not answered.
 *
 * @param script dist/source-thread.js
 */
export function createSourceThread(script: string): CodeReader {
  const thread = createThread<CodeQuestion, CodeAnswer>({
    script,
    name: 'burnline source',
    heapMb: HEAP_MB,
    deaths: 2,
    ended: ENDED,
  });
  return {
    symbolsOf: async (path, text) => {
      const symbols = (await thread.ask({ what: 'symbols', path, text })) as string;
      return JSON.parse(symbols) as readonly CodeSymbol[];
    },
    follow: (question) => thread.ask({ what: 'follow', question }) as Promise<readonly FollowAnswer[]>,
    dispose: () => void thread.dispose(),
  };
}
