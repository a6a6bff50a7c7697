import type { Profile } from './tables';
import type { SampleCount } from './units';

/**
 * Self and total samples of every call path, in the thread states that someone is looking at. Derived: cheap to make
 * again, never stored or sent.
 */
export interface CallTree {
  readonly profile: Profile;
  /** The states that were counted, as asked for. */
  readonly states: readonly string[];
  /** Samples that ended in this stack, one per stack row. */
  readonly self: Float64Array;
  /** Samples in this stack or below it, one per stack row. */
  readonly total: Float64Array;
  /** All samples in these states: what every share of this tree is a share of. */
  readonly sum: SampleCount;
}

/** @param states names of thread states to count; names that the profile does not have count nothing */
export function computeCallTree(profile: Profile, states: readonly string[]): CallTree {
  const self = computeSelf(profile, states);
  const { sum, total } = addUp(profile, self);
  return { profile, states, self, total, sum };
}

function computeSelf({ stacks, samples }: Profile, states: readonly string[]): Float64Array {
  const wanted = samples.states.map((state) => states.includes(state));
  const self = new Float64Array(stacks.length);
  for (let i = 0; i < samples.length; i++) {
    if (wanted[samples.state[i]]) {
      self[samples.stack[i]] += samples.count[i];
    }
  }
  return self;
}

/** Callers stand before what they call, so going down the rows once hands every total to its caller when it is whole. */
function addUp({ stacks }: Profile, self: Float64Array): { total: Float64Array; sum: SampleCount } {
  const total = self.slice();
  let sum = 0;
  for (let row = stacks.length - 1; row >= 0; row--) {
    const prefix = stacks.prefix[row];
    if (prefix < 0) {
      sum += total[row];
    } else {
      total[prefix] += total[row];
    }
  }
  return { total, sum };
}
