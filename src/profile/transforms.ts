import { isInPackage, packageOf } from './packages';
import { moveSamples } from './preorder';
import type { Place, Rule } from './restack';
import { GONE, OUTSIDE, restack, withFrame } from './restack';
import type { SearchQuery } from './search';
import { matchFrames, matchFunction } from './search';
import type { PathStep, StackPath } from './stack-path';
import { findPlaces } from './stack-path';
import type { FrameRef, FrameTable, Profile } from './tables';
import type { FrameIndex, StackIndex } from './units';

/** A function wherever it is called. `file` '' means: of that name in any file. */
export type FunctionRef = Pick<FrameRef, 'name' | 'file'>;

/**
 * What a person did to a call graph to see it better. Each is a value that can be kept, sent and undone; applied in
 * their order they turn a profile into another one, see {@link applyTransforms}.
 */
export type Transform =
  /** Only stacks with the function, from its outermost call on. */
  | { readonly type: 'focus-function'; readonly function: FunctionRef }
  /**
   * Only what lies below one call path, from its last function on. Inverted, the path leads from a hottest function up
   * to a caller, and stacks end where that caller is.
   */
  | { readonly type: 'focus-subtree'; readonly path: StackPath; readonly inverted: boolean }
  /** Neither the function nor what it calls is shown; the time stays with its caller, no other total changes. */
  | { readonly type: 'hide-function'; readonly function: FunctionRef }
  /** The same for every function that a text finds. */
  | { readonly type: 'hide-matching'; readonly query: SearchQuery }
  /** The function is taken out and what it calls moves up to its caller. */
  | { readonly type: 'merge-function'; readonly function: FunctionRef }
  /** Stacks with the function are left out, and with them their samples: what remains is the new whole. */
  | { readonly type: 'drop-function'; readonly function: FunctionRef }
  /** Only stacks with a function that a text finds. */
  | { readonly type: 'keep-matching'; readonly query: SearchQuery }
  /** Calls of a function within itself become one; `direct`: only where it calls itself at once. */
  | {
      readonly type: 'collapse-recursion';
      readonly direct: boolean;
      readonly function: FunctionRef | undefined;
    }
  /** Adjacent functions of a package become one box with its name. */
  | { readonly type: 'collapse-package'; readonly package: string };

/**
 * The profile as it is after all transforms, in their order. Its frames are those of the profile, in their rows;
 * frames that stand for what is not a function any more (a package, what is hidden) come after them. What hides or joins
 * functions leaves a profile that has none of them as it is; what focuses on them leaves nothing of it.
 */
export function applyTransforms(profile: Profile, transforms: readonly Transform[]): Profile {
  return transforms.reduce(applyTransform, profile);
}

function applyTransform(profile: Profile, transform: Transform): Profile {
  const { frames } = profile;
  switch (transform.type) {
    case 'focus-function':
      return restack(profile, focusRule(profile, matchFunction(frames, transform.function)));
    case 'focus-subtree':
      return transform.inverted ? focusOnEnds(profile, transform.path) : focusOnPath(profile, transform.path);
    case 'hide-function':
      return applyTo(matchFunction(frames, transform.function), profile, hideRule);
    case 'hide-matching':
      return applyTo(matchFrames(frames, transform.query), profile, hideRule);
    case 'merge-function':
      return applyTo(matchFunction(frames, transform.function), profile, mergeRule);
    case 'drop-function':
      return applyTo(matchFunction(frames, transform.function), profile, dropRule);
    case 'keep-matching':
      return keepStacksWith(profile, matchFrames(frames, transform.query));
    case 'collapse-recursion':
      return collapseRecursion(profile, transform);
    case 'collapse-package':
      return collapsePackage(profile, transform.package);
  }
}

type RuleMaker = (profile: Profile, marked: Uint8Array) => Rule;

/** Without a marked frame there is nothing to do, and the same profile says so to whoever keeps what follows from it. */
function applyTo(marked: Uint8Array, profile: Profile, ruleOf: RuleMaker): Profile {
  return marked.includes(1) ? restack(profile, ruleOf(profile, marked)) : profile;
}

const hideRule: RuleMaker = ({ stacks }, marked) => {
  let hiddenUntil = 0;
  return (row, caller, draft) => {
    const frame = stacks.frame[row];
    if (row >= hiddenUntil && marked[frame] === 1) hiddenUntil = stacks.subtreeEnd[row];
    return row < hiddenUntil ? caller : draft.box(row, caller, frame);
  };
};

const mergeRule: RuleMaker =
  ({ stacks }, marked) =>
  (row, caller, draft) => {
    const frame = stacks.frame[row];
    return marked[frame] === 1 ? caller : draft.box(row, caller, frame);
  };

const dropRule: RuleMaker =
  ({ stacks }, marked) =>
  (row, caller, draft) => {
    const frame = stacks.frame[row];
    return caller === GONE || marked[frame] === 1 ? GONE : draft.box(row, caller, frame);
  };

/** The outermost call becomes an entry point; what lies within it keeps its place, also where it calls itself. */
const focusRule: RuleMaker = ({ stacks }, marked) => {
  let openUntil = 0;
  return (row, caller, draft) => {
    const frame = stacks.frame[row];
    if (row < openUntil) return draft.box(row, caller, frame);
    if (marked[frame] === 0) return GONE;
    openUntil = stacks.subtreeEnd[row];
    return draft.box(row, OUTSIDE, frame);
  };
};

/** Samples leave, rows stay where others below or beside them need them. */
function keepStacksWith(profile: Profile, marked: Uint8Array): Profile {
  const { stacks } = profile;
  let openUntil = 0;
  return moveEnds(profile, (row) => {
    if (row >= openUntil && marked[stacks.frame[row]] === 1) openUntil = stacks.subtreeEnd[row];
    return row < openUntil ? row : GONE;
  });
}

