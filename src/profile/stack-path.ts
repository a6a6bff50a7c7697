import type { Profile } from './tables';
import type { StackIndex } from './units';

/** A call path without tables: from the entry point down. What can be kept while profiles come and go. */
export type StackPath = readonly PathStep[];

/** `file` is left out where only the name is known; then any file will do. */
export interface PathStep {
  readonly name: string;
  readonly file?: string;
}

/** The call path that ends in a stack row; none for -1. */
export function pathOf(profile: Profile, stack: StackIndex): StackPath {
  const { frames, stacks } = profile;
  const path: PathStep[] = [];
  for (let row = stack; row >= 0; row = stacks.prefix[row]) {
    path.push({ name: frames.name[stacks.frame[row]], file: frames.file[stacks.frame[row]] });
  }
  return path.reverse();
}

/**
 * The stack row at the end of a call path, or as far down the path as the profile goes, or -1. After a refresh a
 * row number means something else; a path still means the same call, and a shorter one its nearest caller.
 */
export function findPath(profile: Profile, path: StackPath): StackIndex {
  let found = -1;
  for (const step of path) {
    const callee = findCallee(profile, found, step);
    if (callee < 0) return found;
    found = callee;
  }
  return found;
}

/** Callees are siblings in preorder: each one starts where the subtree of the one before it ends. */
function findCallee({ frames, stacks }: Profile, caller: StackIndex, step: PathStep): StackIndex {
  const end = caller < 0 ? stacks.length : stacks.subtreeEnd[caller];
  for (let row = caller + 1; row < end; row = stacks.subtreeEnd[row]) {
    const frame = stacks.frame[row];
    if (frames.name[frame] !== step.name) continue;
    if (step.file === undefined || frames.file[frame] === step.file) return row;
  }
  return -1;
}
