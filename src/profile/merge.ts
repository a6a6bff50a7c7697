import { ProfileBuilder } from './builder';
import type { FleetMember, Profile, ProfileMeta, Weight } from './tables';
import { MAX_STATES, sortStates } from './tables';
import type { SampleCount } from './units';

/**
 * Many profiles as one: call paths that are equal frame by frame become one path, their samples are added, their line
 * ranges united. The result does not depend on the order of the profiles, and merging merged profiles is the same as
 * merging all at once, because everything in it is a sum, a minimum, a maximum or a sorted set.
 *
 * @throws {RangeError} when there is nothing to merge: a profile of no time is not a profile.
 */
export function mergeProfiles(profiles: readonly Profile[]): Profile {
  // Most questions are answered by one aggregate, and building its tables again would give the same ones.
  if (profiles.length === 1) return profiles[0];
  const builder = new ProfileBuilder();
  for (const profile of boundStates(profiles)) {
    builder.add(profile);
  }
  return builder.finish(mergeMetas(profiles.map((profile) => profile.meta)));
}

/**
 * Profiles of agents that name ever new thread states could not be one profile any more. The states that sort first stay
 * (those that are known do), all others become one. Whatever is left out of a part is left out of the whole as well, so
 * that the order of merging makes no difference here either.
 */
function boundStates(profiles: readonly Profile[]): readonly Profile[] {
  const all = sortStates(profiles.flatMap(({ samples }) => samples.states));
  if (all.length <= MAX_STATES) return profiles;
  const kept = new Set(all.filter((state) => state !== OTHER_STATES).slice(0, MAX_STATES - 1));
  return profiles.map((profile) => {
    const states = profile.samples.states.map((state) => (kept.has(state) ? state : OTHER_STATES));
    return { ...profile, samples: { ...profile.samples, states } };
  });
}

const OTHER_STATES = 'OTHER';

/** @throws {RangeError} when there are none */
export function mergeMetas(metas: readonly ProfileMeta[]): ProfileMeta {
  if (metas.length === 0) {
    throw new RangeError('there is no profile to merge');
  }
  return {
    start: metas.reduce((least, meta) => Math.min(least, meta.start), Infinity),
    end: metas.reduce((most, meta) => Math.max(most, meta.end), 0),
    profileCount: metas.reduce((sum, meta) => sum + meta.profileCount, 0),
    agent: {
      type: newest(metas.map((meta) => meta.agent.type)),
      version: newest(metas.map((meta) => meta.agent.version)),
    },
    runtimeVersion: newest(metas.map((meta) => meta.runtimeVersion)),
    fleet: mergeFleets(metas.flatMap((meta) => meta.fleet)),
    ...commonWeight(metas),
  };
}

/**
 * Samples and nanoseconds cannot be added up: a unit that is not the same everywhere is not said. What a unit stands for
 * in seconds may differ, since no two agents keep the pace alike; then it is the mean, by samples, which gives the whole
 * the seconds of its parts. One part that does not know leaves it unknown for all.
 */
function commonWeight(metas: readonly ProfileMeta[]): Pick<ProfileMeta, 'weight'> {
  const counted = metas.map((meta) => ({ weight: meta.weight, samples: samplesIn(meta) }));
  const telling = counted.filter(({ samples }) => samples > 0);
  const [first, ...others] = telling.length > 0 ? telling : counted;
  const { weight } = first;
  if (weight === undefined) return {};
  const isCommon = others.every(
    (one) => one.weight?.unit === weight.unit && one.weight.perSample === weight.perSample,
  );
  return isCommon ? { weight: { ...weight, seconds: meanSeconds([first, ...others]) } } : {};
}

function samplesIn({ fleet }: ProfileMeta): SampleCount {
  return fleet.reduce((sum, { samples }) => sum + samples, 0);
}

interface Weighed {
  readonly weight: Weight | undefined;
  readonly samples: SampleCount;
}

/**
 * Added up in the order of the values and rounded to twelve digits, so that neither the order of the parts shows in it
 * nor, in all but the last of these digits, how they were grouped.
 */
function meanSeconds(parts: readonly Weighed[]): number {
  const rows = parts.map(({ weight, samples }) => ({ seconds: weight?.seconds ?? 0, samples }));
  const [least, most] = [Math.min, Math.max].map((pick) =>
    rows.reduce((a, b) => pick(a, b.seconds), rows[0].seconds),
  );
  if (least === most || least === 0) return least;
  rows.sort((a, b) => a.seconds - b.seconds || a.samples - b.samples);
  const samples = rows.reduce((sum, row) => sum + row.samples, 0);
  const seconds = rows.reduce((sum, row) => sum + row.seconds * row.samples, 0);
  return samples > 0 ? Number((seconds / samples).toPrecision(12)) : 0;
}

/** Greatest as text: a rule that any order of merging agrees on. Only shown, never computed with. */
function newest(texts: readonly string[]): string {
  return texts.reduce((greatest, text) => (greatest < text ? text : greatest), '');
}

/** Adds up the rows of equal members. An id alone is not enough: host names repeat across kinds of compute. */
function mergeFleets(members: readonly FleetMember[]): FleetMember[] {
  const byIdentity = new Map<string, FleetMember>();
  for (const member of members) {
    const { computeType, hostType, id, vCpus, memoryMb } = member;
    const identity = JSON.stringify([id, computeType, hostType, vCpus, memoryMb]);
    const known = byIdentity.get(identity);
    byIdentity.set(
      identity,
      known === undefined
        ? member
        : { ...known, seenMs: known.seenMs + member.seenMs, samples: known.samples + member.samples },
    );
  }
  return [...byIdentity.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, member]) => member);
}
