import type { CallTree } from '../profile/call-tree';
import { searchStacks } from '../profile/search';
import { share } from '../profile/share';
import type { Profile } from '../profile/tables';
import type { StateView } from '../profile/thread-states';
import { statesOf } from '../profile/thread-states';
import type { Fraction, FrameIndex, SampleCount } from '../profile/units';
import { callTreeOf, functionTotalsOf } from './figures';

/**
 * What is said about one function of the source. Usually one frame; two where the program loaded the same file under
 * two names, such as `__main__` and its module name.
 */
export interface FunctionFigures {
  readonly view: StateView;
  /** All samples in the view: what the shares are shares of. */
  readonly sum: SampleCount;
  readonly self: SampleCount;
  readonly total: SampleCount;
  /** Samples of this function by what its threads did, as shares of the latency view; they add up to its share there. */
  readonly states: { readonly running: Fraction; readonly waiting: Fraction; readonly blocked: Fraction };
  /** Share of the CPU samples, which is what costs are a share of. */
  readonly cpuShare: Fraction;
}

export function figuresOf(profile: Profile, view: StateView, frames: readonly FrameIndex[]): FunctionFigures {
  const { sum } = callTreeOf(profile, view);
  const all = callTreeOf(profile, 'latency').sum;
  const shareOfAll = (states: readonly string[]): Fraction => share(totalIn(profile, states, frames), all);
  return {
    view,
    sum,
    self: selfIn(profile, view, frames),
    total: totalIn(profile, view, frames),
    states: {
      running: shareOfAll(['RUNNABLE', 'NATIVE', 'WALL_TIME']),
      waiting: shareOfAll(['WAITING', 'TIMED_WAITING']),
      blocked: shareOfAll(['BLOCKED']),
    },
    cpuShare: share(totalIn(profile, 'cpu', frames), callTreeOf(profile, 'cpu').sum),
  };
}

function selfIn(profile: Profile, view: StateView, frames: readonly FrameIndex[]): SampleCount {
  const { self } = functionTotalsOf(profile, view);
  return frames.reduce((sum, frame) => sum + self[frame], 0);
}

function totalIn(profile: Profile, view: StateView, frames: readonly FrameIndex[]): SampleCount {
  if (statesOf(view, profile.samples.states).length === 0) return 0;
  if (frames.length === 1) return functionTotalsOf(profile, view).total[frames[0]];
  return totalOfAny(callTreeOf(profile, view), frames);
}

/** Samples with any of the frames in their stack. Adding up their totals would count twice where one calls another. */
function totalOfAny({ profile, total }: CallTree, frames: readonly FrameIndex[]): SampleCount {
  const wanted = new Uint8Array(profile.frames.length);
  for (const frame of frames) wanted[frame] = 1;
  return searchStacks(profile.stacks, total, wanted).samples;
}

export interface Neighbour {
  readonly frame: FrameIndex;
  /** Samples with the two, one calling the other, in their stack. */
  readonly samples: SampleCount;
}

export interface Neighbours {
  /** Heaviest first. */
  readonly callers: readonly Neighbour[];
  readonly callees: readonly Neighbour[];
}

/**
 * Who calls a function and what it calls, in a view. Callers are those of its outermost occurrences, so their samples
 * add up to the function's own. Callees are counted at their outermost occurrence below a call from it.
 *
 *     main > f > g > f > g > h       callers of f: main    callees of f: g, once
 */
export function neighboursOf(
  { profile, total }: CallTree,
  frames: readonly FrameIndex[],
  limit: number,
): Neighbours {
  const { stacks } = profile;
  const isOne = new Set(frames);
  const callers = new Map<FrameIndex, SampleCount>();
  const callees = new Map<FrameIndex, SampleCount>();
  /** Where the subtree of the outermost open occurrence ends: of the function, and of each callee. */
  let insideUntil = 0;
  const calleeUntil = new Map<FrameIndex, number>();
  for (let row = 0; row < stacks.length; row++) {
    const frame = stacks.frame[row];
    const prefix = stacks.prefix[row];
    if (isOne.has(frame)) {
      if (row >= insideUntil) {
        insideUntil = stacks.subtreeEnd[row];
        if (prefix >= 0) add(callers, stacks.frame[prefix], total[row]);
      }
    } else if (prefix >= 0 && isOne.has(stacks.frame[prefix]) && row >= (calleeUntil.get(frame) ?? 0)) {
      calleeUntil.set(frame, stacks.subtreeEnd[row]);
      add(callees, frame, total[row]);
    }
  }
  return { callers: heaviest(callers, limit), callees: heaviest(callees, limit) };
}

function add(map: Map<FrameIndex, SampleCount>, frame: FrameIndex, samples: SampleCount): void {
  map.set(frame, (map.get(frame) ?? 0) + samples);
}

function heaviest(map: ReadonlyMap<FrameIndex, SampleCount>, limit: number): Neighbour[] {
  return [...map]
    .map(([frame, samples]) => ({ frame, samples }))
    .filter(({ samples }) => samples > 0)
    .sort((a, b) => b.samples - a.samples || a.frame - b.frame)
    .slice(0, limit);
}
