/**
 * Named numbers. An alias costs nothing at run time and says at every signature which table an index belongs to
 * and which unit a quantity has; mixing two of them reads wrong at once.
 */

/** Row of a {@link FrameTable}. */
export type FrameIndex = number;

/** Row of a {@link StackTable}; -1 where a stack has no caller. */
export type StackIndex = number;

/** Row of the `states` name list of a {@link SampleTable}. */
export type StateIndex = number;

/** Thread samples: how often the agent saw a thread there. Whole in agent profiles, any non-negative number after scaling. */
export type SampleCount = number;

/** A share of something that the context names, 0 to 1. */
export type Fraction = number;

/** Milliseconds since the Unix epoch, UTC. */
export type EpochMs = number;

/** A length of time in milliseconds. */
export type Milliseconds = number;

/** US dollars a year, at on-demand prices. An estimate, never the bill. */
export type DollarsPerYear = number;

/** Line of a source file, counted from 1; 0 where it is not known. */
export type LineNumber = number;