/** @param endOf the row at which samples of a row end now, or GONE; asked of every row in preorder */
function moveEnds(profile: Profile, endOf: (row: StackIndex) => Place): Profile {
  const { stacks } = profile;
  const ends = new Int32Array(stacks.length);
  for (let row = 0; row < stacks.length; row++) ends[row] = endOf(row);
  const samples = moveSamples(profile.samples, ends, stacks.length);
  return restack({ ...profile, samples }, (row, caller, draft) => draft.box(row, caller, stacks.frame[row]));
}

function focusOnPath(profile: Profile, path: StackPath): Profile {
  if (path.length === 0) return profile;
  const { stacks } = profile;
  const starts = new Set(findPlaces(profile, path));
  let openUntil = 0;
  return restack(profile, (row, caller, draft) => {
    const isStart = starts.has(row);
    if (isStart) openUntil = stacks.subtreeEnd[row];
    return row < openUntil ? draft.box(row, isStart ? OUTSIDE : caller, stacks.frame[row]) : GONE;
  });
}

/** Samples whose stack, read from its end, begins with the path; they end now at the caller that it leads to. */
function focusOnEnds(profile: Profile, path: StackPath): Profile {
  if (path.length === 0) return profile;
  const { frames, stacks } = profile;
  return moveEnds(profile, (row) => {
    let end = row;
    for (let at = row, step = 0; step < path.length; step++, at = stacks.prefix[at]) {
      if (at < 0 || !isStep(frames, stacks.frame[at], path[step])) return GONE;
      end = at;
    }
    return end;
  });
}

function isStep({ name, file }: FrameTable, frame: FrameIndex, step: PathStep): boolean {
  return name[frame] === step.name && (step.file === undefined || file[frame] === step.file);
}

function collapseRecursion(
  profile: Profile,
  transform: Extract<Transform, { type: 'collapse-recursion' }>,
): Profile {
  const marked = transform.function
    ? matchFunction(profile.frames, transform.function)
    : new Uint8Array(profile.frames.length).fill(1);
  return applyTo(marked, profile, transform.direct ? collapseDirectRule : collapseRule);
}

/** A box equal to that of the caller, and beside it, is the same box. */
const collapseDirectRule: RuleMaker =
  ({ stacks }, marked) =>
  (row, caller, draft) => {
    const frame = stacks.frame[row];
    const isSame = marked[frame] === 1 && caller >= 0 && draft.frames[caller] === frame;
    return draft.box(row, isSame ? draft.callers[caller] : caller, frame);
  };

/**
 * A call of a function that is open goes back to the open one, and everything in between is closed:
 *
 *     f > g > f > h      becomes      f > g      and what h calls hangs on f > h
 *                                       > h
 *
 * So no function is twice in a stack. Whether one is open is asked of the stack as it has become, not as it was: after
 * the second f above, g is not open any more, though it is a caller. `path` has the boxes of that stack by depth. It is
 * cut by going back and written over by what follows, so each row keeps what it wrote over until its subtree ends; an
 * open function is one whose box is still where it was written. That makes each row a constant amount of work, where
 * looking through its callers would take a path of ten thousand for each of them.
 */
const collapseRule: RuleMaker = ({ frames, stacks }, marked) => {
  const path = new Int32Array(stacks.length + 1).fill(-1);
  const boxOf = new Int32Array(frames.length).fill(-1);
  const pathBefore = new Int32Array(stacks.length);
  const boxBefore = new Int32Array(stacks.length);
  const extends_ = new Uint8Array(stacks.length);
  let last: StackIndex = -1;
  return (row, caller, draft) => {
    for (; last !== stacks.prefix[row]; last = stacks.prefix[last]) {
      if (extends_[last] === 0) continue;
      path[draft.depths[last]] = pathBefore[last];
      boxOf[stacks.frame[last]] = boxBefore[last];
    }
    last = row;
    const frame = stacks.frame[row];
    const open = boxOf[frame];
    const depth = caller < 0 ? -1 : draft.depths[caller];
    if (
      marked[frame] === 1 &&
      open >= 0 &&
      draft.depths[open] <= depth &&
      path[draft.depths[open]] === open
    ) {
      return draft.box(row, draft.callers[open], frame);
    }
    extends_[row] = 1;
    pathBefore[row] = path[depth + 1];
    boxBefore[row] = open;
    path[depth + 1] = row;
    boxOf[frame] = row;
    return draft.box(row, caller, frame);
  };
};

/** A run of calls within the package, packages in it included, is one box; its lines would be of many files. */
function collapsePackage(profile: Profile, name: string): Profile {
  const marked = markPackage(profile.frames, name);
  if (!marked.includes(1)) return profile;
  const { stacks } = profile;
  const { frames, frame: box } = withFrame(profile.frames, name);
  return restack({ ...profile, frames }, (row, caller, draft) => {
    const frame: FrameIndex = stacks.frame[row];
    if (marked[frame] === 0) return draft.box(row, caller, frame);
    const isRunning = caller >= 0 && draft.frames[caller] === box;
    return draft.box(row, isRunning ? draft.callers[caller] : caller, box);
  });
}

/** The box of a package that was collapsed before is in it too: what is taken out between two of them makes them neighbours. */
function markPackage({ name, file, length }: FrameTable, outer: string): Uint8Array {
  const marked = new Uint8Array(length);
  for (let frame = 0; frame < length; frame++) {
    const isBox = name[frame] === outer && file[frame] === '';
    if (isBox || isInPackage(packageOf(name[frame], file[frame]), outer)) marked[frame] = 1;
  }
  return marked;
}
