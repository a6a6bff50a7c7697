import { inflateSync } from 'node:zlib';
import { mergeProfiles } from '../../profile/merge';
import type { Profile } from '../../profile/tables';
import type { EpochMs } from '../../profile/units';
import type { PeriodName, Range } from '../periods';
import { cover, periodOf } from '../periods';
import type { PostedFormat } from '../posted-profile';
import { decodePosted } from '../posted-profile';
import type { GroupId } from '../store/groups';
import type { ProfileId } from '../store/profiles';
import type { Store } from '../store/store';
import { unpackProfile } from './packed-profile';
import { ProfileCache } from './profile-cache';

/** Decoded profiles that a thread keeps at hand. */
const CACHE_BYTES = 96 * 1024 * 1024;

/**
 * Everything that was posted, by time. What has been folded into aggregates is read from those, what came since from the
 * agent profiles themselves; merging is a sum, so it makes no difference which way a profile has gone.
 *
 * Only one thread folds, and it reads through the same History, so what is cached cannot be out of date: aggregates
 * change through {@link History.putAggregate} alone, agent profiles never.
 */
export class History {
  private readonly cache = new ProfileCache<{ profile: Profile; ids?: readonly ProfileId[] }>(CACHE_BYTES);

  constructor(
    private readonly store: Store,
    private readonly log: (line: string) => void,
  ) {}

  /** undefined when no agent profile started in the range. */
  range(group: GroupId, range: Range, now: EpochMs): Profile | undefined {
    return merge(
      cover(range, now).map((piece) =>
        'rest' in piece ? this.rest(group, piece.rest) : this.period(group, piece.period, piece.start),
      ),
    );
  }

  /** undefined when no agent profile belongs to the period. */
  period(group: GroupId, period: PeriodName, start: EpochMs): Profile | undefined {
    const unfolded = this.store.profiles.unfoldedIds(group, periodOf(start, period));
    return merge([
      this.aggregate(group, period, start),
      this.together(`${period} ${start} of ${group}`, unfolded),
    ]);
  }

  /** What has been folded into a period. */
  aggregate(group: GroupId, period: PeriodName, start: EpochMs): Profile | undefined {
    const key = aggregateKey(group, period, start);
    const known = this.cache.get(key);
    if (known !== undefined) {
      return known.profile;
    }
    const body = this.store.aggregates.find(group, period, start)?.body;
    if (body === undefined) {
      return undefined;
    }
    const profile = unpackProfile(body);
    this.cache.set(key, { profile });
    return profile;
  }

  /** After it was folded and written. */
  putAggregate(group: GroupId, period: PeriodName, start: EpochMs, profile: Profile): void {
    this.cache.set(aggregateKey(group, period, start), { profile });
  }

  /**
   * Agent profiles as one. A question is mostly asked again when a few more have come: then only those are added.
   * @param name of the question
   */
  together(name: string, ids: readonly ProfileId[]): Profile | undefined {
    const key = `together ${name}`;
    const known = this.cache.get(key);
    const isGrowing = known?.ids?.every((id, at) => id === ids[at]) ?? false;
    const news = isGrowing ? ids.slice(known?.ids?.length) : ids;
    if (news.length === 0) {
      return isGrowing ? known?.profile : undefined;
    }
    const profile = merge([
      isGrowing ? known?.profile : undefined,
      ...news.map((id) => this.agentProfile(id)),
    ]);
    if (profile !== undefined) {
      this.cache.set(key, { profile, ids });
    }
    return profile;
  }

  /**
   * What started in a part of five minutes. Where the agent profiles are gone, the five minutes cannot be cut any more
   * and are given whole. Mostly the part ends now and nothing lies outside it: then it is the period.
   */
  private rest(group: GroupId, rest: Range): Profile | undefined {
    const whole = periodOf(rest.start, 'PT5M');
    const isExact = this.store.aggregates.find(group, 'PT5M', whole.start)?.exact ?? true;
    const ids = this.store.profiles.ids(group, rest);
    return isExact && ids.length < this.store.profiles.ids(group, whole).length
      ? this.together(`rest in ${whole.start} of ${group}`, ids)
      : this.period(group, 'PT5M', whole.start);
  }

  private agentProfile(id: ProfileId): Profile | undefined {
    const known = this.cache.get(`agent profile ${id}`);
    if (known !== undefined) {
      return known.profile;
    }
    const stored = this.store.profiles.read(id);
    if (stored === undefined) {
      return undefined; // Its group was deleted a moment ago.
    }
    try {
      const profile = decodePosted(stored.format as PostedFormat, inflateSync(stored.body));
      this.cache.set(`agent profile ${id}`, { profile });
      return profile;
    } catch (error) {
      this.log(`agent profile ${id} cannot be read any more and is set aside: ${String(error)}`);
      this.store.profiles.setAside(id);
      return undefined;
    }
  }
}

function merge(parts: readonly (Profile | undefined)[]): Profile | undefined {
  const there = parts.filter((part) => part !== undefined);
  return there.length === 0 ? undefined : mergeProfiles(there);
}

function aggregateKey(group: GroupId, period: PeriodName, start: EpochMs): string {
  return `aggregate ${period} ${start} of ${group}`;
}
