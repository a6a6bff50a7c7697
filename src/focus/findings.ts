import { applySuppressions } from '../insight/apply-suppressions';
import type { Unsuppressed } from '../insight/apply-suppressions';
import { parseFrameAddress } from '../insight/frame-address';
import type { CodeFilter } from '../insight/my-code';
import { ownCallSite } from '../insight/own-call-site';
import type { OwnCallSite } from '../insight/own-call-site';
import type { Recommendation } from '../insight/recommend';
import { pathOf } from '../profile/stack-path';
import { CPU_STATES } from '../profile/thread-states';
import type { Fraction } from '../profile/units';
import type { LoadedProfile } from './loaded-profile';

/** A place in the program's own code that a recommendation is about. */
export interface Finding {
  readonly recommendation: Recommendation;
  readonly site: OwnCallSite;
  /** Of the samples that the recommendation counts. */
  readonly share: Fraction;
  /** Whether these are the CPU samples; only then a cost can be told. */
  readonly isOfCpu: boolean;
  /** Names from the entry point down to what was found. */
  readonly stack: readonly string[];
}

/** The recommendations that are to be shown, and how many are muted: every face counts these. */
export function unsuppressedOf(
  { profile, recommendations, suppressions }: LoadedProfile,
  isMyCode: CodeFilter,
): Unsuppressed {
  return applySuppressions(profile, recommendations, { suppressions, isMyCode });
}

/**
 * The findings of a profile, one for each pattern and calling function, costliest first. A call that is reached on
 * several paths is one finding: their places share no samples, so their shares add up.
 */
export function findingsOf(loaded: LoadedProfile, isMyCode: CodeFilter): Finding[] {
  const { profile } = loaded;
  const findings = new Map<string, Finding>();
  for (const recommendation of unsuppressedOf(loaded, isMyCode).recommendations) {
    for (const match of recommendation.topMatches) {
      const stack = parseFrameAddress(match.frameAddress, profile);
      const site = stack === undefined ? undefined : ownCallSite(profile, stack, isMyCode);
      if (stack === undefined || site === undefined) continue;
      const key = JSON.stringify([recommendation.pattern.id, site.frame.name, site.frame.file, site.callee]);
      const before = findings.get(key);
      const share = match.thresholdBreachValue / 100;
      findings.set(
        key,
        before
          ? { ...before, site: widen(before.site, site), share: before.share + share }
          : {
              recommendation,
              site,
              share,
              isOfCpu: isCpu(recommendation.pattern.countersToAggregate),
              stack: pathOf(profile, stack).map(({ name }) => name),
            },
      );
    }
  }
  return [...findings.values()].sort((a, b) => b.share - a.share);
}

/** The lines of both paths: the call is on one of them. */
function widen(a: OwnCallSite, b: OwnCallSite): OwnCallSite {
  const firstLine = Math.min(a.frame.firstLine, b.frame.firstLine);
  const lastLine = Math.max(a.frame.lastLine, b.frame.lastLine);
  return { ...a, frame: { ...a.frame, firstLine, lastLine } };
}

/** Python's WALL_TIME has become states of its own before anybody counts. */
function isCpu(states: readonly string[]): boolean {
  return states.length > 0 && states.every((state) => CPU_STATES.includes(state));
}
