import type { EpochMs } from '../../profile/units';
import type { PeriodName, Range } from '../periods';

/**
 * What the service keeps, and nothing about what that means: no constraint, no wire shape and no profile is known in
 * this folder. Every method is one transaction; a method that returned has its effect on the disk.
 */
export interface Store {
  /** undefined when the name is free to take; every other method expects a group that exists. */
  findGroup(name: string): Group | undefined;
  findGroupByToken(clientToken: string): Group | undefined;
  /** In order of creation, those after a given one. */
  listGroups(after: GroupId, limit: number): Group[];
  countGroups(): number;
  insertGroup(group: NewGroup): Group;
  updateGroup(
    id: GroupId,
    change: Partial<Pick<Group, 'profilingEnabled' | 'updatedAt' | 'orchestratedAt' | 'tags'>>,
  ): void;
  /** With all that was posted to it. */
  deleteGroup(id: GroupId): void;

  /** Files an agent profile, unless its token was seen in that group before. Says whether it was new. */
  insertProfile(profile: NewAgentProfile): boolean;
  hasProfiles(group: GroupId, range: Range): boolean;
  /** Those that started in a range and came after a given one, in order of arrival. */
  profilesStartedIn(group: GroupId, range: Range, after?: ProfileId): StoredProfile[];

  /** Periods that hold at least one agent profile, by their start, within a range of starts. */
  periods(
    group: GroupId,
    period: PeriodName,
    range: Range,
    order: 'ascending' | 'descending',
    limit: number,
  ): EpochMs[];
  /** undefined when no agent profile belongs to the period. */
  aggregate(group: GroupId, period: PeriodName, start: EpochMs): Aggregate | undefined;
  saveAggregate(
    group: GroupId,
    period: PeriodName,
    start: EpochMs,
    includes: ProfileId,
    body: Uint8Array,
  ): void;

  close(): void;
}

/** Grows with every insert and is never used twice. */
export type GroupId = number;
export type ProfileId = number;

export interface Group {
  readonly id: GroupId;
  readonly name: string;
  readonly computePlatform: 'Default' | 'AWSLambda';
  readonly profilingEnabled: boolean;
  readonly createdAt: EpochMs;
  readonly updatedAt: EpochMs;
  /** When an agent last asked for its configuration, and last posted a profile. */
  readonly orchestratedAt: EpochMs | undefined;
  readonly reportedAt: EpochMs | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Of the request that made it, and what that request said: the same again is a retry. */
  readonly clientToken: string;
  readonly request: string;
}

export type NewGroup = Omit<Group, 'id' | 'orchestratedAt' | 'reportedAt'>;

export interface NewAgentProfile {
  readonly group: GroupId;
  readonly token: string | undefined;
  readonly start: EpochMs;
  readonly receivedAt: EpochMs;
  readonly body: Uint8Array;
}

export interface StoredProfile {
  readonly id: ProfileId;
  readonly body: Uint8Array;
}

/**
 * A period and how far its aggregate has got: `newest` is the last agent profile that belongs to it, `includes` the last
 * one merged into `body`. While they differ, the profiles between them are still to be merged; none is ever merged
 * twice, because `includes` is written in the same statement as the body.
 */
export interface Aggregate {
  readonly newest: ProfileId;
  readonly includes: ProfileId;
  readonly body: Uint8Array | undefined;
}
