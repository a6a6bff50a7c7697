import { computeCallTree } from '../../src/profile/call-tree';
import type { Comparison, ShareChange } from '../../src/profile/compare';
import { compareProfiles, compareShares, differenceInterval } from '../../src/profile/compare';
import { share } from '../../src/profile/share';
import type { StateView } from '../../src/profile/thread-states';
import { statesOf } from '../../src/profile/thread-states';
import type { Fraction, FrameIndex, SampleCount, StackIndex } from '../../src/profile/units';
import type { CompareSide, CompareSnapshot } from '../../src/protocol/compare';
import type { Boxes } from '../chart/boxes';
import { WHOLE, createBoxes } from '../chart/boxes';

/** Everything that follows from two profiles, the thread states that count and which of them is the baseline. */
export interface CompareModel {
  readonly snapshot: CompareSnapshot;
  readonly view: StateView;
  readonly swapped: boolean;
  /** The baseline, and what is compared with it. */
  readonly a: CompareSide;
  readonly b: CompareSide;
  readonly comparison: Comparison;
  readonly boxes: Boxes;
  /** Why nothing can be claimed, whatever the figures say. */
  readonly isTooFew: boolean;
}

/** How one box differs between the sides. Shares are of all samples of the side in this view. */
export interface BoxChange extends Omit<ShareChange, 'significant'> {
  readonly samplesA: SampleCount;
  readonly samplesB: SampleCount;
}

export function createCompareModel(
  snapshot: CompareSnapshot,
  view: StateView,
  swapped: boolean,
): CompareModel {
  const [a, b] = swapped ? [snapshot.b, snapshot.a] : [snapshot.a, snapshot.b];
  const comparison = compareProfiles(treeOf(a, view), treeOf(b, view));
  const isTooFew = Math.min(comparison.a.sum, comparison.b.sum) < Math.max(1, snapshot.minimumSamples);
  const boxes = createBoxes(comparison.profile, meanWidths(comparison));
  return { snapshot, view, swapped, a, b, comparison, boxes, isTooFew };
}

export function changeOf({ comparison, isTooFew }: CompareModel, box: StackIndex): BoxChange {
  const { a, b } = comparison;
  const [samplesA, samplesB] = box === WHOLE ? [a.sum, b.sum] : [a.total[box], b.total[box]];
  const { shareA, shareB, interval, status } = compareShares(samplesA, a.sum, samplesB, b.sum);
  const isClaimed = !isTooFew && box !== WHOLE;
  return { samplesA, samplesB, shareA, shareB, interval, status: isClaimed ? status : 'same' };
}

/** Where a function takes most of both sides together. */
export function widestPlace({ boxes }: CompareModel, frame: FrameIndex): StackIndex | undefined {
  const { stacks } = boxes.profile;
  let best: StackIndex | undefined;
  for (let row = 0; row < stacks.length; row++) {
    if (stacks.frame[row] !== frame) continue;
    if (best === undefined || boxes.layout.width[row] > boxes.layout.width[best]) best = row;
  }
  return best;
}

/**
 * How much must change before it shows: half the width of the interval for a function that has a tenth of both sides.
 */
export function detectableChange({ comparison: { a, b } }: CompareModel): Fraction {
  const [low, high] = differenceInterval(a.sum / 10, a.sum, b.sum / 10, b.sum);
  return (high - low) / 2;
}

function treeOf({ profile }: CompareSide, view: StateView) {
  return computeCallTree(profile, statesOf(view, profile.samples.states));
}

/**
 * A box is as wide as the mean of its two shares, so that what is new and what is gone both have a place; counted in
 * samples of both sides together, because that is how finely there is something to see.
 */
function meanWidths({ a, b }: Comparison): Float64Array {
  const both = (a.sum + b.sum) / 2;
  return a.total.map((samples, row) => (share(samples, a.sum) + share(b.total[row], b.sum)) * both);
}
