/** Lines of the bench, and the arithmetic behind their values. */

export interface Line {
  /** `subject/task/size`. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** How many measurements `value` is the median of, or how many requests it is counted over. */
  readonly runs: number;
  /** Who did the same work in the same run; ours when absent. */
  readonly peer?: string;
}

/** Takes a line, which is printed unless `--only` leaves it out. */
export type Report = (line: Line) => void;

/** Takes what ends something; done when the scenario is over, however that comes, the last one first. */
export type Defer = (end: () => unknown) => void;

/** Something that is measured as a whole: it starts processes, fills databases, and reports several lines. */
export interface Scenario {
  /** What the names of all its lines begin with. */
  readonly name: string;
  readonly run: (report: Report, defer: Defer, options: BenchOptions) => Promise<void>;
}

/** What the command line says: `--only PREFIX --sizes A,B --peers A,B --runs N`. */
export interface BenchOptions {
  /** Names of lines that are wanted begin with it; '' for all, and then each scenario is brief. */
  readonly only: string;
  /** Undefined where the scenario is to choose. */
  readonly sizes: readonly string[] | undefined;
  readonly peers: readonly string[] | undefined;
  readonly runs: number | undefined;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which that share of the values lies: one of them, none in between. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** Milliseconds. */
export async function time(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Milliseconds of processor time, of all threads of this process. */
export async function cpuTime(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

interface BusyTime {
  /** By the clock, as everything here in milliseconds. */
  readonly elapsed: number;
  /** Of a processor, what this thread took, and what all threads of the process did. */
  readonly busy: number;
  readonly all: number;
}

/** For work that waits for other threads. */
export async function busyTime(work: () => Promise<unknown>): Promise<BusyTime> {
  const before = process.threadCpuUsage();
  let elapsed = 0;
  const all = await cpuTime(async () => (elapsed = await time(work)));
  const { user, system } = process.threadCpuUsage(before);
  return { elapsed, busy: (user + system) / 1000, all };
}
