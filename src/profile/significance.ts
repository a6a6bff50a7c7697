import { normalQuantile } from './normal-quantile';
import type { Fraction, SampleCount } from './units';

/**
 * What sample counts can tell: how sure a difference of two figures is, how much the clumping of samples takes away
 * from that, and which change would be found at all. Nothing here knows what a profile is.
 */

/**
 * The level of every interval that is shown: 99 %. Hundreds of functions are read at once, and at the usual 95 % one
 * unchanged function in twenty would look changed; at 99 % it is one in a hundred.
 */
export const LEVEL: Fraction = 0.99;

/**
 * Samples that each side must have for anything to be claimed of any function. With 100 a side a function of 10 % has
 * to become one of 29 % to be found four times out of five (see {@link detectableChange}): with fewer, all that could
 * be found is what nobody needs a comparison for.
 */
export const MINIMUM_SAMPLES: SampleCount = 100;

/**
 * The same in clumps, see {@link findInflation}: of thirty clumps a function of 10 % has three, and no two sides of
 * that can be told apart. Samples worth some twenty clumps were too few for the simulation to keep its level.
 */
export const MINIMUM_CLUMPS = 30;

/**
 * Samples that a function must have on both sides together. Of seven samples that could have fallen on either side
 * with equal chance, all fall on one in 1.6 % of cases (2 · 2⁻⁷), of eight in 0.8 %: fewer than eight cannot tell
 * anything at 99 %, and approximate intervals shall not say otherwise.
 */
export const MINIMUM_TOGETHER: SampleCount = 8;

export type Interval = readonly [low: number, high: number];

/** How many standard deviations to either side hold this share of the normal distribution. */
export function deviationsOf(level: Fraction): number {
  return normalQuantile((1 + level) / 2);
}

const Z = deviationsOf(LEVEL);

/**
 * Interval of the difference of two shares, B − A, after Agresti and Caffo (The American Statistician 54, 2000): one
 * success and one failure are added to each side before the usual normal interval. It keeps its level at small counts
 * and at shares near 0, where the plain one claims certainty from a single sample.
 *
 * It takes samples for independent. Where they are not, give counts that were divided by {@link findInflation}.
 *
 * @param z half the width in standard deviations
 */
export function differenceInterval(
  partA: SampleCount,
  sumA: SampleCount,
  partB: SampleCount,
  sumB: SampleCount,
  z = Z,
): Interval {
  const [pA, pB] = [(partA + 1) / (sumA + 2), (partB + 1) / (sumB + 2)];
  const spread = z * Math.sqrt((pA * (1 - pA)) / (sumA + 2) + (pB * (1 - pB)) / (sumB + 2));
  return [pB - pA - spread, pB - pA + spread];
}

/**
 * Interval of the difference of two rates, B − A, from Poisson counts over exposures of any unit (seconds, hosts).
 * Each count gets its score limits x + z²/2 ± z·√(x + z²/4) (Brown, Cai and DasGupta, Statistica Sinica 13, 2003), and
 * the limits of the difference are recovered from those of its parts by MOVER (Zou and Donner, Statistics in Medicine
 * 27, 2008). Closed form, never below what a count of 0 allows, and exact enough from counts of a few samples on.
 *
 *     low  = B − A − √((B − lowB)² + (highA − A)²)        high = B − A + √((highB − B)² + (A − lowA)²)
 */
export function rateDifferenceInterval(
  countA: SampleCount,
  exposureA: number,
  countB: SampleCount,
  exposureB: number,
  z = Z,
): Interval {
  const [a, b] = [countA / exposureA, countB / exposureB];
  const [lowA, highA] = scoreLimits(countA, z).map((limit) => limit / exposureA);
  const [lowB, highB] = scoreLimits(countB, z).map((limit) => limit / exposureB);
  return [b - a - Math.hypot(b - lowB, highA - a), b - a + Math.hypot(highB - b, a - lowA)];
}

function scoreLimits(count: SampleCount, z: number): Interval {
  const centre = count + (z * z) / 2;
  const spread = z * Math.sqrt(count + (z * z) / 4);
  // Equal at a count of 0, but for rounding.
  return [Math.max(0, centre - spread), centre + spread];
}

/** Samples of many functions on two sides, row by row, and the sums that they are shares of. */
export interface Pairs {
  readonly a: ArrayLike<SampleCount>;
  readonly sumA: SampleCount;
  readonly b: ArrayLike<SampleCount>;
  readonly sumB: SampleCount;
}

/** Median of the chi-squared distribution with one degree of freedom: of z² when samples are independent. */
const MEDIAN_OF_Z2 = 0.45494;

/** Fewer functions say nothing about scatter: with five of them, one that changed is a fifth of the evidence. */
const MINIMUM_FUNCTIONS = 10;

