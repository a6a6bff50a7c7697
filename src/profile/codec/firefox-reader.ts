import type { Weight } from '../tables';
import { CallPaths, type Decoded, type ReadOptions } from './call-paths';
import { numbersOf, rowOf, rowsOf } from './columns';
import { rawColumn, readProcessedStacks, readRawStacks, type FirefoxStacks } from './firefox-tables';
import { ProfileFormatError, Reader } from './reader';
import { nanoseconds, samplesEvery } from './weights';

/**
 * Profiles of Firefox: as its profiler records them (`profiler_save_profile_to_file`), as the Firefox Profiler saves
 * them (other tools write that as well: samply), and as the DevTools of old Firefox did, with the former under `profile`.
 *
 *     { meta: { interval (ms), startTime (epoch ms), product }, threads: [{ name, pid, tid, samples, … }],
 *       processes: [the same for each child process] }
 *
 * A sample without a stack says that a thread was not looked at, and is not counted.
 */
export function readFirefox(value: unknown, options: ReadOptions): Decoded {
  const top = new Reader(value);
  const root = top.has('threads') ? top : top.child('profile');
  const meta = root.child('meta');
  const threads = allThreads(root);
  const kinds = [...new Set(threads.map((thread) => kindOf(thread.samples)))];
  const taken = takenKind(kinds, options);
  const paths = new CallPaths(options);
  const stacks = stackReader(paths);
  for (const thread of threads) {
    if (kindOf(thread.samples) === taken) readThread(thread, stacks(thread), paths, FACTOR[taken]);
  }
  const start = Math.round(meta.number('startTime', { min: 0, otherwise: 0 }));
  return paths.finish(
    { start, end: start, agent: agentOf(meta), weight: weightOf(taken, meta) },
    kinds,
    taken,
  );
}

interface Thread {
  readonly thread: Reader;
  readonly samples: Reader;
  /** What all threads of a file have in common, where it has such. */
  readonly shared: Reader | undefined;
}

/** Of all processes. Level by level, because a file can nest them deeper than functions may. */
function allThreads(root: Reader): Thread[] {
  const threads: Thread[] = [];
  const open = [root];
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    const shared = at.has('shared') ? at.child('shared') : undefined;
    for (const thread of at.list('threads')) {
      threads.push({ thread, shared, samples: thread.child('samples', { optional: true }) });
    }
    for (const process of at.list('processes')) {
      open.push(process.has('threads') ? process : process.child('profile'));
    }
  }
  return threads;
}

/** What the samples of a thread are weighed by, as the file has it. */
type Kind = 'samples' | 'tracing-ms' | 'bytes';

function weightOf(kind: Kind, meta: Reader): Weight {
  if (kind === 'tracing-ms') return nanoseconds(0);
  if (kind === 'bytes') return { unit: 'bytes', perSample: 0, seconds: 0 };
  return samplesEvery(meta.number('interval', { min: 0, otherwise: 0 }) / 1000);
}

/** Milliseconds are kept as nanoseconds. */
const FACTOR: Readonly<Record<Kind, number>> = { samples: 1, 'tracing-ms': 1e6, bytes: 1 };

function kindOf(samples: Reader): Kind {
  const kind = samples.text('weightType', 'samples');
  if (kind === 'samples' || kind === 'tracing-ms' || kind === 'bytes') return kind;
  throw new ProfileFormatError(`${samples.where}.weightType`, 'samples, tracing-ms or bytes');
}

function takenKind(kinds: readonly Kind[], { measurement }: ReadOptions): Kind {
  const taken = kinds.find((kind) => kind === (measurement ?? 'samples'));
  if (taken !== undefined) return taken;
  if (measurement === undefined || kinds.length === 0) return kinds[0] ?? 'samples';
  throw new ProfileFormatError(
    'the measurement',
    `one of ${kinds.join(', ')}, not ${JSON.stringify(measurement)}`,
  );
}

/** What is shared is read once, however many threads share it. */
function stackReader(paths: CallPaths): (thread: Thread) => FirefoxStacks {
  const known = new Map<Reader, FirefoxStacks>();
  return ({ thread, shared }) => {
    if (thread.has('stackTable') || shared === undefined) {
      const isRaw = thread.child('stackTable', { optional: true }).has('schema');
      return isRaw ? readRawStacks(thread, paths) : readProcessedStacks(thread, paths);
    }
    const stacks = known.get(shared) ?? readProcessedStacks(shared, paths);
    known.set(shared, stacks);
    return stacks;
  };
}

function readThread(
  { thread, samples }: Thread,
  stacks: FirefoxStacks,
  paths: CallPaths,
  factor: number,
): void {
  const stackOf = samplesOf(samples, stacks.length);
  if (!stackOf.some((stack) => stack >= 0)) return;
  const column = stacks.below(paths.thread(nameOf(thread)));
  const weights = numbersOf(samples, 'weight');
  for (let row = 0; row < stackOf.length; row++) {
    const weight = weights.length === 0 ? 1 : (weights[row] ?? 0);
    if (stackOf[row] >= 0 && weight > 0) paths.sample(column.path(stackOf[row]), weight * factor);
  }
}

function samplesOf(samples: Reader, count: number): Int32Array {
  if (!samples.has('schema')) return rowsOf(samples, 'stack', count);
  return Int32Array.from(rawColumn(samples, 'stack'), (value, row) =>
    rowOf(value, count, () => `${samples.where}.data[${row}]`),
  );
}

/** Names of threads repeat across processes: every one has a `GeckoMain`. */
function nameOf(thread: Reader): string {
  const process = thread.text('processName', '');
  const name = thread.text('name', '') || 'without a name';
  return process === '' ? name : `${name} (${process})`;
}

function agentOf(meta: Reader): { type: string; version: string } {
  const version = /^rv:(.*)$/.exec(meta.text('misc', ''))?.[1] ?? '';
  return { type: meta.text('importedFrom', '') || meta.text('product', ''), version };
}
