import { recommend } from '../../insight/recommend';
import type { Recommendation } from '../../insight/recommend';
import { encodeAgentProfile } from '../../profile/codec/agent-profile';
import { encodeIonAgentProfile } from '../../profile/codec/ion';
import type { EpochMs, Milliseconds } from '../../profile/units';
import { toReadable } from '../../profile/wrappers';
import { limitDepth } from '../limit-depth';
import type { PeriodName, Range } from '../periods';
import { isPeriodName, periodOf } from '../periods';
import type { GroupId } from '../store/groups';
import type { Store } from '../store/store';
import type { Workshop } from './jobs';

/** Which time a profile is asked for: a range, or as much as that up to the newest data. */
export type Span = { readonly range: Range } | { readonly latest: string; readonly length: Milliseconds };

export interface ReadInput {
  readonly group: GroupId;
  readonly span: Span;
  readonly maxDepth: number | undefined;
  readonly format: 'json' | 'ion';
  readonly now: EpochMs;
}

/** The bytes of an aggregated profile; undefined when there is none. */
export function readProfile({ store, history }: Workshop, input: ReadInput): Uint8Array | undefined {
  const { group, span, maxDepth, format, now } = input;
  const profile =
    'range' in span
      ? history.range(group, span.range, now)
      : readLatest({ store, history }, group, span, now);
  if (profile === undefined) {
    return undefined;
  }
  const cut = maxDepth === undefined ? profile : limitDepth(profile, maxDepth);
  return format === 'ion' ? encodeIonAgentProfile(cut) : Buffer.from(encodeAgentProfile(cut));
}

function readLatest(
  { store, history }: Workshop,
  group: GroupId,
  { latest, length }: Extract<Span, { latest: string }>,
  now: EpochMs,
) {
  const period: PeriodName = isPeriodName(latest) ? latest : 'PT5M';
  const start = newestPeriod(store, group, period);
  if (start === undefined) {
    return undefined;
  }
  if (isPeriodName(latest)) {
    return history.period(group, latest, start);
  }
  // No aggregated profile has such a length: that much time up to the end of the newest five minutes.
  const { end } = periodOf(start, 'PT5M');
  return history.range(group, { start: end - length, end }, now);
}

/** Start of the newest period with anything in it. */
export function newestPeriod(store: Store, group: GroupId, period: PeriodName): EpochMs | undefined {
  return store.aggregates.periods(
    group,
    period,
    { start: 0, end: Number.MAX_SAFE_INTEGER },
    'descending',
    1,
  )[0];
}

/** What the engine recommends for a range; nothing where there is no profile. */
export function recommendFor(
  { history }: Workshop,
  { group, range, now }: { group: GroupId; range: Range; now: EpochMs },
): Recommendation[] {
  const profile = history.range(group, range, now);
  return profile === undefined ? [] : recommend(toReadable(profile));
}
