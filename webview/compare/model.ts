import type { Change, FunctionChange } from '../../src/profile/compare';
import { measureChange } from '../../src/profile/compare';
import { sideStates } from '../../src/profile/compare-join';
import { share } from '../../src/profile/share';
import { detectableChange } from '../../src/profile/significance';
import type { Profile, Weight } from '../../src/profile/tables';
import type { StateView } from '../../src/profile/thread-states';
import type { DollarsPerYear, Fraction, StackIndex } from '../../src/profile/units';
import { weightOf } from '../../src/profile/weight';
import type { CompareSide, CompareSnapshot } from '../../src/protocol/compare';
import { WHOLE } from '../chart/boxes';
import type { Verdict } from '../graph/engine-messages';
import type { Arrangement, ShownGraph } from '../graph/graph-state';
import type { Picture, PictureSpec } from '../graph/picture';
import { samplesAt } from '../graph/picture';

/** A picture of both sides and the verdict on them: all that texts and colours are made from. */
export interface CompareModel {
  /** The baseline, and what is compared with it. */
  readonly a: CompareSide;
  readonly b: CompareSide;
  readonly view: StateView;
  readonly picture: Picture;
  readonly verdict: Verdict;
  readonly weight: Weight;
}

/** Columns of a picture. */
export const SIDE_A = 0;
export const SIDE_B = 1;

export function comparePicture(wanted: Arrangement, joined: Profile): PictureSpec {
  const { visualization, transforms, order, states } = wanted;
  return {
    visualization,
    transforms,
    order,
    columns: [sideStates('A', states, joined), sideStates('B', states, joined)],
    widths: 'mean',
    byState: false,
  };
}

/** @param verdict on the same sides and thread states as the picture */
export function createCompareModel(
  { a, b }: Sides,
  { picture, arrangement }: ShownGraph,
  verdict: Verdict,
): CompareModel {
  const weight = weightOf(picture.profile.meta);
  return { a, b, view: arrangement.states, picture, verdict, weight };
}

export type Sides = Pick<CompareSnapshot, 'a' | 'b'>;

/** The sides in the order in which they are compared. */
export function sidesOf({ a, b }: Sides, swapped: boolean): Sides {
  return swapped ? { a: b, b: a } : { a, b };
}

/** How one box differs between the sides, in figures of the comparison. */
export interface BoxChange extends Change {
  /** In the unit of the profile. */
  readonly countA: number;
  readonly countB: number;
}

/** Of the whole nothing is claimed: its share is all of either side, and its length is what somebody chose. */
export function changeOf({ picture, verdict: { yardstick } }: CompareModel, box: StackIndex): BoxChange {
  const [countA, countB] = [samplesAt(picture, box, SIDE_A), samplesAt(picture, box, SIDE_B)];
  const change = measureChange(yardstick, countA, countB);
  return { ...change, countA, countB, status: box === WHOLE ? 'same' : change.status };
}

/** How much a function that has a tenth of both sides must change to be found four times out of five. */
export function findableChange({ verdict: { yardstick } }: CompareModel): Fraction {
  const { samplesA, samplesB, inflation } = yardstick;
  return detectableChange(0.1, samplesA, samplesB, { inflation }) ?? 1;
}

/**
 * What a change costs a year: each side's share of its own fleet. Undefined where a fleet is not known, or where other
 * states than CPU are compared: waiting costs nothing.
 */
export function dollarsOf(
  { a, b, view, verdict: { yardstick } }: CompareModel,
  { countA, countB }: Pick<FunctionChange, 'countA' | 'countB'>,
): DollarsPerYear | undefined {
  if (!a.cost || !b.cost || view !== 'cpu') return undefined;
  const { sumA, sumB } = yardstick;
  return b.cost.yearly * share(countB, sumB) - a.cost.yearly * share(countA, sumA);
}
