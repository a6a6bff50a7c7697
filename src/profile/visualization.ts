import type { FunctionRef } from './transforms';

/** The three pictures of one profile (user guide, "Types of visualizations"). */
export type Visualization =
  /** From the entry points down. */
  | { readonly type: 'overview' }
  /** The hottest functions first, and below each its callers. */
  | { readonly type: 'hotspots' }
  /** One function with all its callers above and all its callees below. */
  | { readonly type: 'inspect'; readonly function: FunctionRef };
