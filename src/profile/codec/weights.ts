import type { Weight } from '../tables';

/** What to make of the numbers of a file, from the unit that it names. */
export interface Scale {
  readonly unit: Weight['unit'];
  /** Nanoseconds, bytes or objects in one of the file's own units. */
  readonly factor: number;
}

const NANOSECONDS: Readonly<Record<string, number>> = {
  nanosecond: 1,
  ns: 1,
  microsecond: 1e3,
  us: 1e3,
  µs: 1e3,
  millisecond: 1e6,
  ms: 1e6,
  second: 1e9,
  sec: 1e9,
  s: 1e9,
  minute: 60e9,
};

const BYTES: Readonly<Record<string, number>> = {
  byte: 1,
  b: 1,
  kilobyte: 1024,
  kb: 1024,
  megabyte: 1024 ** 2,
  mb: 1024 ** 2,
  gigabyte: 1024 ** 3,
  gb: 1024 ** 3,
};

/** Names of units as pprof, speedscope and Pyroscope write them, in the singular or the plural. */
export function scaleOf(name: string): Scale | undefined {
  const known = (units: Readonly<Record<string, number>>): number | undefined =>
    [name, name.replace(/s$/, '')]
      .map((key) => key.toLowerCase())
      .filter((key) => Object.hasOwn(units, key))
      .map((key) => units[key])[0];
  const [time, bytes] = [known(NANOSECONDS), known(BYTES)];
  if (time !== undefined) return { unit: 'nanoseconds', factor: time };
  return bytes === undefined ? undefined : { unit: 'bytes', factor: bytes };
}

/** Samples that were taken every so many seconds; 0 where that is not known. */
export function samplesEvery(seconds: number): Weight {
  return { unit: 'samples', perSample: 1, seconds: seconds > 0 && seconds < Infinity ? seconds : 0 };
}

/** Nanoseconds of thread time, of which a sample stands for so many; 0 where that is not known. */
export function nanoseconds(perSample: number): Weight {
  return {
    unit: 'nanoseconds',
    perSample: perSample > 0 && perSample < Infinity ? perSample : 0,
    seconds: 1e-9,
  };
}

export function weightOf(unit: Weight['unit'], perSample: number): Weight {
  return unit === 'nanoseconds' ? nanoseconds(perSample) : { unit, perSample, seconds: 0 };
}

/**
 * Finds out what one sample weighs, from the weights of all stacks: with 100 samples a second, each is a multiple of
 * 10,000,000 ns. Files may say so themselves, but some of them are wrong (Pyroscope's have a period of a second with
 * weights of hundredths of one), and a stack cannot weigh less than a sample.
 */
export class SampleWeight {
  private least = Infinity;
  private divisor = 0;

  add(weight: number): void {
    this.least = Math.min(this.least, weight);
    for (let [a, b] = [this.divisor, weight]; ; [a, b] = [b, a % b]) {
      if (b === 0) {
        this.divisor = a;
        return;
      }
    }
  }

  /** @param said what the file says, 0 where it says nothing. @returns 0 where nobody knows */
  perSample(said: number): number {
    if (said > 0 && said <= this.least) return said;
    return this.divisor >= LEAST_PERIOD ? this.divisor : 0;
  }
}

/** No profiler samples more often than each 0.1 ms; smaller divisors (of times that were measured) are chance. */
const LEAST_PERIOD = 100_000;
