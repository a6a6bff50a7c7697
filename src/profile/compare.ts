import type { CallTree } from './call-tree';
import { computeCallTree } from './call-tree';
import { sideStates } from './compare-join';
import type { Scale } from './compare-normalization';
import { computeFunctionTotals } from './hot-spots';
import { share } from './share';
import type { Interval } from './significance';
import {
  deviationsOf,
  differenceInterval,
  findInflation,
  LEVEL,
  MINIMUM_CLUMPS,
  MINIMUM_SAMPLES,
  MINIMUM_TOGETHER,
  rateDifferenceInterval,
} from './significance';
import type { Profile } from './tables';
import type { StateView } from './thread-states';
import type { Fraction, FrameIndex, SampleCount } from './units';

/**
 * What two sides of a joined profile (see compare-join.ts) differ in, function by function. A is the baseline, B what
 * is compared with it. Every call path of either side is one row, and a path that only one side has has zeros on the
 * other, so new and gone code is drawn like any other.
 */
export interface Comparison {
  readonly profile: Profile;
  readonly a: CallTree;
  readonly b: CallTree;
  readonly yardstick: Yardstick;
  /** One per frame of `profile`, in the order of its frame table. */
  readonly functions: readonly FunctionChange[];
}

/** What every difference of one comparison is measured with. */
export interface Yardstick {
  readonly scale: Scale;
  /** Of all that each side's view counts, in the unit of the profile. */
  readonly sumA: number;
  readonly sumB: number;
  /** The same in samples; 0 where nobody knows how many they are. */
  readonly samplesA: SampleCount;
  readonly samplesB: SampleCount;
  readonly level: Fraction;
  /** Samples in a clump, of which n are worth only n / inflation: see {@link findInflation}. */
  readonly inflation: number;
  /** Whether that was seen in this comparison; else it is {@link ASSUMED_INFLATION}. */
  readonly isInflationFound: boolean;
  readonly minimumSamples: SampleCount;
  /** Why nothing is claimed of any function, whatever the figures say. */
  readonly whyNothing: WhyNothing | undefined;
}

/**
 * - `few-samples`: a side has fewer than the floor.
 * - `few-clumps`: it has enough, but they hang together so much that they are worth few.
 * - `no-samples`: nobody knows how many samples the counts are (bytes, or time at an unknown rate).
 * - `no-exposure`: the sides lack what the scale divides by.
 */
export type WhyNothing = 'few-samples' | 'few-clumps' | 'no-samples' | 'no-exposure';

export type ChangeStatus = 'slower' | 'faster' | 'same' | 'new' | 'gone';

/** How two counts differ, in figures of the comparison's scale. */
export interface Change {
  readonly a: number;
  readonly b: number;
  /** B − A. */
  readonly delta: number;
  /** Of `delta`, at the level of the yardstick. */
  readonly interval: Interval;
  /** Whether the interval leaves out zero and there is enough to claim that: else it may as well be chance. */
  readonly significant: boolean;
  /** `same` unless significant; `new` and `gone` where the other side has none at all. */
  readonly status: ChangeStatus;
}

/** How one function differs: itself, and with all that it calls. `status`, `interval`, `significant` are of totals. */
export interface FunctionChange {
  readonly frame: FrameIndex;
  readonly selfA: number;
  readonly selfB: number;
  readonly totalA: number;
  readonly totalB: number;
  /** B − A. */
  readonly deltaSelf: number;
  readonly deltaTotal: number;
  readonly selfInterval: Interval;
  readonly interval: Interval;
  readonly selfSignificant: boolean;
  readonly significant: boolean;
  readonly status: ChangeStatus;
  /** Samples with the function in their stack, in the unit of the profile. */
  readonly countA: number;
  readonly countB: number;
}

/** How sure a claim has to be. */
export interface Rigour {
  readonly minimumSamples?: SampleCount;
  readonly level?: Fraction;
}

/** @param joined of both sides, or what transforms made of that */
export function compareSides(
  joined: Profile,
  view: StateView,
  scale: Scale,
  rigour: Rigour = {},
): Comparison {
  const [a, b] = (['A', 'B'] as const).map((side) =>
    computeFunctionTotals(computeCallTree(joined, sideStates(side, view, joined))),
  );
  const yardstick = createYardstick(
    { self: a.self, sum: a.tree.sum },
    { self: b.self, sum: b.tree.sum },
    scale,
    rigour,
  );
  const functions = joined.frames.name.map((_, frame): FunctionChange => {
    const self = measureChange(yardstick, a.self[frame], b.self[frame]);
    const total = measureChange(yardstick, a.total[frame], b.total[frame]);
    return {
      frame,
      selfA: self.a,
      selfB: self.b,
      totalA: total.a,
      totalB: total.b,
      deltaSelf: self.delta,
      deltaTotal: total.delta,
      selfInterval: self.interval,
      interval: total.interval,
      selfSignificant: self.significant,
      significant: total.significant,
      status: total.status,
      countA: a.total[frame],
      countB: b.total[frame],
    };
  });
  return { profile: joined, a: a.tree, b: b.tree, yardstick, functions };
}