/** So many are listened to even where their clumps are few. */
const ENOUGH_FUNCTIONS = 30;

/** Clumps to expect on each side before a z² is as good as normal, and before none at all is no accident (0.7 %). */
const ENOUGH_CLUMPS = 5;

/**
 * Samples in a clump, as far as two sides show it: 1 where samples are independent, more where they are not. Threads
 * are sampled together and look alike, a loop is met at every tick; n samples in clumps of λ say no more than n/λ.
 *
 * Most functions did not change, so their differences are scatter, and how much larger that is than independent
 * samples would have it is λ: the median of z² over its expectation, as genomic control does with its thousands of
 * mostly indifferent genes (Devlin and Roeder, Biometrics 55, 1999). A median is not moved by the few functions that
 * did change. Being an estimate itself, it is taken one standard error high (√m / 2 ranks above the middle of m), for
 * else λ of few functions would be too small half of the time.
 *
 * What a comparison cannot show of itself: clumps of some functions only (one pool of threads that stand still
 * together), and differences between the ranges as a whole (another mix of requests), which are real, if not of code.
 *
 * @returns undefined where fewer than ten functions can be judged
 */
export function findInflation(pairs: Pairs): number | undefined {
  const evidence = evidenceOf(pairs);
  let inflation = Infinity;
  // Which functions have clumps enough depends on λ, and λ on them. Taken from above, so that it errs on that side.
  for (let round = 0; round < 16; round++) {
    const found = inflationAmong(evidence, inflation);
    if (found === undefined || found >= inflation) break;
    inflation = found;
  }
  return Number.isFinite(inflation) ? inflation : undefined;
}

interface Evidence {
  /** Samples that either side should have of the function; of the shorter side. */
  readonly expected: SampleCount;
  readonly isOneSided: boolean;
  /** 1 on average where samples are independent. */
  readonly square: number;
}

/** Of all functions of which anything could be claimed, those with most samples first. */
function evidenceOf({ a, sumA, b, sumB }: Pairs): Evidence[] {
  const evidence: Evidence[] = [];
  for (let row = 0; row < a.length; row++) {
    const pooled = (a[row] + b[row]) / (sumA + sumB);
    const expected = pooled * Math.min(sumA, sumB);
    if (pooled >= 1 || !(expected >= MINIMUM_TOGETHER / 2)) continue;
    const variance = pooled * (1 - pooled) * (1 / sumA + 1 / sumB);
    const square = (b[row] / sumB - a[row] / sumA) ** 2 / variance;
    evidence.push({ expected, isOneSided: a[row] === 0 || b[row] === 0, square });
  }
  return evidence.sort((one, other) => other.expected - one.expected);
}

function inflationAmong(evidence: readonly Evidence[], inflation: number): number | undefined {
  const enough = ENOUGH_CLUMPS * inflation;
  const squares = evidence
    .filter(({ expected, isOneSided }) => !isOneSided || expected < enough)
    .filter(({ expected }, place) => expected >= enough || place < ENOUGH_FUNCTIONS)
    .map(({ square }) => square)
    .sort((one, other) => one - other);
  if (squares.length < MINIMUM_FUNCTIONS) return undefined;
  const rank = Math.ceil((squares.length - 1) / 2 + Math.sqrt(squares.length) / 2);
  return Math.max(1, squares[Math.min(rank, squares.length - 1)] / MEDIAN_OF_Z2);
}

export interface Sensitivity {
  /** As {@link findInflation} gives it. */
  readonly inflation: number;
  /** How often such a change is to be found. */
  readonly power?: Fraction;
  /** Half the width of the interval in standard deviations. */
  readonly z?: number;
}

/**
 * The smallest growth of a share that is found with a power of 80 %: so much that the interval leaves out zero in
 * four of five runs. Solved by halving, for the condition has the growth on both sides: the spread of B grows with it.
 *
 *     shift of the Agresti–Caffo estimates  ≥  z · standard error of the interval  +  z(power) · their own
 *
 * @returns undefined where even growth to the whole would not be found
 */
export function detectableChange(
  share: Fraction,
  sumA: SampleCount,
  sumB: SampleCount,
  { inflation, power = 0.8, z = Z }: Sensitivity,
): Fraction | undefined {
  const [a, b] = [sumA / inflation, sumB / inflation];
  const isFound = (change: Fraction): boolean => {
    const [low, high] = differenceInterval(share * a, a, (share + change) * b, b, z);
    return low > normalQuantile(power) * ((high - low) / (2 * z));
  };
  let [small, large] = [0, 1 - share];
  if (!isFound(large)) return undefined;
  for (let halving = 0; halving < 40; halving++) {
    const middle = (small + large) / 2;
    if (isFound(middle)) large = middle;
    else small = middle;
  }
  return large;
}
