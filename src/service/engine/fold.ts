import { mergeProfiles } from '../../profile/merge';
import type { EpochMs } from '../../profile/units';
import { finestKept, PERIOD_NAMES, periodOf } from '../periods';
import type { Store } from '../store/store';
import type { History } from './history';
import { packProfile } from './packed-profile';

/**
 * Agent profiles that are folded in one step: some seconds of work at most, between which questions are answered. Five
 * minutes that are not over are folded when they have as many: each step writes the hour and the day anew, so that
 * smaller ones would cost more than they spare whoever reads what is not folded.
 */
const STEP = 128;

/**
 * One step of aggregation: agent profiles of five minutes of a group become part of the aggregates of their three
 * periods, in one transaction that also marks them. Before it they count by themselves, after it through the
 * aggregates; a crash in the middle leaves them as they were.
 *
 * @param skip groups to pass over, because they failed
 * @returns whether there may be more to do
 */
export function fold(store: Store, history: History, now: EpochMs, skip = 0): boolean {
  const next = store.profiles.nextToFold(now, STEP, skip);
  if (next === undefined) {
    return false;
  }
  const { group, start } = next;
  const ids = store.profiles.unfoldedIds(group, periodOf(start, 'PT5M'), STEP);
  const news = history.takeTogether(`PT5M ${start} of ${group}`, ids);
  if (news === undefined) {
    return true; // None could be read: they were set aside, or went with their group.
  }
  const grown = periodsFor(start, now).map((period) => {
    const at = periodOf(start, period).start;
    const known = history.aggregate(group, period, at);
    return { period, start: at, profile: known === undefined ? news : mergeProfiles([known, news]) };
  });
  const bodies = grown.map(({ profile, ...where }) => ({ ...where, body: packProfile(profile) }));
  store.aggregates.fold(group, bodies, ids);
  for (const { period, start: at, profile } of grown) {
    history.putAggregate(group, period, at, profile);
  }
  return true;
}

/** A late agent profile is no part of aggregates that have expired, and still one of the coarser ones. */
function periodsFor(start: EpochMs, now: EpochMs) {
  const finest = finestKept(start, now);
  return finest === undefined ? [] : PERIOD_NAMES.slice(PERIOD_NAMES.indexOf(finest));
}
