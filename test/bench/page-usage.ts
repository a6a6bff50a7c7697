import { readFileSync, readdirSync } from 'node:fs';

/** What the processes took that show the pages of the browsers which this process started. */
export interface PageUsage {
  /** Processor time of all their threads, milliseconds. */
  readonly cpu: number;
  /** The most memory that one of them ever had, megabytes. */
  readonly peakRss: number;
}

/** Of Linux, which tells it in files; zeros elsewhere. */
export function pageUsage(pid = process.pid): PageUsage {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  const below = children.map((child) => pageUsage(child));
  const isPage = read(`/proc/${pid}/cmdline`).includes('--type=renderer');
  return {
    cpu: below.reduce((sum, { cpu }) => sum + cpu, isPage ? cpuOf(pid) : 0),
    peakRss: Math.max(isPage ? peakRssOf(pid) : 0, ...below.map(({ peakRss }) => peakRss)),
  };
}

/** The first figure of `schedstat` is nanoseconds on a processor. */
function cpuOf(pid: number): number {
  const nanoseconds = threadsOf(pid).map((thread) =>
    Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0]),
  );
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
}

function peakRssOf(pid: number): number {
  const [, kilobytes = '0'] = /VmHWM:\s+(\d+)/.exec(read(`/proc/${pid}/status`)) ?? [];
  return Number(kilobytes) / 1000;
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
