import { ProfileBuilder } from './builder';
import type { CallTree } from './call-tree';
import { computeFunctionTotals } from './hot-spots';
import { mergeMetas } from './merge';
import { share } from './share';
import type { Profile } from './tables';
import type { Fraction, FrameIndex, SampleCount, StackIndex } from './units';

/**
 * Two profiles on one set of tables: A is the baseline, B what it is compared with. Every call path of either side is
 * one row, with a column of weights for each side; a path that only one side has has zeros on the other. So new and
 * gone code is drawn like any other.
 *
 *     A:  main > load 30        rows          totalA  totalB
 *         main > show 10        main            40      50
 *     B:  main > load 20        main > load     30      20
 *         main > sort 30        main > show     10       0    gone
 *                               main > sort      0      30    new
 */
export interface Comparison {
  /** The joined frames and stacks; its samples are those of both sides. */
  readonly profile: Profile;
  readonly a: CallTree;
  readonly b: CallTree;
  /** One per frame of `profile`, in the order of its frame table. */
  readonly functions: readonly FunctionChange[];
}

export type ChangeStatus = 'slower' | 'faster' | 'same' | 'new' | 'gone';

/** How one function differs. Shares are of the sum of the side they belong to, so that runs of any length compare. */
export interface FunctionChange {
  readonly frame: FrameIndex;
  readonly selfA: Fraction;
  readonly selfB: Fraction;
  readonly totalA: Fraction;
  readonly totalB: Fraction;
  /** B − A. */
  readonly deltaSelf: Fraction;
  readonly deltaTotal: Fraction;
  /** 95 % interval of deltaTotal, from the sample counts of both sides. */
  readonly interval: readonly [low: Fraction, high: Fraction];
  /** Whether the interval leaves out zero: a smaller change cannot be told from chance at these counts. */
  readonly significant: boolean;
  /** `same` unless significant; `new` and `gone` where the other side has no sample at all. */
  readonly status: ChangeStatus;
}

/** @param a the baseline. Both trees count the thread states that the caller chose, normally the same ones. */
export function compareProfiles(a: CallTree, b: CallTree): Comparison {
  const builder = new ProfileBuilder();
  const builtA = builder.add(a.profile);
  const builtB = builder.add(alignFiles(b.profile, a.profile));
  const { profile, rows } = builder.finishWithRows(mergeMetas([a.profile.meta, b.profile.meta]));
  const sideA = moveTree(a, profile, (row) => rows[builtA[row]]);
  const sideB = moveTree(b, profile, (row) => rows[builtB[row]]);
  return { profile, a: sideA, b: sideB, functions: compareFunctions(sideA, sideB) };
}

/**
 * The profile with its files as the other has them, where a name stands for one file on either side. Two deployments
 * of one program differ in their install path (`/srv/v41/app.py`, `/srv/v42/app.py`); without this every function of
 * theirs would be gone on one side and new on the other. Names with several files are left as they are.
 */
function alignFiles(profile: Profile, like: Profile): Profile {
  const here = onlyFiles(profile);
  const there = onlyFiles(like);
  const { name, file } = profile.frames;
  const aligned = file.map((own, frame) =>
    here.get(name[frame]) === undefined ? own : (there.get(name[frame]) ?? own),
  );
  return { ...profile, frames: { ...profile.frames, file: aligned } };
}

/** The file of each name that has just one. */
function onlyFiles({ frames }: Profile): Map<string, string | undefined> {
  const files = new Map<string, string | undefined>();
  frames.name.forEach((name, frame) => files.set(name, files.has(name) ? undefined : frames.file[frame]));
  return files;
}

function moveTree(tree: CallTree, profile: Profile, rowOf: (row: StackIndex) => StackIndex): CallTree {
  const self = new Float64Array(profile.stacks.length);
  const total = new Float64Array(profile.stacks.length);
  for (let row = 0; row < tree.self.length; row++) {
    self[rowOf(row)] = tree.self[row];
    total[rowOf(row)] = tree.total[row];
  }
  return { profile, states: tree.states, self, total, sum: tree.sum };
}

function compareFunctions(a: CallTree, b: CallTree): FunctionChange[] {
  const inA = computeFunctionTotals(a);
  const inB = computeFunctionTotals(b);
  return a.profile.frames.name.map((_, frame) => {
    const [selfA, selfB] = [share(inA.self[frame], a.sum), share(inB.self[frame], b.sum)];
    const total = compareShares(inA.total[frame], a.sum, inB.total[frame], b.sum);
    return {
      frame,
      selfA,
      selfB,
      totalA: total.shareA,
      totalB: total.shareB,
      deltaSelf: selfB - selfA,
      deltaTotal: total.shareB - total.shareA,
      interval: total.interval,
      significant: total.significant,
      status: total.status,
    };
  });
}

/** How two shares differ, each of the sum of its side: of a function, or of a call path. */
export interface ShareChange {
  readonly shareA: Fraction;
  readonly shareB: Fraction;
  /** 95 % interval of B − A. */
  readonly interval: readonly [low: Fraction, high: Fraction];
  /** As in {@link FunctionChange}. */
  readonly significant: boolean;
  readonly status: ChangeStatus;
}

export function compareShares(
  partA: SampleCount,
  sumA: SampleCount,
  partB: SampleCount,
  sumB: SampleCount,
): ShareChange {
  const [shareA, shareB] = [share(partA, sumA), share(partB, sumB)];
  const interval = differenceInterval(partA, sumA, partB, sumB);
  const significant = interval[0] > 0 || interval[1] < 0;
  return { shareA, shareB, interval, significant, status: significant ? statusOf(shareA, shareB) : 'same' };
}

function statusOf(totalA: Fraction, totalB: Fraction): ChangeStatus {
  if (totalA === 0) {
    return 'new';
  }
  if (totalB === 0) {
    return 'gone';
  }
  return totalB > totalA ? 'slower' : 'faster';
}

/** Two-sided 95 % of the normal distribution. */
const Z = 1.959964;

/**
 * Interval of the difference of two shares, B − A, after Agresti and Caffo (The American Statistician 54, 2000): one
 * success and one failure are added to each side before the usual normal interval. It keeps its level at small counts
 * and at shares near 0, where the plain one claims certainty from a single sample.
 *
 * Samples of one profile are not quite independent (threads are sampled together), so this is the least uncertainty
 * there is, not the most.
 */
export function differenceInterval(
  partA: SampleCount,
  sumA: SampleCount,
  partB: SampleCount,
  sumB: SampleCount,
): readonly [Fraction, Fraction] {
  const [pA, pB] = [(partA + 1) / (sumA + 2), (partB + 1) / (sumB + 2)];
  const spread = Z * Math.sqrt((pA * (1 - pA)) / (sumA + 2) + (pB * (1 - pB)) / (sumB + 2));
  return [pB - pA - spread, pB - pA + spread];
}
