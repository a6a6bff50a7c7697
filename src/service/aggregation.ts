import { deflateSync, inflateSync } from 'node:zlib';
import { decodeAgentProfile, encodeAgentProfile } from '../profile/codec/agent-profile';
import { mergeProfiles } from '../profile/merge';
import type { Profile } from '../profile/tables';
import type { EpochMs } from '../profile/units';
import type { PeriodName, Range } from './periods';
import { cover, PERIOD_NAMES, periodOf } from './periods';
import type { Aggregate, GroupId, Store } from './store/store';

/**
 * Agent profiles to aggregated ones, on demand: the profile of a period is merged when somebody asks for it, and kept
 * with the id of the last agent profile in it. Merging is a sum, so what is kept plus what came since is the same as
 * merging everything anew, in any order; and because that id and the body are written together, a crash in the middle
 * leaves the old pair, and nothing is counted twice or lost.
 *
 *     PT5M   agent profiles of these five minutes      grown by those after `includes`
 *     PT1H   its twelve PT5M                           made anew when any of them has news
 *     P1D    its twenty-four PT1H                      likewise
 */

/** undefined when no agent profile started in the range. */
export function readRange(store: Store, group: GroupId, range: Range): Profile | undefined {
  const parts = cover(range).flatMap((piece) =>
    'rest' in piece
      ? readRest(store, group, piece.rest)
      : (readPeriod(store, group, piece.period, piece.start) ?? []),
  );
  return parts.length === 0 ? undefined : mergeProfiles(parts);
}

/**
 * What started in a part of five minutes. Mostly that part ends now and nothing lies outside it: then the aggregate is
 * the same, and has to take in only what came since the last question.
 */
function readRest(store: Store, group: GroupId, rest: Range): Profile[] {
  const { start, end } = periodOf(rest.start, 'PT5M');
  const isWhole =
    !store.hasProfiles(group, { start, end: rest.start }) &&
    !store.hasProfiles(group, { start: rest.end, end });
  if (!isWhole) {
    return store.profilesStartedIn(group, rest).map(({ body }) => unpack(body));
  }
  const aggregate = readPeriod(store, group, 'PT5M', start);
  return aggregate === undefined ? [] : [aggregate];
}

/** undefined when no agent profile belongs to the period. */
export function readPeriod(
  store: Store,
  group: GroupId,
  period: PeriodName,
  start: EpochMs,
): Profile | undefined {
  const known = store.aggregate(group, period, start);
  if (known === undefined) {
    return undefined;
  }
  if (known.body !== undefined && known.includes === known.newest) {
    return unpack(known.body);
  }
  const profile = mergeProfiles(
    period === 'PT5M' ? growing(store, group, start, known) : made(store, group, period, start),
  );
  store.saveAggregate(group, period, start, known.newest, pack(encodeAgentProfile(profile)));
  return profile;
}

/** Start of the newest period with anything in it. */
export function latestPeriod(store: Store, group: GroupId, period: PeriodName): EpochMs | undefined {
  return store.periods(group, period, { start: 0, end: Number.MAX_SAFE_INTEGER }, 'descending', 1)[0];
}

/** Posted JSON and aggregates are kept the same way. Level 1: most of the gain for a fifth of the time. */
export function pack(text: string | Uint8Array): Uint8Array {
  return deflateSync(text, { level: 1 });
}

function growing(store: Store, group: GroupId, start: EpochMs, { includes, body }: Aggregate): Profile[] {
  const news = store.profilesStartedIn(group, periodOf(start, 'PT5M'), includes);
  return [...(body === undefined ? [] : [unpack(body)]), ...news.map((profile) => unpack(profile.body))];
}

function made(store: Store, group: GroupId, period: PeriodName, start: EpochMs): Profile[] {
  const finer = PERIOD_NAMES[PERIOD_NAMES.indexOf(period) - 1];
  return store
    .periods(group, finer, periodOf(start, period), 'ascending', Number.MAX_SAFE_INTEGER)
    .flatMap((at) => readPeriod(store, group, finer, at) ?? []);
}

function unpack(body: Uint8Array): Profile {
  return decodeAgentProfile(JSON.parse(inflateSync(body).toString('utf8')));
}
