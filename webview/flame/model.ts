import type { CallTree } from '../../src/profile/call-tree';
import { computeCallTree } from '../../src/profile/call-tree';
import type { DepthOrder } from '../../src/profile/flame-layout';
import { orderByDepth } from '../../src/profile/flame-layout';
import type { StateView } from '../../src/profile/thread-states';
import { statesOf } from '../../src/profile/thread-states';
import type { FrameIndex, SampleCount, StackIndex } from '../../src/profile/units';
import type { FlameSnapshot } from '../../src/protocol/flame';
import type { Boxes } from '../chart/boxes';
import { WHOLE, createBoxes } from '../chart/boxes';

/**
 * Everything that follows from a profile and the thread states that somebody looks at: computed once, then only read.
 * Zooming, searching and selecting change none of it.
 */
export interface FlameModel {
  readonly snapshot: FlameSnapshot;
  readonly view: StateView;
  readonly tree: CallTree;
  /** The CPU view's tree, whatever view is shown: cost is a share of CPU. */
  readonly cpu: CallTree;
  readonly order: DepthOrder;
  readonly boxes: Boxes;
  /** In how many call paths of this view each function occurs. */
  readonly places: Int32Array;
}

/** @param before the model that this one takes the place of: the same profile keeps its order of boxes */
export function createModel(snapshot: FlameSnapshot, view: StateView, before?: FlameModel): FlameModel {
  const { profile } = snapshot;
  const { states } = profile.samples;
  const isSameProfile = before?.snapshot.profile === profile;
  const order = isSameProfile ? before.order : orderByDepth(profile.stacks);
  const cpu = isSameProfile ? before.cpu : computeCallTree(profile, statesOf('cpu', states));
  const tree = view === 'cpu' ? cpu : computeCallTree(profile, statesOf(view, states));
  const boxes = createBoxes(profile, tree.total, order);
  return { snapshot, view, tree, cpu, order, boxes, places: countPlaces(tree) };
}

export function samplesOf({ tree }: FlameModel, box: StackIndex): SampleCount {
  return box === WHOLE ? tree.sum : tree.total[box];
}

/** Where a function takes most samples, or undefined where it takes none in this view. */
export function hottestPlace(
  { tree }: FlameModel,
  isFrame: (frame: FrameIndex) => boolean,
): StackIndex | undefined {
  const { frame, length } = tree.profile.stacks;
  let best: StackIndex | undefined;
  for (let row = 0; row < length; row++) {
    if (tree.total[row] > (best === undefined ? 0 : tree.total[best]) && isFrame(frame[row])) best = row;
  }
  return best;
}

function countPlaces({ profile, total }: CallTree): Int32Array {
  const places = new Int32Array(profile.frames.length);
  for (let row = 0; row < profile.stacks.length; row++) {
    if (total[row] > 0) places[profile.stacks.frame[row]]++;
  }
  return places;
}
