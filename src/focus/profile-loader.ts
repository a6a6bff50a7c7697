import type { Gateway } from '../aws/gateway';
import { estimateFleetCost } from '../insight/cost';
import type { FleetCost, FleetOverride } from '../insight/cost';
import type { Recommendation } from '../insight/recommend';
import type { Profile } from '../profile/tables';
import type { EpochMs } from '../profile/units';
import { toReadable } from '../profile/wrappers';
import { BoundedCache } from './cache';
import type { ProfileLoader } from './focus';
import { keyText } from './loaded-profile';
import type { LoadedProfile, ProfileKey } from './loaded-profile';
import { isLatest, MINUTE, resolveRange } from './time-range';

/** What a connection looks like from here. */
export interface ConnectedGateway {
  readonly label: string;
  readonly region: string;
  readonly gateway: Pick<Gateway, 'describeGroup' | 'getProfile' | 'getRecommendations'>;
}

export interface LoaderWorld {
  /** Starts the embedded service where that is the connection and it does not run. */
  connect(connectionId: string): Promise<ConnectedGateway>;
  /** What the person has set about costs, read anew for each profile. */
  costSettings(): CostSettings;
  now(): EpochMs;
  /** Told when a profile came and its recommendations did not: they are not worth failing for. */
  warn(message: string): void;
}

export interface CostSettings {
  readonly fleet: FleetOverride | null;
  /** '' for the connection's own. */
  readonly region: string;
}

/**
 * Fetches profiles through the gateways and makes of each what the surfaces show. Decoding is the costly part, so
 * decoded profiles are kept: by connection, group and range, and for ranges that still grow by how far they are.
 */
export function createProfileLoader(
  world: LoaderWorld,
): ProfileLoader & { withCost(loaded: LoadedProfile): Promise<LoadedProfile> } {
  const cache = new BoundedCache<Fetched>(CACHED_STACKS, ({ profile }) => profile.stacks.length + 1);

  async function fetch(
    key: ProfileKey,
    { gateway }: ConnectedGateway,
    signal: AbortSignal,
  ): Promise<Fetched> {
    const version = await versionOf(key, gateway, world.now(), signal);
    const name = `${keyText(key)} ${version}`;
    const known = cache.get(name);
    if (known) return known;
    const profile = toReadable(await gateway.getProfile(key.group, key.range, signal));
    const fetched = {
      profile,
      recommendations: await recommendationsFor(profile, key.group, gateway, signal),
      fetchedAt: world.now(),
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
      world.warn(error instanceof Error ? error.message : String(error));
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

  return {
    load: async (key, signal) => {
      const connected = await world.connect(key.connectionId);
      signal.throwIfAborted();
      const { profile, recommendations, fetchedAt } = await fetch(key, connected, signal);
      return {
        connectionId: key.connectionId,
        connectionLabel: connected.label,
        group: key.group,
        asked: key.range,
        range: resolveRange(key.range, fetchedAt),
        fetchedAt,
        profile,
        cost: costFor(profile, connected.region),
        recommendations,
      };
    },

    withCost: async (loaded) => {
      const { region } = await world.connect(loaded.connectionId);
      return { ...loaded, cost: costFor(loaded.profile, region) };
    },
  };
}

interface Fetched {
  readonly profile: Profile;
  readonly recommendations: readonly Recommendation[];
  readonly fetchedAt: EpochMs;
}

/** About a hundred megabytes of tables: a stack row is 24 bytes, its samples and names about as much again. */
const CACHED_STACKS = 2_000_000;

/** Agent profiles may come this late and still belong into a range. */
const SETTLED_AFTER = 15 * MINUTE;

/**
 * Differs when the same question may have another answer: never for a range that lies in the past; for others when
 * an agent profile came, and every minute, because "the latest hour" also moves on without one.
 */
async function versionOf(
  { group, range }: ProfileKey,
  gateway: Pick<Gateway, 'describeGroup'>,
  now: EpochMs,
  signal: AbortSignal,
): Promise<string> {
  if (!isLatest(range) && range.end < now - SETTLED_AFTER) return 'settled';
  const { createdAt, lastAgentProfileAt } = await gateway.describeGroup(group, signal);
  return [createdAt, lastAgentProfileAt, isLatest(range) ? Math.floor(now / MINUTE) : ''].join(' ');
}
