import type { CallTree } from './call-tree';
import { computeCallTree } from './call-tree';
import { share } from './share';
import type { Profile } from './tables';
import { deriveStates } from './thread-states';
import type { Fraction, StackIndex } from './units';

/** A question about one function, wherever it occurs. */
export interface FunctionQuestion {
  /** As the agent wrote it, to the letter; functions of that name in several files count as one. */
  readonly name: string;
  /**
   * Thread states to count; none means every state. A Python profile has the states that its leaves tell, see
   * thread-states.ts, and under WALL_TIME all that was reported as that.
   */
  readonly states: readonly string[];
}

/**
 * What part of the samples in the asked states has the function in its stack: a recursive function counts once per stack.
 * One share per question, in their order; 0 where the profile has no sample in those states.
 */
export function computeFunctionShares(profile: Profile, questions: readonly FunctionQuestion[]): Fraction[] {
  const rowsOf = findOutermost(profile, new Set(questions.map(({ name }) => name)));
  const trees = new Map<string, CallTree>();
  return questions.map(({ name, states }) => {
    const key = JSON.stringify(states);
    const tree = trees.get(key) ?? computeTree(profile, states);
    trees.set(key, tree);
    const samples = (rowsOf.get(name) ?? []).reduce((sum, row) => sum + tree.total[row], 0);
    return share(samples, tree.sum);
  });
}

/** Telling states apart leaves stacks as they are, so rows of one profile are rows of the other. */
function computeTree(profile: Profile, states: readonly string[]): CallTree {
  if (states.length === 0) {
    return computeCallTree(profile, profile.samples.states);
  }
  return computeCallTree(states.includes('WALL_TIME') ? profile : deriveStates(profile), states);
}

/**
 * The stacks of each name that have none of that name among their callers: all others lie inside their subtrees. One
 * pass for all names, as in hot-spots.ts.
 */
function findOutermost(
  { frames, stacks }: Profile,
  names: ReadonlySet<string>,
): ReadonlyMap<string, readonly StackIndex[]> {
  const found = new Map<string, { rows: StackIndex[]; openUntil: StackIndex }>();
  const ofFrame = frames.name.map((name) => {
    if (!names.has(name)) {
      return undefined;
    }
    const entry = found.get(name) ?? { rows: [], openUntil: 0 };
    found.set(name, entry);
    return entry;
  });
  for (let row = 0; row < stacks.length; row++) {
    const entry = ofFrame[stacks.frame[row]];
    if (entry !== undefined && row >= entry.openUntil) {
      entry.rows.push(row);
      entry.openUntil = stacks.subtreeEnd[row];
    }
  }
  return new Map([...found].map(([name, { rows }]) => [name, rows]));
}
