import type { Log } from '../log';
import type { JobInput, JobName, JobOutput } from './jobs';
import { Lane } from './lane';

/** Two threads that work with profiles, beside the one that answers requests. */
export interface Engine {
  /**
   * @throws {ThrottlingException} when too much waits already
   * @throws {ServiceError} what the job throws
   */
  ask<J extends JobName>(job: J, input: JobInput<J>): Promise<JobOutput<J>>;
  /** Work that nobody waits for: after the questions, and never refused. */
  tend<J extends JobName>(job: J, input: JobInput<J>): Promise<JobOutput<J>>;
  /** Finishes what it has begun. */
  close(): Promise<void>;
}

export interface EngineOptions {
  /** dist/service-thread.js */
  readonly script: string;
  readonly databasePath: string;
  readonly log: Log;
}

/** A thousand agents that report at the same moment wait a second or two; the bodies are bounded by http/body.ts. */
const MAX_POSTS = 1000;
/** Posts that share one wait for the disk. */
const BATCH = 64;
/** Questions take up to seconds each, and who asks has mostly gone after sixty of them. */
const MAX_QUESTIONS = 64;

export function createEngine(options: EngineOptions): Engine {
  const filing = new Lane({ ...options, name: 'filing', limit: MAX_POSTS, batch: BATCH });
  const aggregating = new Lane({ ...options, name: 'aggregating', limit: MAX_QUESTIONS, batch: 1 });
  const laneOf = (job: JobName) => (job === 'post' ? filing : aggregating);
  return {
    ask: <J extends JobName>(job: J, input: JobInput<J>) =>
      laneOf(job).ask(job, input, buffersOf(input)) as Promise<JobOutput<J>>,
    tend: <J extends JobName>(job: J, input: JobInput<J>) =>
      laneOf(job).tend(job, input) as Promise<JobOutput<J>>,
    async close() {
      await Promise.all([filing.close(), aggregating.close()]);
    },
  };
}

/** A body moves to the thread instead of being copied, unless it is cut from the pool that small Buffers share. */
function buffersOf(input: object): ArrayBuffer[] {
  return Object.values(input).flatMap((value: unknown) =>
    value instanceof Uint8Array &&
    value.buffer instanceof ArrayBuffer &&
    value.buffer.byteLength === value.byteLength
      ? [value.buffer]
      : [],
  );
}
