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

/** Samples with any of the frames in their stack. */
export function totalIn(profile: Profile, view: StateView, frames: readonly FrameIndex[]): SampleCount {
  if (statesOf(view, profile.samples.states).length === 0) return 0;
  if (frames.length === 1) return functionTotalsOf(profile, view).total[frames[0]];
  return totalOfAny(callTreeOf(profile, view), frames);
}

/** Adding up their totals would count twice where one calls another. */
function totalOfAny({ profile, total }: CallTree, frames: readonly FrameIndex[]): SampleCount {
  const wanted = new Uint8Array(profile.frames.length);
  for (const frame of frames) wanted[frame] = 1;
  return searchStacks(profile.stacks, total, wanted).samples;
}
