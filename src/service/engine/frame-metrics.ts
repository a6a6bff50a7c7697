import { withoutAddress } from '../../profile/frame-names';
import type { FunctionQuestion } from '../../profile/function-shares';
import { computeFunctionShares } from '../../profile/function-shares';
import type { EpochMs, Fraction } from '../../profile/units';
import type { PeriodName, Range } from '../periods';
import { finestKept, periodOf, PERIODS } from '../periods';
import type { GroupId } from '../store/groups';
import type { Span } from './answers';
import { newestPeriod } from './answers';
import type { Workshop } from './jobs';

export interface FrameMetricsInput {
  readonly group: GroupId;
  readonly span: Span;
  /** The length of a step, unless the profiles of that length are not kept any more: then the next longer one. */
  readonly target: PeriodName;
  readonly questions: readonly FunctionQuestion[];
  readonly now: EpochMs;
}

/** A series of steps, each one aggregated profile. */
export interface FrameMetrics {
  /** From the start of the first step to the end of the last. */
  readonly range: Range;
  readonly resolution: PeriodName;
  readonly steps: readonly Step[];
}

/** One share per question; or why there are none. */
export type Step = { readonly end: EpochMs } & (
  | { readonly shares: readonly Fraction[] }
  | { readonly gap: 'NoProfile' }
  | { readonly gap: 'UnreadableProfile'; readonly cause: string }
);

/** How functions did over time. undefined when the latest was asked for and there is none. */
export function readFrameMetrics(workshop: Workshop, input: FrameMetricsInput): FrameMetrics | undefined {
  const { group, span, target, now } = input;
  // As names are kept: the address that somebody read in a log is that of one process.
  const questions = input.questions.map(({ name, states }) => ({ name: withoutAddress(name), states }));
  const range = 'range' in span ? span.range : findLatest(workshop, group, target, span.length);
  if (range === undefined) {
    return undefined;
  }
  const resolution = coarser(target, finestKept(range.start, now) ?? 'P1D');
  const whole = {
    start: periodOf(range.start, resolution).start,
    end: periodOf(range.end - 1, resolution).end,
  };
  const length = PERIODS[resolution];
  const count = (whole.end - whole.start) / length;
  const starts = Array.from({ length: count }, (_, at) => whole.start + at * length);
  const filled = new Set(workshop.store.aggregates.periods(group, resolution, whole, 'ascending', count));
  const steps = starts.map((start): Step => ({
    end: start + length,
    ...(filled.has(start)
      ? readStep(workshop, group, resolution, start, questions)
      : { gap: 'NoProfile' as const }),
  }));
  return { range: whole, resolution, steps };
}

/** That much time up to the end of the newest step that holds anything. */
function findLatest(
  { store }: Workshop,
  group: GroupId,
  target: PeriodName,
  length: number,
): Range | undefined {
  const newest = newestPeriod(store, group, target);
  if (newest === undefined) {
    return undefined;
  }
  const { end } = periodOf(newest, target);
  return { start: end - length, end };
}

function coarser(a: PeriodName, b: PeriodName): PeriodName {
  return PERIODS[a] > PERIODS[b] ? a : b;
}

/** A damaged aggregate makes a gap in the series instead of failing all of it. */
function readStep(
  { history }: Workshop,
  group: GroupId,
  resolution: PeriodName,
  start: EpochMs,
  questions: readonly FunctionQuestion[],
) {
  try {
    const profile = history.period(group, resolution, start);
    return profile === undefined
      ? { gap: 'NoProfile' as const } // All that was in it could not be read and was set aside.
      : { shares: computeFunctionShares(profile, questions) };
  } catch (error) {
    return { gap: 'UnreadableProfile' as const, cause: String(error) };
  }
}
