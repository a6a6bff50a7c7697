import { setTimeout as delay } from 'node:timers/promises';
import type { FrameMetricPoint, FrameMetricsQuestion, Gateway } from '../aws/gateway';
import type { AggregationPeriod } from '../focus/time-range';
import { BoundedCache } from '../focus/cache';
import { functionTotalsOf } from '../focus/figures';
import type { LoadedProfile } from '../focus/loaded-profile';
import { DAY, MINUTE, SECOND } from '../focus/time-range';
import { onlyNames } from '../profile/compare-functions';
import { CPU_STATES } from '../profile/thread-states';
import type { StateView } from '../profile/thread-states';
import { FILE_CONNECTION_ID } from '../protocol/source';
import type { Annotation } from './annotations';

/** The last day of a function, for its hover. A hover waits for nobody: what comes late is there for the next one. */
export interface FrameTrends {
  /** Undefined where nothing is known, or not yet. Never rejects. */
  of(at: Annotation, loaded: LoadedProfile): Promise<readonly FrameMetricPoint[] | undefined>;
}

export interface TrendServices {
  /** Undefined where the connection is not open: a hover starts no service. */
  gatewayOf(connectionId: string): Promise<Pick<Gateway, 'getFrameMetrics'> | undefined>;
  readonly now: () => number;
  /** The hover says all that it has to say without; the log is for whoever wants to know why. */
  readonly onFailure: (error: unknown) => void;
}

/** What a person waits for without noticing. */
const PATIENCE_MS = 250;

/** By then a request has failed, whatever the connection thinks. */
const TIMEOUT_MS = 10_000;

/** A series is a few hundred numbers. */
const KEPT_SERIES = 200;

/** New profiles come every five minutes; as long an answer is new, and as long a failure is not asked again. */
const KEPT_FOR = 5 * MINUTE;

export function createFrameTrends(services: TrendServices): FrameTrends {
  const known = new BoundedCache<Promise<readonly FrameMetricPoint[] | undefined>>(KEPT_SERIES, () => 1);

  async function ask(
    loaded: LoadedProfile,
    names: readonly string[],
    view: StateView,
  ): Promise<readonly FrameMetricPoint[] | undefined> {
    try {
      const gateway = await services.gatewayOf(loaded.connectionId);
      return gateway && (await askInSteps(gateway, loaded, names, view));
    } catch (error) {
      services.onFailure(error);
      return undefined;
    }
  }

  return {
    of: async (at, loaded) => {
      const names = loaded.connectionId === FILE_CONNECTION_ID ? undefined : trendNames(at, loaded);
      if (!names) return undefined;
      const { view } = at.figures;
      const { connectionId, group } = loaded;
      const key = JSON.stringify([connectionId, group, view, names, Math.floor(services.now() / KEPT_FOR)]);
      const asked = known.get(key) ?? ask(loaded, names, view);
      known.set(key, asked);
      return Promise.race([asked, delay(PATIENCE_MS, undefined, { ref: false })]);
    },
  };
}

/** Hours are few and quickly read; a program that began this morning has too few of them to draw. */
async function askInSteps(
  gateway: Pick<Gateway, 'getFrameMetrics'>,
  { group, profile }: LoadedProfile,
  names: readonly string[],
  view: StateView,
): Promise<readonly FrameMetricPoint[] | undefined> {
  // Whole seconds, as requests have them: rounded outwards, a day and a bit would be refused.
  const end = Math.ceil(profile.meta.end / SECOND) * SECOND;
  const question = { names, states: statesToAsk(view), range: { start: end - DAY, end } };
  const inSteps = async (step: AggregationPeriod): Promise<FrameMetricPoint[]> =>
    addUp(await gateway.getFrameMetrics(group, { ...question, step }, AbortSignal.timeout(TIMEOUT_MS)));
  const hours = await inSteps('PT1H');
  const points = hours.length < ENOUGH_POINTS ? await inSteps('PT5M') : hours;
  return points.length < 2 ? undefined : points;
}

const ENOUGH_POINTS = 4;

function statesToAsk(view: StateView): FrameMetricsQuestion['states'] {
  if (view === 'cpu') return CPU_STATES;
  return view === 'latency' ? [...CPU_STATES, 'WAITING', 'TIMED_WAITING'] : view;
}

/** Series of one function under several names, by the ends of their steps. */
function addUp(series: readonly (readonly FrameMetricPoint[])[]): FrameMetricPoint[] {
  const shares = new Map<number, number>();
  for (const { end, share } of series.flat()) shares.set(end, (shares.get(end) ?? 0) + share);
  return [...shares].map(([end, share]) => ({ end, share })).sort((a, b) => a.end - b.end);
}

/**
 * The names whose series together are the function's. The service knows a function by its name alone, as the agent wrote
 * it; so there are none where the name was tidied up, where another file has a function of that name, and where samples
 * have two of the names in their stack, which would count twice.
 */
export function trendNames(
  { frames, figures }: Annotation,
  { profile }: LoadedProfile,
): readonly string[] | undefined {
  const { name, raw } = profile.frames;
  const { total } = functionTotalsOf(profile, figures.view);
  const only = onlyNamesOf(profile.frames);
  const areKnown = frames.every((frame) => (raw?.[frame] ?? '') === '' && only.get(name[frame]) === true);
  const sum = frames.reduce((samples, frame) => samples + total[frame], 0);
  const isEachOnce = Math.abs(sum - figures.total) <= 1e-9 * sum;
  return areKnown && isEachOnce && frames.length <= MAX_NAMES
    ? frames.map((frame) => name[frame])
    : undefined;
}

/** More names in one function than this are a framework's doing. */
const MAX_NAMES = 20;

const namesOf = new WeakMap<LoadedProfile['profile']['frames'], ReadonlyMap<string, boolean>>();

function onlyNamesOf(frames: LoadedProfile['profile']['frames']): ReadonlyMap<string, boolean> {
  const only = namesOf.get(frames) ?? onlyNames(frames.name);
  namesOf.set(frames, only);
  return only;
}
