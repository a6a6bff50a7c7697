import type { SearchQuery } from './search';
import type { StackPath } from './stack-path';
import type { FrameRef } from './tables';

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
