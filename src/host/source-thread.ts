import { Worker } from 'node:worker_threads';
import type { CodeReader } from '../source/code-reader';
import type { FollowAnswer } from '../source/followed-function';
import type { CodeSymbol } from '../source/symbols';
import type { CodeAnswer, CodeOrder, CodeQuestion, CodeReply } from '../source/thread';

const ENDED =
  'The thread that reads source ended twice over a file, most likely for want of memory; close large files and try again.';

/** Trees lie in WebAssembly's memory, beside this; a text of the greatest length takes a few hundred. */
const HEAP_MB = 1024;

interface Waiting {
  readonly order: CodeOrder;
  readonly resolve: (answer: CodeAnswer) => void;
  readonly reject: (error: Error) => void;
  /** Whether a thread has died over it already, or over one beside it. */
  isRepeated: boolean;
}

/**
 * Parses away from the extension host's only thread, on which every other extension and every key waits. The thread
 * starts with the first question and ends with the window. When it dies, another one is asked what it had not answered;
 * what is not answered then either is refused.
 *
 * @param script dist/source-thread.js
 */
export function createSourceThread(script: string): CodeReader {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let lastId = 0;
  let isDisposed = false;

  const settle = (reply: CodeReply): void => {
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('answer' in reply) asked?.resolve(reply.answer);
    else asked?.reject(new Error(reply.error));
  };

  const start = (): Worker => {
    const started = new Worker(script, {
      name: 'burnline source',
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    started.on('message', settle);
    started.on('error', () => lose(started));
    started.on('exit', () => lose(started));
    // An extension host that has nothing else to do may end.
    started.unref();
    return started;
  };

  const lose = (lost: Worker): void => {
    if (worker !== lost) return;
    worker = undefined;
    for (const [id, one] of waiting) {
      if (one.isRepeated || isDisposed) {
        waiting.delete(id);
        one.reject(new Error(ENDED));
      } else {
        one.isRepeated = true;
        send(one.order);
      }
    }
  };

  const send = (order: CodeOrder): void => {
    worker ??= start();
    worker.postMessage(order);
  };

  const ask = (question: CodeQuestion): Promise<CodeAnswer> =>
    new Promise((resolve, reject) => {
      if (isDisposed) return reject(new Error(ENDED));
      const order = { ...question, id: ++lastId };
      waiting.set(order.id, { order, resolve, reject, isRepeated: false });
      send(order);
    });

  return {
    symbolsOf: async (path, text) => {
      const symbols = (await ask({ what: 'symbols', path, text })) as string;
      return JSON.parse(symbols) as readonly CodeSymbol[];
    },
    follow: (question) => ask({ what: 'follow', question }) as Promise<readonly FollowAnswer[]>,
    dispose: () => {
      isDisposed = true;
      void worker?.terminate();
    },
  };
}
