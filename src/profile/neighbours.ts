import type { CallTree } from './call-tree';
import type { FrameIndex, SampleCount } from './units';

/** A function next to another one in the stacks. */
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
