import type { FlameLayout } from '../../src/profile/flame-layout';
import type { Profile } from '../../src/profile/tables';
import type { Transform } from '../../src/profile/transforms';
import type { FrameIndex, SampleCount, StackIndex } from '../../src/profile/units';
import type { Visualization } from '../../src/profile/visualization';
import type { SiblingOrder } from '../../src/protocol/view-spec';
import type { Boxes } from '../chart/boxes';
import { WHOLE } from '../chart/boxes';

/** Everything that decides which boxes there are and how wide. Colours, zoom and search do not. */
export interface PictureSpec {
  readonly visualization: Visualization;
  readonly transforms: readonly Transform[];
  readonly order: SiblingOrder;
  /** Names of the thread states that each column counts: one column for each figure that a box has. */
  readonly columns: readonly (readonly string[])[];
  /** A box is as wide as its first column, or as the mean of its shares of the first two. */
  readonly widths: 'first' | 'mean';
  /** Whether each box is asked for the state that most of its threads were in. */
  readonly byState: boolean;
}

/** Call paths ready to be painted, with all figures that are said about them. Immutable; made by the engine. */
export interface Picture {
  readonly spec: PictureSpec;
  /** The call paths as they are drawn, on the frame table of the profile that they were made from. */
  readonly profile: Profile;
  readonly columns: readonly Column[];
  readonly layout: FlameLayout;
  /** The function that is inspected, if one is. */
  readonly inspected: FrameIndex | undefined;
  /** 1 per stack row whose callers are not unfolded, because they would be too narrow to see. */
  readonly folded: Uint8Array | undefined;
  /** In how many call paths of the samples that are drawn each function occurs; one per frame row. */
  readonly places: Int32Array;
  /** Per stack row, index of the state that most of its samples are in; where it was asked for. */
  readonly mainState: Uint8Array | undefined;
}

/** One figure of every box, and of every function wherever it is called. */
export interface Column {
  /** Samples in this stack or beyond it, one per stack row. */
  readonly total: Float64Array;
  /** What is drawn, in samples: what shares of the view are shares of. */
  readonly sum: SampleCount;
  /** The same states in the profile as it came, before anything was hidden or focused. */
  readonly whole: SampleCount;
  /** What the inspected function takes itself, in whichever files of its name are meant; 0 where none is inspected. */
  readonly inspectedSelf: SampleCount;
  /** Of the samples that are drawn, those at the leaf and anywhere in the stack, one per frame row. */
  readonly functionSelf: Float64Array;
  readonly functionTotal: Float64Array;
}

export function boxesOf({ profile, layout, inspected }: Picture): Boxes {
  return inspected === undefined ? { profile, layout } : { profile, layout, inspected };
}

/** Samples of a box in a column; of the whole, all that is drawn. */
export function samplesAt({ columns }: Picture, box: StackIndex, column = 0): SampleCount {
  return box === WHOLE ? columns[column].sum : columns[column].total[box];
}

/** Samples of a box that are in none of those that hang on it: the function's own, or where a program starts. */
export function selfAt(picture: Picture, box: StackIndex, column = 0): SampleCount {
  const { inspected } = picture;
  // What an inspected function takes itself where it calls itself lies in boxes below it.
  if (box === WHOLE && inspected !== undefined) return picture.columns[column].inspectedSelf;
  const { stacks } = picture.profile;
  const { total } = picture.columns[column];
  const end = box === WHOLE ? picture.layout.order.callersFrom : stacks.subtreeEnd[box];
  let rest = samplesAt(picture, box, column);
  for (let row = box + 1; row < end; row = stacks.subtreeEnd[row]) rest -= total[row];
  return rest;
}

/**
 * How the samples of a box are spread over the thread states that are shown, the most frequent first. Not told of an
 * inspected function as a whole: both halves of its picture hold its samples, and neither holds all of them.
 */
export function statesAt(
  { profile, spec, inspected }: Picture,
  box: StackIndex,
): { readonly state: string; readonly samples: SampleCount }[] {
  if (box === WHOLE && inspected !== undefined) return [];
  const { stacks, samples } = profile;
  const [from, to] = box === WHOLE ? [0, stacks.length] : [box, stacks.subtreeEnd[box]];
  const counts = new Float64Array(samples.states.length);
  for (let row = firstOf(samples.stack, from); row < samples.length && samples.stack[row] < to; row++) {
    counts[samples.state[row]] += samples.count[row];
  }
  return samples.states
    .map((state, index) => ({ state, samples: counts[index] }))
    .filter(({ state, samples: count }) => count > 0 && spec.columns[0].includes(state))
    .sort((a, b) => b.samples - a.samples);
}

/** The first sample row of a stack or of one after it; rows are sorted by stack. */
function firstOf(stack: Int32Array, from: StackIndex): number {
  let [low, high] = [0, stack.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (stack[middle] < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
