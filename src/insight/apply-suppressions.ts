import type { Profile } from '../profile/tables';
import { parseFrameAddress } from './frame-address';
import type { CodeFilter } from './my-code';
import { ownCallSite } from './own-call-site';
import type { Match, Recommendation } from './recommend';
import type { Suppression } from './suppressions';
import { suppressionOf } from './suppressions';

export interface Suppressing {
  /** Those in force. */
  readonly suppressions: readonly Suppression[];
  /** Says which function of a call path is the one that a suppression names. */
  readonly isMyCode: CodeFilter;
}

/** Recommendations without what people have muted. */
export interface Unsuppressed {
  /** Those with a place left, of which only these places are in their counts and sums. */
  readonly recommendations: readonly Recommendation[];
  /** How many are gone altogether. */
  readonly suppressed: number;
}

/**
 * Takes muted places out of recommendations. Places share no samples, so what is left is a difference of sums. Of a
 * recommendation with more places than it lists, the others stay: nobody can say that those are muted too, unless all
 * of the pattern is.
 */
export function applySuppressions(
  profile: Profile,
  recommendations: readonly Recommendation[],
  options: Suppressing,
): Unsuppressed {
  if (options.suppressions.length === 0) return { recommendations, suppressed: 0 };
  const left = recommendations.flatMap((one) => withoutSuppressed(profile, one, options) ?? []);
  return { recommendations: left, suppressed: recommendations.length - left.length };
}

function withoutSuppressed(
  profile: Profile,
  recommendation: Recommendation,
  { suppressions, isMyCode }: Suppressing,
): Recommendation | undefined {
  const { pattern, topMatches, allMatchesCount, allMatchesSum } = recommendation;
  if (suppressionOf({ pattern, site: undefined }, suppressions)) return undefined;
  const isMuted = ({ frameAddress }: Match): boolean => {
    const stack = parseFrameAddress(frameAddress, profile);
    const site = stack === undefined ? undefined : ownCallSite(profile, stack, isMyCode)?.frame;
    return suppressionOf({ pattern, site }, suppressions) !== undefined;
  };
  const left = topMatches.filter((match) => !isMuted(match));
  const muted = topMatches.length - left.length;
  if (muted === 0) return recommendation;
  if (muted === allMatchesCount) return undefined;
  const mutedSum = topMatches
    .filter((match) => !left.includes(match))
    .reduce((sum, { thresholdBreachValue }) => sum + thresholdBreachValue, 0);
  return {
    ...recommendation,
    topMatches: left,
    allMatchesCount: allMatchesCount - muted,
    allMatchesSum: Math.max(0, allMatchesSum - mutedSum),
  };
}
