import { ProfileBuilder } from './builder';
import { mergeMetas } from './merge';
import type { Profile, ProfileMeta, SampleTable, Weight } from './tables';
import { MAX_STATES, sortStates } from './tables';
import type { StateView } from './thread-states';
import { statesOf } from './thread-states';

/** A is the baseline, B what is compared with it. */
export type Side = 'A' | 'B';

/**
 * Two profiles as one whose thread states say where a sample came from, so that whatever can be done to a profile can
 * be done to a comparison, once, and both sides stay on the same rows.
 *
 *     A:  main > load  RUNNABLE 30        stack         A RUNNABLE  B RUNNABLE
 *         main > show  RUNNABLE 10        main > load           30          20
 *     B:  main > load  RUNNABLE 20        main > show           10              gone
 *         main > sort  RUNNABLE 30        main > sort                       30  new
 *
 * @throws {RangeError} when the counts of the two are different things, see {@link commonUnit}
 */
export function joinProfiles(a: Profile, b: Profile): Profile {
  const unit = commonUnit(a.meta, b.meta);
  if (unit === undefined) throw new RangeError('counts of different things cannot be compared');
  const kept = keptStates([a, b]);
  const builder = new ProfileBuilder();
  builder.add(ofSide('A', inUnit(a, unit), kept));
  builder.add(ofSide('B', inUnit(alignFiles(b, a), unit), kept));
  const { weight: _, ...meta } = mergeMetas([a.meta, b.meta]);
  return builder.finish(unit === 'thread samples' ? meta : { ...meta, weight: unit });
}

/** The states of one side that a view counts, as the joined profile names them. */
export function sideStates(side: Side, view: StateView, joined: Profile): readonly string[] {
  const mark = `${side} `;
  const own = joined.samples.states.filter((state) => state.startsWith(mark));
  return statesOf(
    view,
    own.map((state) => state.slice(mark.length)),
  ).map((state) => mark + state);
}

/**
 * What the counts of both sides can be given in: their own unit where it is the same, else samples where both know
 * how many they are. 100 Hz and 1,000 Hz agree on nanoseconds, not on samples.
 *
 * @returns undefined where bytes would be compared with time
 */
export function commonUnit(a: ProfileMeta, b: ProfileMeta): Weight | 'thread samples' | undefined {
  const [one, other] = [a.weight ?? SAMPLES, b.weight ?? SAMPLES];
  if (one.unit === other.unit) {
    if (a.weight === undefined && b.weight === undefined) return 'thread samples';
    const perSample = one.perSample === 0 ? 0 : Math.max(one.perSample, other.perSample);
    const seconds = one.seconds === other.seconds ? one.seconds : 0;
    return { unit: one.unit, perSample: other.perSample === 0 ? 0 : perSample, seconds };
  }
  const areTimes = [one, other].every(({ unit }) => unit === 'samples' || unit === 'nanoseconds');
  return areTimes && one.perSample > 0 && other.perSample > 0 ? 'thread samples' : undefined;
}

const SAMPLES: Weight = { unit: 'samples', perSample: 1, seconds: 0 };

function inUnit(profile: Profile, unit: Weight | 'thread samples'): Profile {
  const { samples, meta } = profile;
  const perSample = meta.weight?.perSample ?? 1;
  if (unit !== 'thread samples' || perSample === 1) return profile;
  return { ...profile, samples: { ...samples, count: samples.count.map((count) => count / perSample) } };
}

/** Both sides have half of the states that a profile may have; those that sort last become one. */
function keptStates(profiles: readonly Profile[]): ReadonlySet<string> {
  const all = sortStates(profiles.flatMap(({ samples }) => samples.states));
  const most = MAX_STATES / 2;
  return new Set(all.length <= most ? all : all.slice(0, most - 1));
}

function ofSide(side: Side, profile: Profile, kept: ReadonlySet<string>): Profile {
  const states = profile.samples.states.map((state) => `${side} ${kept.has(state) ? state : 'OTHER'}`);
  const samples: SampleTable = { ...profile.samples, states };
  return { ...profile, samples };
}

/**
 * The profile with its files as the other has them, where a name stands for one file on either side. Two deployments
 * of one program differ in their install path (`/srv/v41/app.py`, `/srv/v42/app.py`); without this every function of
 * theirs would be gone on one side and new on the other. Names with several files are left as they are.
 */
function alignFiles(profile: Profile, like: Profile): Profile {
  const here = onlyFiles(profile);
  const there = onlyFiles(like);
  const { name, file } = profile.frames;
  const aligned = file.map((own, frame) =>
    here.get(name[frame]) === undefined ? own : (there.get(name[frame]) ?? own),
  );
  return { ...profile, frames: { ...profile.frames, file: aligned } };
}

/** The file of each name that has just one. */
function onlyFiles({ frames }: Profile): Map<string, string | undefined> {
  const files = new Map<string, string | undefined>();
  frames.name.forEach((name, frame) => files.set(name, files.has(name) ? undefined : frames.file[frame]));
  return files;
}
