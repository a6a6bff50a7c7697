import { computeCallTree } from '../profile/call-tree';
import type { Profile } from '../profile/tables';
import type { Fraction, SampleCount } from '../profile/units';

/** How much of a view each function takes, callees included, whatever file it is in and whatever path led there. */
export interface FrameShares {
  /** What the shares are shares of: all samples in the states that were counted. */
  readonly samples: SampleCount;
  readonly shares: ReadonlyMap<string, Fraction>;
}

export interface FrameSharesOptions {
  /** Functions below it are left out. */
  readonly atLeast: Fraction;
  /** Functions at most, those with the largest shares. */
  readonly limit: number;
}

/**
 * @param profile as people read it: see `toReadable` in profile/wrappers.ts
 * @param states names of thread states to count
 */
export function computeFrameShares(
  profile: Profile,
  states: readonly string[],
  { atLeast, limit }: FrameSharesOptions,
): FrameShares {
  const { total, sum } = computeCallTree(profile, states);
  const large = [...sumByName(profile, total)]
    .map(([name, samples]): [string, Fraction] => [name, samples / sum])
    .filter(([, share]) => share >= atLeast)
    .sort(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1));
  return { samples: sum, shares: new Map(large.slice(0, limit)) };
}

/**
 * Rows are in preorder, so a stack lies within an outer one of its name exactly when it starts before that one's
 * subtree ends: each sample counts once for a name.
 */
function sumByName({ frames, stacks }: Profile, total: Float64Array): Map<string, SampleCount> {
  const sums = new Map<string, SampleCount>();
  const openUntil = new Map<string, number>();
  for (let row = 0; row < stacks.length; row++) {
    const name = frames.name[stacks.frame[row]];
    if ((openUntil.get(name) ?? 0) <= row) {
      openUntil.set(name, stacks.subtreeEnd[row]);
      sums.set(name, (sums.get(name) ?? 0) + total[row]);
    }
  }
  return sums;
}
