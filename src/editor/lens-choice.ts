import type { Fraction } from '../profile/units';

export interface LensCandidate {
  /** What a function is known by from one refresh to the next. */
  readonly key: string;
  /** Of the view. */
  readonly share: Fraction;
}

export interface LensLimits {
  readonly minimumShare: Fraction;
  readonly maximum: number;
}

/** A lens stays until its function has fallen to this part of what a new one needs. */
const STAYS_AT = 0.5;

/** A lens is displaced only by a function so many times as hot. */
const STAYS_UNTIL = 1.5;

/**
 * Which functions get a lens. A lens takes a line of the editor, so one that comes and goes with every refresh moves the
 * text under the reader's eyes: shares of a program that runs waver around the threshold, and those in tenth and eleventh
 * place swap. So whoever has a lens keeps it until the difference is one that means something.
 */
export function chooseLenses<T extends LensCandidate>(
  candidates: readonly T[],
  { minimumShare, maximum }: LensLimits,
  shown: ReadonlySet<string>,
): T[] {
  const weigh = ({ key, share }: LensCandidate): number => (shown.has(key) ? share * STAYS_UNTIL : share);
  return candidates
    .filter(({ key, share }) => share >= (shown.has(key) ? minimumShare * STAYS_AT : minimumShare))
    .sort((a, b) => weigh(b) - weigh(a))
    .slice(0, maximum);
}
