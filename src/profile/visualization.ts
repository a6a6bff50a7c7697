import type { Inverted, Limits } from './invert';
import { LIMITS, invert } from './invert';
import { createStackTable, moveSamples } from './preorder';
import { GONE, OUTSIDE, restack } from './restack';
import { matchFunction } from './search';
import type { Profile, SampleTable, StackTable } from './tables';
import type { FunctionRef } from './transforms';
import type { SampleCount, StackIndex } from './units';

/** The three pictures of one profile (user guide, "Types of visualizations"). */
export type Visualization =
  /** From the entry points down. */
  | { readonly type: 'overview' }
  /** The hottest functions first, and below each its callers. */
  | { readonly type: 'hotspots' }
  /** One function with all its callers above and all its callees below. */
  | { readonly type: 'inspect'; readonly function: FunctionRef };

/** A profile as it is to be drawn: again tables, on the same frame table, so that whatever reads profiles reads this. */
export interface Drawing {
  readonly profile: Profile;
  /** First row of the callers of an inspected function, drawn upwards; the number of stacks where there are none. */
  readonly callersFrom: StackIndex;
  /** 1 per row that was not unfolded further because it is too narrow; undefined when all is there. */
  readonly folded: Uint8Array | undefined;
  /**
   * Samples that are drawn, what the whole is wide. A call tree of an inspected function has them twice, in either half,
   * save for those of the function itself and those that no function called.
   */
  readonly sum: SampleCount;
}

/**
 * @param states names of the thread states that are counted. An overview has samples in others too; in the other two
 *   pictures only these have rows, because the rows are made of samples.
 */
export function draw(
  profile: Profile,
  visualization: Visualization,
  states: readonly string[],
  limits: Limits = LIMITS,
): Drawing {
  const samples = inStates(profile.samples, states);
  switch (visualization.type) {
    case 'overview':
      return {
        profile,
        callersFrom: profile.stacks.length,
        folded: undefined,
        sum: sumOf(samples),
      };
    case 'hotspots':
      return drawHotspots({ ...profile, samples }, limits);
    case 'inspect':
      return drawInspected({ ...profile, samples }, visualization.function, limits);
  }
}

function drawHotspots(profile: Profile, limits: Limits): Drawing {
  const { stacks, samples, frames } = profile;
  const inverted = invert(stacks, samples, 'ends', frames.length, limits);
  return {
    profile: { ...profile, stacks: inverted.stacks, samples: inverted.samples },
    callersFrom: inverted.stacks.length,
    folded: inverted.folded,
    sum: sumOf(samples),
  };
}

/**
 * Each sample counts once, at the outermost call of the function in its stack: what that called hangs below, what led
 * to it above, with the nearest caller as the first.
 *
 *     main > f > g > f > h      below f: g > f > h      above f: main
 *
 * Below, the function may stand again where it is called within itself. Its own time is what is left of the sum when
 * the entry points of the lower half are taken off.
 */
function drawInspected(profile: Profile, { name, file }: FunctionRef, limits: Limits): Drawing {
  const { frames, stacks, samples } = profile;
  const outermost = findOutermost(profile, matchFunction(frames, { name, file }));
  const callees = restack(profile, (row, caller, draft) => {
    if (outermost[row] < 0 || outermost[row] === row) return GONE;
    return draft.box(row, caller === GONE ? OUTSIDE : caller, stacks.frame[row]);
  });
  const inFunction = moveSamples(samples, outermost, stacks.length);
  const callers = invert(stacks, inFunction, 'callers', frames.length, limits);
  return { ...joinHalves(callees, callers), sum: sumOf(inFunction) };
}

/** For each row the outermost call of a marked function that it lies within, itself included, or -1. */
export function findOutermost({ stacks }: Profile, marked: Uint8Array): Int32Array {
  const outermost = new Int32Array(stacks.length).fill(-1);
  for (let row = 0; row < stacks.length;) {
    const isMarked = marked[stacks.frame[row]] === 1;
    const end = isMarked ? stacks.subtreeEnd[row] : row + 1;
    if (isMarked) outermost.fill(row, row, end);
    row = end;
  }
  return outermost;
}

/** The rows of the callers after those of the callees: two forests in one table. */
function joinHalves(callees: Profile, callers: Inverted): Omit<Drawing, 'sum'> {
  const callersFrom = callees.stacks.length;
  const stacks = joinStacks(callees.stacks, callers.stacks);
  const profile = { ...callees, stacks, samples: joinSamples(callees.samples, callers.samples, callersFrom) };
  return { profile, callersFrom, folded: callers.folded && shifted(callers.folded, callersFrom) };
}

function joinStacks(upper: StackTable, lower: StackTable): StackTable {
  const from = upper.length;
  const stacks = createStackTable(from + lower.length);
  for (const column of ['frame', 'prefix', 'subtreeEnd', 'depth', 'firstLine', 'lastLine'] as const) {
    stacks[column].set(upper[column]);
    stacks[column].set(lower[column], from);
  }
  for (let row = from; row < stacks.length; row++) {
    stacks.subtreeEnd[row] += from;
    if (stacks.prefix[row] >= 0) stacks.prefix[row] += from;
  }
  return stacks;
}

function joinSamples(first: SampleTable, second: SampleTable, from: StackIndex): SampleTable {
  const length = first.length + second.length;
  const stack = new Int32Array(length);
  const state = new Uint8Array(length);
  const count = new Float64Array(length);
  stack.set(first.stack);
  stack.set(
    second.stack.map((row) => row + from),
    first.length,
  );
  state.set(first.state);
  state.set(second.state, first.length);
  count.set(first.count);
  count.set(second.count, first.length);
  return { stack, state, count, length, states: first.states };
}

function shifted(flags: Uint8Array, by: number): Uint8Array {
  const wider = new Uint8Array(by + flags.length);
  wider.set(flags, by);
  return wider;
}

/** Only the samples in these states; the names of all states stay, so that a StateIndex means the same. */
function inStates(samples: SampleTable, wanted: readonly string[]): SampleTable {
  const isWanted = samples.states.map((state) => wanted.includes(state));
  if (!isWanted.includes(false)) return samples;
  const rows = samples.state.reduce((sum, state) => sum + (isWanted[state] ? 1 : 0), 0);
  const stack = new Int32Array(rows);
  const state = new Uint8Array(rows);
  const count = new Float64Array(rows);
  let length = 0;
  for (let row = 0; row < samples.length; row++) {
    if (!isWanted[samples.state[row]]) continue;
    stack[length] = samples.stack[row];
    state[length] = samples.state[row];
    count[length++] = samples.count[row];
  }
  return { stack, state, count, length, states: samples.states };
}

function sumOf({ count }: SampleTable): SampleCount {
  let sum = 0;
  for (let row = 0; row < count.length; row++) sum += count[row];
  return sum;
}
