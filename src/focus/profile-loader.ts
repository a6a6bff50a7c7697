import type { Gateway } from '../aws/gateway';
import { errorMessage } from '../base/error-message';
import { estimateFleetCost } from '../insight/cost';
import type { FleetCost, FleetOverride } from '../insight/cost';
import type { Recommendation } from '../insight/recommend';
import type { Suppression } from '../insight/suppressions';
import type { Profile } from '../profile/tables';
import type { EpochMs } from '../profile/units';
import { FILE_CONNECTION_ID } from '../protocol/source';
import type { ReadBytes } from '../reading/read-bytes';
import { BoundedCache } from './cache';
import type { ProfileLoader } from './focus';
import { REVISION_TAG } from './loaded-profile';
import type { LoadedProfile, ProfileKey } from './loaded-profile';
import { isLatest, latestRange, MINUTE } from './time-range';
import type { FixedRange } from './time-range';
import { unlessAborted } from './unless-aborted';

/** What a connection looks like from here. */
export interface ConnectedGateway {
  readonly label: string;
  readonly region: string;
  /** Its profiles are readable already, see `toReadable`: that is done where they are decoded. */
  readonly gateway: Pick<Gateway, 'describeGroup' | 'getProfile' | 'getRecommendations'>;
}

export interface LoaderWorld {
  /** Starts the embedded service where that is the connection and it does not run. */
  connect(connectionId: string): Promise<ConnectedGateway>;
  /** What is in a file of this address, see `parseFileAddress`; read anew where it was written since. */
  openFile(address: string): Promise<OpenedFile>;
  /** What the person has set about costs, read anew for each profile. */
  costSettings(): CostSettings;
  /** What people have muted and is in force, read anew for each profile. */
  suppressions(): readonly Suppression[];
  now(): EpochMs;
  /** Told when a profile came and its recommendations did not: they are not worth failing for. */
  warn(message: string): void;
}

/** A profile that somebody keeps as a file. */
export interface OpenedFile extends Pick<
  ReadBytes,
  'profile' | 'formatLabel' | 'recommendations' | 'threads'
> {
  readonly fetchedAt: EpochMs;
}

export interface CostSettings {
  readonly fleet: FleetOverride | null;
  /** '' for the connection's own. */
  readonly region: string;
}

export interface CostingLoader extends ProfileLoader {
  withCost(loaded: LoadedProfile): Promise<LoadedProfile>;
  /** A profile that was kept from an earlier time, as the surfaces show it: no connection is asked for anything. */
  revive(key: ProfileKey, kept: KeptProfile): LoadedProfile;
}

export interface KeptProfile {
  readonly profile: Profile;
  readonly connectionLabel: string;
  readonly region: string;
  readonly range: FixedRange;
  readonly recommendations: readonly Recommendation[];
}

/**
 * Fetches profiles through the gateways and makes of each what the surfaces show. Decoding is the costly part, so
 * decoded profiles are kept: by connection, group and range, and for ranges that still grow by how far they are.
 */