/** Of a function or of a call path, itself or with all below it: counts in the unit of the profile. */
export function measureChange(yardstick: Yardstick, countA: number, countB: number): Change {
  const { scale, sumA, sumB, whyNothing } = yardstick;
  const [a, b] = [share(countA, scale.exposureA ?? sumA), share(countB, scale.exposureB ?? sumB)];
  const interval = intervalOf(yardstick, countA, countB);
  const clumps = clumpsPerUnit(yardstick);
  const isEnough = countA * clumps.a + countB * clumps.b >= MINIMUM_TOGETHER;
  const isClear = interval[0] > 0 || interval[1] < 0;
  const significant = whyNothing === undefined && isEnough && isClear;
  return { a, b, delta: b - a, interval, significant, status: significant ? statusOf(a, b) : 'same' };
}

function statusOf(a: number, b: number): ChangeStatus {
  if (a === 0) return 'new';
  if (b === 0) return 'gone';
  return b > a ? 'slower' : 'faster';
}

/** Where nothing was sampled, or nobody knows what to divide by, nothing is known: everything is possible. */
const ANYTHING: Interval = [-Infinity, Infinity];

/** Counts become clumps of samples, which are as good as independent, and the limits come back as figures. */
function intervalOf(yardstick: Yardstick, countA: number, countB: number): Interval {
  const { scale, sumA, sumB, level } = yardstick;
  const clumps = clumpsPerUnit(yardstick);
  if (clumps.a === 0 || clumps.b === 0 || scale.missing !== undefined) return ANYTHING;
  const { exposureA, exposureB } = scale;
  const isShare = exposureA === undefined || exposureB === undefined;
  const difference = isShare ? differenceInterval : rateDifferenceInterval;
  return difference(
    countA * clumps.a,
    (exposureA ?? sumA) * clumps.a,
    countB * clumps.b,
    (exposureB ?? sumB) * clumps.b,
    deviationsOf(level),
  );
}

function clumpsPerUnit({ scale, inflation }: Yardstick) {
  return { a: scale.samplesPerUnitA / inflation, b: scale.samplesPerUnitB / inflation };
}

/**
 * Where too few functions are on both sides to see how samples clump. Recordings of this project's own sample
 * program, each compared with itself, mostly show 1 to 2.
 */
export const ASSUMED_INFLATION = 2;

/** Samples that a side has in each function itself, functions of both in the same order; and all of them. */
export interface SideCounts {
  readonly self: Float64Array | readonly number[];
  readonly sum: number;
}

export function createYardstick(a: SideCounts, b: SideCounts, scale: Scale, rigour: Rigour): Yardstick {
  const { minimumSamples = MINIMUM_SAMPLES, level = LEVEL } = rigour;
  const [sumA, sumB] = [a.sum, b.sum];
  const [samplesA, samplesB] = [sumA * scale.samplesPerUnitA, sumB * scale.samplesPerUnitB];
  const found = findInflation({
    a: a.self.map((count) => count * scale.samplesPerUnitA),
    sumA: samplesA,
    b: b.self.map((count) => count * scale.samplesPerUnitB),
    sumB: samplesB,
  });
  const unjudged = {
    scale,
    sumA,
    sumB,
    samplesA,
    samplesB,
    level,
    inflation: found ?? ASSUMED_INFLATION,
    isInflationFound: found !== undefined,
    minimumSamples,
  };
  return { ...unjudged, whyNothing: whyNothingBy(unjudged) };
}

function whyNothingBy(yardstick: Omit<Yardstick, 'whyNothing'>): WhyNothing | undefined {
  const { scale, samplesA, samplesB, minimumSamples, inflation } = yardstick;
  if (scale.missing !== undefined) return 'no-exposure';
  if (scale.samplesPerUnitA === 0 || scale.samplesPerUnitB === 0) return 'no-samples';
  const least = Math.min(samplesA, samplesB);
  if (least < Math.max(1, minimumSamples)) return 'few-samples';
  return least / inflation < MINIMUM_CLUMPS ? 'few-clumps' : undefined;
}
