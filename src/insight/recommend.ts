// insight/ says what a profile means: what it costs, what in it is wasteful. It holds no text but that of patterns and
// of the arithmetic of a cost, and nothing in it knows files, settings, a clock, or who asks.
import { computeCallTree } from '../profile/call-tree';
import type { Profile } from '../profile/tables';
import type { EpochMs, Fraction, SampleCount, StackIndex } from '../profile/units';
import { writeFrameAddress } from './frame-address';
import type { Pattern, Rule } from './pattern';
import { matchesTarget } from './pattern';
import { RULES } from './rules';

/** The API's `Recommendation`: a pattern that was found, and where. */
export interface Recommendation {
  readonly pattern: Pattern;
  /** The places with most samples, at most {@link MAX_TOP_MATCHES}, costliest first. */
  readonly topMatches: readonly Match[];
  /** Number of places in the call graph. */
  readonly allMatchesCount: number;
  /**
   * Percentage, 0 to 100, of the counted samples that lie in any of the places: what a remedy could win back at
   * most. On the scale of `pattern.thresholdPercent` and `thresholdBreachValue`; AWS does not state its own.
   */
  readonly allMatchesSum: number;
  /** Of the profile. */
  readonly startTime: EpochMs;
  readonly endTime: EpochMs;
}

/** One place: the call path from an entry point to the last frame of a target sequence. */
export interface Match {
  /** Which of `pattern.targetFrames` was found. */
  readonly targetFramesIndex: number;
  /** The call path, see frame-address.ts. */
  readonly frameAddress: string;
  /** Percentage, 0 to 100, of the counted samples that lie in this place. All places together give `allMatchesSum`. */
  readonly thresholdBreachValue: number;
}

export interface RecommendOptions {
  readonly rules?: readonly Rule[];
  /**
   * Samples below which nothing is said, however large their share. The default is what making one client takes at
   * the start of a program, a second at 100 ms: less may have happened only once.
   */
  readonly minimumSamples?: SampleCount;
}

const MAX_TOP_MATCHES = 10;

/**
 * Matches the rules against a profile. Same profile, same answer: no clock, no order of merging in it.
 *
 * A stack matches when it contains a target sequence without gaps. Sequences are short for that reason: what stands
 * between two calls of a library changes from version to version. Of nested matches of one rule (`deepcopy` calls
 * itself, `boto3.resource` makes a client) the outermost is the place, and all samples in or below it are counted
 * there, so no sample counts twice. Different rules may well claim the same samples.
 *
 * @param profile as people read it: see `toReadable` in profile/wrappers.ts
 * @returns the costliest first
 */
export function recommend(profile: Profile, options: RecommendOptions = {}): Recommendation[] {
  const { rules = RULES, minimumSamples = 10 } = options;
  return rules
    .filter((rule) => isFor(rule, profile))
    .map((rule) => tryRule(rule, profile, minimumSamples))
    .filter((recommendation) => recommendation !== undefined)
    .sort((a, b) => b.allMatchesSum - a.allMatchesSum || (a.pattern.name < b.pattern.name ? -1 : 1));
}

/** The share of the profile's CPU samples that a recommendation is about, 0 to 1. */
export function affectedShare({ allMatchesSum }: Recommendation): Fraction {
  return allMatchesSum / 100;
}

/** An agent that does not say what it is gets all rules: frame names of one language do not occur in another. */
function isFor({ appliesTo }: Rule, { meta }: Profile): boolean {
  return meta.agent.type === '' || meta.agent.type.toLowerCase().includes(appliesTo);
}

function tryRule(rule: Rule, profile: Profile, minimumSamples: SampleCount): Recommendation | undefined {
  const { pattern } = rule;
  const { total, sum } = computeCallTree(profile, pattern.countersToAggregate);
  const places = findPlaces(rule, profile).filter(({ row }) => total[row] > 0);
  const samples = places.reduce((all, { row }) => all + total[row], 0);
  // Sums of scaled counts may differ in the last bit; a share above everything would be shown.
  const percentage = Math.min((samples / sum) * 100, 100);
  if (samples < minimumSamples || !(percentage >= pattern.thresholdPercent)) {
    return undefined;
  }
  const topMatches = places
    .sort((a, b) => total[b.row] - total[a.row] || a.row - b.row)
    .slice(0, MAX_TOP_MATCHES)
    .map(({ row, targetFramesIndex }) => ({
      targetFramesIndex,
      frameAddress: writeFrameAddress(profile, row),
      thresholdBreachValue: Math.min((total[row] / sum) * 100, 100),
    }));
  return {
    pattern,
    topMatches,
    allMatchesCount: places.length,
    allMatchesSum: percentage,
    startTime: profile.meta.start,
    endTime: profile.meta.end,
  };
}

interface Place {
  readonly row: StackIndex;
  readonly targetFramesIndex: number;
}

/** Rows are in preorder: going on behind the subtree of a match leaves out everything nested in it. */
function findPlaces({ pattern, exceptBelow }: Rule, profile: Profile): Place[] {
  const { frames, stacks } = profile;
  const isExcepted = frames.name.map((name) => exceptBelow.includes(name));
  const sequences = pattern.targetFrames.map((targets) =>
    targets.map((target) => markFrames(target, frames.name)),
  );
  const places: Place[] = [];
  for (let row = 0; row < stacks.length;) {
    if (isExcepted[stacks.frame[row]]) {
      row = stacks.subtreeEnd[row];
      continue;
    }
    const targetFramesIndex = sequences.findIndex((sequence) => endsAt(sequence, row, profile));
    if (targetFramesIndex < 0) {
      row += 1;
      continue;
    }
    places.push({ row, targetFramesIndex });
    row = stacks.subtreeEnd[row];
  }
  return places;
}

/** Compares names once a frame rather than once a stack, of which there are many more. */
function markFrames(target: string, names: readonly string[]): readonly boolean[] {
  return names.map((name) => matchesTarget(target, name));
}

/** Whether a sequence, given as marked frames from caller to callee, ends in this stack. */
function endsAt(sequence: readonly (readonly boolean[])[], row: StackIndex, { stacks }: Profile): boolean {
  let at = row;
  for (let i = sequence.length - 1; i >= 0; i--) {
    if (at < 0 || !sequence[i][stacks.frame[at]]) {
      return false;
    }
    at = stacks.prefix[at];
  }
  return sequence.length > 0;
}
