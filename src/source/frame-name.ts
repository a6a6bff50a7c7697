/** A frame's name in its parts, '' for a part that the agent left out. */
export interface FrameName {
  /** `shop.catalog`; not to be trusted, see {@link parsePythonFrameName}. */
  readonly module: string;
  /** The class of `self` at run time, often a subclass of the one whose body holds the method. */
  readonly className: string;
  /** What ran, as {@link CodeSymbol.name} spells it. */
  readonly function: string;
}

/**
 * The longest name that is looked at, in UTF-16 units: Python's own longest qualified names have a few hundred, and
 * a frame's name may be a megabyte of somebody's spite.
 */
export const MAX_FRAME_NAME_LENGTH = 4096;
