import { inflateSync } from 'node:zlib';
import { jsonWords } from '../../profile/codec/agent-profile-bytes';
import { dropAddresses } from '../../profile/frame-names';
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

/**
 * Decoded profiles that a thread keeps at hand. A week of a hundred agents is put together from some fifteen megabytes; and
 * folding puts everything that it makes in here, so that sooner or later it is full.
 */
const CACHE_BYTES = 48 * 1024 * 1024;

interface Remembered {
  readonly profile: Profile;
  /** Of what was asked for together, the agent profiles that are in it. */
  readonly ids?: readonly ProfileId[];
}

/**
 * Everything that was posted, by time. What has been folded into aggregates is read from those, what came since from the
 * agent profiles themselves; merging is a sum, so it makes no difference which way a profile has gone.
 *
 * Only one thread folds, and it reads through the same History, so what is cached cannot be out of date: aggregates
 * change through {@link History.putAggregate} alone, agent profiles never.
 */
export class History {
  private readonly cache = new ProfileCache<Remembered>(CACHE_BYTES);
  /** Programs of a group have most functions in common: their names are read, and kept, once. */
  private readonly words = jsonWords();

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
    const profile = unpackProfile(body, this.words);
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
    const known = this.soFar(name, ids);
    const news = ids.slice(known?.ids?.length);
    if (news.length === 0) {
      return known?.profile;
    }
    const profile = merge([known?.profile, ...news.map((id) => this.agentProfile(id))]);
    if (profile !== undefined) {
      this.cache.set(togetherKey(name), { profile, ids });
    }
    return profile;
  }

  /**
   * Agent profiles as one, for the last time: they go into aggregates. Nobody asks for them one by one any more, and
   * keeping them would push out what is asked for, a hundred megabytes every few minutes where a thousand agents report.
   */
  takeTogether(name: string, ids: readonly ProfileId[]): Profile | undefined {
    const known = this.soFar(name, ids);
    this.cache.delete(togetherKey(name));
    return merge([known?.profile, ...ids.slice(known?.ids?.length).map((id) => this.decode(id))]);
  }

  /** What is at hand of agent profiles that were asked for together: the first of them. */
  private soFar(name: string, ids: readonly ProfileId[]): Remembered | undefined {
    const known = this.cache.get(togetherKey(name));
    return known?.ids?.every((id, at) => id === ids[at]) ? known : undefined;
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
    const key = `agent profile ${id}`;
    const known = this.cache.get(key);
    if (known !== undefined) {
      return known.profile;
    }
    const profile = this.decode(id);
    if (profile !== undefined) {
      this.cache.set(key, { profile });
    }
    return profile;
  }

  /**
   * As posted, but for the addresses of classes that a process made up: see "Aggregation" in the README. Here rather than
   * where profiles are folded, so that a function has the same name before and after.
   */
  private decode(id: ProfileId): Profile | undefined {
    const stored = this.store.profiles.read(id);
    if (stored === undefined) {
      return undefined; // Its group was deleted a moment ago.
    }
    try {
      const bytes = inflateSync(stored.body);
      return dropAddresses(decodePosted(stored.format as PostedFormat, bytes, this.words));
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

function togetherKey(name: string): string {
  return `together ${name}`;
}