export function createProfileLoader(world: LoaderWorld): CostingLoader {
  const cache = new BoundedCache<Fetched>(CACHED_STACKS, ({ profile }) => profile.stacks.length + 1);

  async function fetch(
    key: ProfileKey,
    { gateway }: ConnectedGateway,
    signal: AbortSignal,
  ): Promise<Fetched> {
    const { range, version, revision } = await settle(key, gateway, world.now(), signal);
    const name = JSON.stringify([key.connectionId, key.group, range ?? key.range, version]);
    const known = cache.get(name);
    if (known) return known;
    const profile = await gateway.getProfile(key.group, range ?? key.range, signal);
    const recommendations = await recommendationsFor(profile, key.group, gateway, signal);
    const fetchedAt = world.now();
    const fetched = {
      profile,
      range: range ?? { start: fetchedAt, end: fetchedAt },
      recommendations,
      fetchedAt,
      revision,
    };
    cache.set(name, fetched);
    return fetched;
  }

  async function recommendationsFor(
    { meta: { start, end }, samples }: Profile,
    group: string,
    gateway: ConnectedGateway['gateway'],
    signal: AbortSignal,
  ): Promise<readonly Recommendation[]> {
    if (samples.length === 0) return [];
    try {
      return await gateway.getRecommendations(group, { start, end }, signal);
    } catch (error) {
      signal.throwIfAborted();
      world.warn(errorMessage(error));
      return [];
    }
  }

  function costFor(profile: Profile, region: string): FleetCost | undefined {
    const settings = world.costSettings();
    return estimateFleetCost(profile.meta, {
      region: settings.region || region,
      ...(settings.fleet ? { override: settings.fleet } : {}),
    });
  }

  async function loadFile(key: ProfileKey, signal: AbortSignal): Promise<LoadedProfile> {
    const file = await unlessAborted(world.openFile(key.group), signal);
    const { start, end } = file.profile.meta;
    return {
      connectionId: key.connectionId,
      connectionLabel: file.formatLabel,
      group: key.group,
      asked: key.range,
      range: { start, end },
      fetchedAt: file.fetchedAt,
      profile: file.profile,
      // Nobody knows what it ran on.
      cost: undefined,
      recommendations: file.recommendations,
      suppressions: world.suppressions(),
      threads: file.threads,
    };
  }

  return {
    load: async (key, signal) => {
      if (key.connectionId === FILE_CONNECTION_ID) return loadFile(key, signal);
      const connected = await unlessAborted(world.connect(key.connectionId), signal);
      const { profile, range, recommendations, fetchedAt, revision } = await fetch(key, connected, signal);
      return {
        connectionId: key.connectionId,
        connectionLabel: connected.label,
        group: key.group,
        asked: key.range,
        range,
        fetchedAt,
        profile,
        cost: costFor(profile, connected.region),
        recommendations,
        suppressions: world.suppressions(),
        // Agents report what all threads did together.
        threads: undefined,
        ...(revision === undefined ? {} : { revision }),
      };
    },

    revive: (key, { profile, connectionLabel, region, range, recommendations }) => ({
      connectionId: key.connectionId,
      connectionLabel,
      group: key.group,
      asked: key.range,
      range,
      // Ages are told from here on: it is as old as its range is by now.
      fetchedAt: world.now(),
      profile,
      cost: costFor(profile, region),
      recommendations,
      suppressions: world.suppressions(),
      threads: undefined,
    }),

    withCost: async (loaded) => {
      if (loaded.connectionId === FILE_CONNECTION_ID) return loaded;
      const { region } = await world.connect(loaded.connectionId);
      return { ...loaded, cost: costFor(loaded.profile, region) };
    },
  };
}

interface Fetched {
  readonly profile: Profile;
  readonly range: FixedRange;
  readonly recommendations: readonly Recommendation[];
  readonly fetchedAt: EpochMs;
  readonly revision: string | undefined;
}

/** About a hundred megabytes of tables: a stack row is 24 bytes, its samples and names about as much again. */
const CACHED_STACKS = 2_000_000;

/** Agent profiles may come this late and still belong into a range. */
const SETTLED_AFTER = 15 * MINUTE;

interface Settled {
  readonly range: FixedRange | undefined;
  readonly version: string;
  readonly revision: string | undefined;
}

/** What a key means at the moment (nothing yet for the latest of a group without profiles), and a text that differs when the answer may differ from an earlier one. */
async function settle(
  { group, range }: ProfileKey,
  gateway: Pick<Gateway, 'describeGroup'>,
  now: EpochMs,
  signal: AbortSignal,
): Promise<Settled> {
  // The group's tag tells of what runs today, which need not be what ran then.
  if (!isLatest(range) && range.end < now - SETTLED_AFTER) {
    return { range, version: 'settled', revision: undefined };
  }
  const summary = await gateway.describeGroup(group, signal);
  const revision = summary.tags[REVISION_TAG] as string | undefined;
  const version = `${summary.createdAt} ${summary.lastAgentProfileAt} ${revision}`;
  return {
    range: isLatest(range) ? latestRange(summary.latestAggregatedProfile, range) : range,
    version,
    revision,
  };
}
