import { Worker } from 'node:worker_threads';
import { InternalServerException, ThrottlingException } from '../errors';
import type { Order, Outcome, Reply } from './thread';
import { unpackError } from './wire-error';

export interface LaneOptions {
  /** dist/service-thread.js */
  readonly script: string;
  readonly databasePath: string;
  readonly name: string;
  /** Orders that may wait; the next one is throttled. */
  readonly limit: number;
  /** Inputs of one job that go to the thread together. */
  readonly batch: number;
  readonly log: (line: string) => void;
}

interface Waiting {
  readonly job: string;
  readonly input: unknown;
  readonly transfer: readonly ArrayBuffer[];
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A hostile profile may make tens of bytes of each of its own; the largest body and the cache fit well. */
const HEAP_MB = 1024;

/**
 * What is allocated lives for one profile or for long. With V8's own choice two threads keep a hundred megabytes for
 * garbage alone, and are no faster for it.
 */
const YOUNG_HEAP_MB = 24;

/**
 * A thread and the queue before it. One order is under way at a time; what comes meanwhile waits, questions before
 * upkeep, but never so that upkeep stops. A thread that dies (out of memory) takes only its order along: the next one
 * starts a new thread.
 */
export class Lane {
  private readonly questions: Waiting[] = [];
  private readonly upkeep: Waiting[] = [];
  private worker: Worker | undefined;
  private underWay: readonly Waiting[] = [];
  private lastWasUpkeep = true;
  private whenIdle: (() => void) | undefined;

  constructor(private readonly options: LaneOptions) {}

  /** @throws {ThrottlingException} when too many wait */
  ask(job: string, input: unknown, transfer: readonly ArrayBuffer[] = []): Promise<unknown> {
    if (this.questions.length >= this.options.limit) {
      throw new ThrottlingException(
        'The service has more to do than it can hold; send the request again in a second.',
      );
    }
    return this.enqueue(this.questions, job, input, transfer);
  }

  /** Work that nobody waits for. */
  tend(job: string, input: unknown): Promise<unknown> {
    return this.enqueue(this.upkeep, job, input, []);
  }

  /** Finishes what is under way and what waits, then ends the thread. */
  async close(): Promise<void> {
    if (this.underWay.length > 0) {
      await new Promise<void>((resolve) => (this.whenIdle = resolve));
    }
    const { worker } = this;
    this.worker = undefined;
    if (worker !== undefined) {
      const gone = new Promise((resolve) => worker.once('exit', resolve));
      worker.postMessage('close' satisfies Order | 'close');
      await gone;
    }
  }

  private enqueue(
    queue: Waiting[],
    job: string,
    input: unknown,
    transfer: readonly ArrayBuffer[],
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      queue.push({ job, input, transfer, resolve, reject });
      this.next();
    });
  }

  private next(): void {
    if (this.underWay.length > 0) {
      return;
    }
    this.underWay = this.takeNext();
    if (this.underWay.length === 0) {
      this.whenIdle?.();
      return;
    }
    const order: Order = { job: this.underWay[0].job, inputs: this.underWay.map(({ input }) => input) };
    this.worker ??= this.start();
    this.worker.postMessage(
      order,
      this.underWay.flatMap(({ transfer }) => transfer),
    );
  }

  private takeNext(): Waiting[] {
    const isUpkeepsTurn = this.questions.length === 0 || (!this.lastWasUpkeep && this.upkeep.length > 0);
    this.lastWasUpkeep = isUpkeepsTurn;
    const queue = isUpkeepsTurn ? this.upkeep : this.questions;
    const together = queue.findIndex(({ job }) => job !== queue[0].job);
    return queue.splice(0, Math.min(this.options.batch, together < 0 ? queue.length : together));
  }

  private start(): Worker {
    const { script, databasePath, name, log } = this.options;
    const worker = new Worker(script, {
      name,
      workerData: { databasePath },
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
    });
    worker.on('message', (reply: Reply) => {
      if ('log' in reply) {
        log(reply.log);
      } else {
        this.settle(reply.outcomes);
      }
    });
    worker.on('error', (error) => log(`the thread ${name} failed: ${error.stack ?? error.message}`));
    worker.on('exit', () => {
      if (worker === this.worker) {
        this.lose();
      }
    });
    return worker;
  }

  private settle(outcomes: readonly Outcome[]): void {
    const done = this.underWay;
    this.underWay = [];
    done.forEach(({ resolve, reject }, at) => {
      const outcome = outcomes[at];
      if ('error' in outcome) {
        reject(unpackError(outcome.error));
      } else {
        resolve(outcome.output);
      }
    });
    this.next();
  }

  private lose(): void {
    const lost = this.underWay;
    this.worker = undefined;
    this.underWay = [];
    for (const { reject } of lost) {
      reject(
        new InternalServerException(
          'The service ran out of memory or failed on this request, and goes on with the others; ask for less.',
        ),
      );
    }
    this.next();
  }
}
