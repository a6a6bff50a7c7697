import type { CallTree } from '../profile/call-tree';
import type { FunctionTotals } from '../profile/hot-spots';
import { frameRef, hottest } from '../profile/hot-spots';
import { share } from '../profile/share';
import type { FrameRef } from '../profile/tables';
import type { Fraction, FrameIndex, SampleCount } from '../profile/units';
import type { Location } from './location';

/**
 * How much of a profile stands beside code of the workspace, and what stands in the way of the rest. A sample is counted
 * by the function of somebody's own that is nearest to where the time went, since that is the line that can be changed:
 *
 *     main > quote > re:compile       quote is in the workspace       mapped
 *     main > quote > re:compile       quote is own and not found      missed, although main is found
 *     Thread:run > socket:recv        none of them is own             foreign
 */
export interface Coverage {
  readonly sum: SampleCount;
  readonly mapped: SampleCount;
  readonly missed: SampleCount;
  readonly foreign: SampleCount;
  /** Mapped, of all samples in the view. */
  readonly share: Fraction;
  /** Functions without a place, hottest first, foreign ones after those that somebody here may have written. */
  readonly unmapped: readonly UnmappedFunction[];
  /** Functions below the floor: nobody looked for them, and they count as the function that called them. */
  readonly unasked: number;
}

export interface UnmappedFunction {
  readonly ref: FrameRef;
  readonly frame: FrameIndex;
  readonly total: SampleCount;
  /** Of all samples in the view. */
  readonly share: Fraction;
  /** Whether it counts as somebody's own code, and is therefore missed. */
  readonly isOwn: boolean;
  /** Places that can be meant; one click chooses among them. */
  readonly candidates: Location['candidates'];
  readonly why: string;
}

export interface CoverageOptions {
  readonly locate: (ref: FrameRef) => Promise<Location>;
  readonly isOwn: (ref: FrameRef) => boolean;
  /** Functions below it are not looked for: they are many, and change the figure by next to nothing. */
  readonly minimumShare: Fraction;
  readonly signal?: AbortSignal;
}

/** @throws when aborted */
export async function computeCoverage(totals: FunctionTotals, options: CoverageOptions): Promise<Coverage> {
  const { tree } = totals;
  const standing = new Uint8Array(tree.profile.frames.length);
  const unmapped: UnmappedFunction[] = [];
  let asked = 0;
  const ranked = hottest(totals, 'total');
  for (const frame of ranked) {
    const part = share(totals.total[frame], tree.sum);
    if (part < options.minimumShare) break;
    asked++;
    const ref = frameRef(totals, frame);
    const location = await options.locate(ref);
    options.signal?.throwIfAborted();
    const isOwn = options.isOwn(ref);
    if ('line' in location) standing[frame] = MAPPED;
    else {
      if (isOwn) standing[frame] = MISSED;
      const { candidates, why } = location;
      unmapped.push({ ref, frame, total: totals.total[frame], share: part, isOwn, candidates, why });
    }
  }
  const samples = samplesByStanding(tree, standing);
  return {
    sum: tree.sum,
    mapped: samples[MAPPED],
    missed: samples[MISSED],
    foreign: samples[FOREIGN],
    share: share(samples[MAPPED], tree.sum),
    unmapped: unmapped.sort((a, b) => Number(b.isOwn) - Number(a.isOwn) || b.total - a.total),
    unasked: ranked.length - asked,
  };
}

/** What is known of a function, and of a stack by its nearest function that is not foreign. */
const [FOREIGN, MAPPED, MISSED] = [0, 1, 2];

/** Callers stand before what they call, so one ascending loop hands down what a foreign function inherits. */
function samplesByStanding({ profile: { stacks }, self }: CallTree, ofFrame: Uint8Array): Float64Array {
  const ofStack = new Uint8Array(stacks.length);
  const samples = new Float64Array(3);
  for (let row = 0; row < stacks.length; row++) {
    const own = ofFrame[stacks.frame[row]];
    const caller = stacks.prefix[row];
    ofStack[row] = own !== FOREIGN || caller < 0 ? own : ofStack[caller];
    samples[ofStack[row]] += self[row];
  }
  return samples;
}
