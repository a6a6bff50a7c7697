import { parentPort, workerData } from 'node:worker_threads';
import { openStore } from '../store/store';
import { packError } from './wire-error';
import type { WireError } from './wire-error';
import { History } from './history';
import { batchJobs, jobs } from './jobs';

/**
 * A thread of the engine: takes orders one after another and answers each. Runs as a file of its own,
 * dist/service-thread.js, twice: one files what agents post, the other aggregates and answers questions, so that neither
 * waits for the other's work.
 */

/** The same job for one input or, where it takes all that wait at once, for many. */
export interface Order {
  readonly job: string;
  readonly inputs: readonly unknown[];
}

export type Outcome = { readonly output: unknown } | { readonly error: WireError };

export type Reply = { readonly log: string } | { readonly outcomes: readonly Outcome[] };

const { databasePath } = workerData as { databasePath: string };
const store = openStore(databasePath);
const history = new History(store, (line) => parentPort?.postMessage({ log: line } satisfies Reply));
const workshop = { store, history };

parentPort?.on('message', (order: Order | 'close') => {
  if (order === 'close') {
    store.close();
    process.exit(0); // Of a worker, this ends the thread alone.
  }
  const outcomes = carryOut(order);
  const transfer = outcomes.flatMap((outcome) =>
    'output' in outcome && outcome.output instanceof Uint8Array ? ownBuffer(outcome.output) : [],
  );
  parentPort?.postMessage({ outcomes } satisfies Reply, transfer);
});

function carryOut({ job, inputs }: Order): Outcome[] {
  try {
    if (job in batchJobs) {
      const run = batchJobs[job as keyof typeof batchJobs];
      return run(workshop, inputs as never).map((error) =>
        error === undefined ? { output: undefined } : { error: packError(error) },
      );
    }
    const run = jobs[job as keyof typeof jobs];
    return inputs.map((input) => ({ output: run(workshop, input as never) }));
  } catch (error) {
    return inputs.map(() => ({ error: packError(error) }));
  }
}

/** Small Buffers are cut from a pool that others use too: only a buffer of its own may move to another thread. */
function ownBuffer(bytes: Uint8Array): ArrayBuffer[] {
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength ? [buffer] : [];
}
