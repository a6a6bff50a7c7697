import { Worker } from 'node:worker_threads';
import type { Disposable } from '../base/disposables';
import type { Order, Reply } from '../base/thread-messages';

/** A thread of ours beside the extension host's only one, on which every other extension and every key waits. */
export interface Thread<Q, A> extends Disposable {
  /** @param moved what is the thread's from then on. Rejects with what the thread says is wrong */
  ask(question: Q, moved?: readonly ArrayBuffer[]): Promise<A>;
}

export interface ThreadOptions {
  /** Of `dist`. */
  readonly script: string;
  readonly name: string;
  readonly heapMb: number;
  /** How often it may die over a question before that is refused. What was moved cannot be asked again. */
  readonly deaths: 1 | 2;
  /** Says that it died over a question. */
  readonly ended: string;
}

interface Waiting<Q, A> {
  readonly order: Order<Q>;
  readonly resolve: (answer: A) => void;
  readonly reject: (error: Error) => void;
  /** Over it, or over one beside it. */
  deaths: number;
}

/** The thread starts with the first question and ends with the window; when it dies, the next question starts another. */
export function createThread<Q extends object, A>(options: ThreadOptions): Thread<Q, A> {
  const waiting = new Map<number, Waiting<Q, A>>();
  let worker: Worker | undefined;
  let lastId = 0;
  let isDisposed = false;

  const settle = (reply: Reply<A>): void => {
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('answer' in reply) asked?.resolve(reply.answer);
    else asked?.reject(new Error(reply.error));
  };

  const start = (): Worker => {
    const started = new Worker(options.script, {
      name: options.name,
      resourceLimits: { maxOldGenerationSizeMb: options.heapMb },
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
      one.deaths += 1;
      if (one.deaths < options.deaths && !isDisposed) {
        send(one.order);
      } else {
        waiting.delete(id);
        one.reject(new Error(options.ended));
      }
    }
  };

  const send = (order: Order<Q>, moved: readonly ArrayBuffer[] = []): void => {
    worker ??= start();
    worker.postMessage(order, moved);
  };

  return {
    ask: (question, moved) =>
      new Promise((resolve, reject) => {
        if (isDisposed) return reject(new Error(options.ended));
        const order = { ...question, id: ++lastId };
        waiting.set(order.id, { order, resolve, reject, deaths: 0 });
        send(order, moved);
      }),
    dispose: () => {
      isDisposed = true;
      void worker?.terminate();
    },
  };
}
