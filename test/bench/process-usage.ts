import { existsSync, readFileSync } from 'node:fs';

/** What the kernel says that a process has used, all of its threads together. Linux only. */
export interface Usage {
  readonly cpuSeconds: number;
  /** Resident now, and the most that it ever was. */
  readonly megabytes: number;
  readonly peakMegabytes: number;
}

/** /proc counts in ticks of a hundredth of a second wherever Node runs (USER_HZ). */
const TICKS_PER_SECOND = 100;

/** undefined where there is no /proc; {@link NO_USAGE} says so to people. */
export function usageOf(pid: number): Usage | undefined {
  if (!existsSync(`/proc/${pid}/status`)) {
    return undefined;
  }
  // The name of the program, in brackets, may hold spaces; behind it, utime and stime are fields 12 and 13.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
    megabytes: megabytes('VmRSS'),
    peakMegabytes: megabytes('VmHWM'),
  };
}

export const NO_USAGE = 'there is no /proc here to read it from';
