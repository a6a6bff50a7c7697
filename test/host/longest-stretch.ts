import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** The longest time for which nothing else could run on the thread, in milliseconds. */
export interface Stretch {
  /** By the clock: counts also that the machine gave the processor to somebody else. */
  readonly elapsed: number;
  /** On the processor, where the system tells (Linux): what our code took, however busy the machine is. */
  readonly onProcessor: number | undefined;
}

/** A timer that is due this often fires late by as long as the thread was taken. */
const TICK_MS = 5;

/** Watches the thread that it is called on until `stop`. */
export function watchThread(): { stop(): Stretch } {
  let longest = { elapsed: 0, onProcessor: 0 };
  let before = now();
  const timer = setInterval(() => {
    const at = now();
    longest = {
      elapsed: Math.max(longest.elapsed, at.clock - before.clock),
      onProcessor: Math.max(longest.onProcessor, (at.processor ?? 0) - (before.processor ?? 0)),
    };
    before = at;
  }, TICK_MS);
  return {
    stop: () => {
      clearInterval(timer);
      const { processor } = now();
      return { ...longest, onProcessor: processor === undefined ? undefined : longest.onProcessor };
    },
  };
}

function now(): { readonly clock: number; readonly processor: number | undefined } {
  return { clock: performance.now(), processor: processorTime() };
}

/** Of the main thread of this process, whose number is that of the process: the first figure is nanoseconds on a processor. */
function processorTime(): number | undefined {
  try {
    const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
    return Number(nanoseconds) / 1e6;
  } catch {
    return undefined;
  }
}
