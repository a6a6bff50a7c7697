import type { ChangeStatus, Comparison } from '../../src/profile/compare';
import { compareSides, measureChange } from '../../src/profile/compare';
import { joinProfiles } from '../../src/profile/compare-join';
import { scaleSides } from '../../src/profile/compare-normalization';
import { share } from '../../src/profile/share';
import type { Interval } from '../../src/profile/significance';
import { detectableChange, MINIMUM_SAMPLES } from '../../src/profile/significance';
import type { StateView } from '../../src/profile/thread-states';
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
export interface BoxChange {
  readonly shareA: Fraction;
  readonly shareB: Fraction;
  /** Of B − A, at the level of the comparison. */
  readonly interval: Interval;
  readonly status: ChangeStatus;
  readonly samplesA: SampleCount;
  readonly samplesB: SampleCount;
}

export function createCompareModel(
  snapshot: CompareSnapshot,
  view: StateView,
  swapped: boolean,
): CompareModel {
  const [a, b] = swapped ? [snapshot.b, snapshot.a] : [snapshot.a, snapshot.b];
  const comparison = compareSides(
    joinProfiles(a.profile, b.profile),
    view,
    scaleSides('share', a.profile.meta, b.profile.meta),
    { minimumSamples: Math.max(MINIMUM_SAMPLES, snapshot.minimumSamples) },
  );
  const isTooFew = comparison.yardstick.whyNothing !== undefined;
  const boxes = createBoxes(comparison.profile, meanWidths(comparison));
  return { snapshot, view, swapped, a, b, comparison, boxes, isTooFew };
}

export function changeOf({ comparison }: CompareModel, box: StackIndex): BoxChange {
  const { a, b, yardstick } = comparison;
  const [samplesA, samplesB] = box === WHOLE ? [a.sum, b.sum] : [a.total[box], b.total[box]];
  const change = measureChange(yardstick, samplesA, samplesB);
  const status = box === WHOLE ? 'same' : change.status;
  return { samplesA, samplesB, shareA: change.a, shareB: change.b, interval: change.interval, status };
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

/** How much a function that has a tenth of both sides must change to be found four times out of five. */
export function findableChange({ comparison: { yardstick } }: CompareModel): Fraction {
  const { samplesA, samplesB, inflation } = yardstick;
  return detectableChange(0.1, samplesA, samplesB, { inflation }) ?? 1;
}

/**
 * A box is as wide as the mean of its two shares, so that what is new and what is gone both have a place; counted in
 * samples of both sides together, because that is how finely there is something to see.
 */
function meanWidths({ a, b }: Comparison): Float64Array {
  const both = (a.sum + b.sum) / 2;
  return a.total.map((samples, row) => (share(samples, a.sum) + share(b.total[row], b.sum)) * both);
}
