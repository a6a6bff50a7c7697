import type { Profile } from './tables';
import { isThreadFrame } from './thread-frames';
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
 *
 * A path means the same call also where the file has been read by thread since, or is not any more. In which thread
 * nobody can say then: it is the one that goes furthest down the path, of equals the first.
 */
export function findPath(profile: Profile, path: StackPath): StackIndex {
  return walkAll(profile, path).reduce((best, next) => (next.steps > best.steps ? next : best)).end;
}

/** The stack rows at the very end of a call path: one, none, or one in each of several threads. */
export function findPlaces(profile: Profile, path: StackPath): StackIndex[] {
  return walkAll(profile, path)
    .filter(({ isWhole }) => isWhole)
    .map(({ end }) => end);
}

/** How far a path was followed. */
interface Walk {
  readonly end: StackIndex;
  readonly steps: number;
  readonly isWhole: boolean;
}

/** At least one: a path begins at an entry point, or below the frame of a thread that only one of both sides has. */
function walkAll(profile: Profile, path: StackPath): readonly Walk[] {
  const plain = walk(profile, -1, path);
  if (plain.steps > 0 || path.length === 0) return [plain];
  if (isThreadFrame(path[0].name, path[0].file ?? '')) return [walk(profile, -1, path.slice(1))];
  const inThreads = threadsOf(profile).map((thread) => walk(profile, thread, path));
  return [plain, ...inThreads];
}

function walk(profile: Profile, start: StackIndex, path: StackPath): Walk {
  let end = start;
  let steps = 0;
  for (; steps < path.length; steps++) {
    const callee = findCallee(profile, end, path[steps]);
    if (callee < 0) break;
    end = callee;
  }
  return { end, steps, isWhole: path.length > 0 && steps === path.length };
}

function threadsOf({ frames, stacks }: Profile): StackIndex[] {
  const threads: StackIndex[] = [];
  for (let row = 0; row < stacks.length; row = stacks.subtreeEnd[row]) {
    const frame = stacks.frame[row];
    if (isThreadFrame(frames.name[frame], frames.file[frame])) threads.push(row);
  }
  return threads;
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
