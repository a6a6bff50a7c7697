import type { Profile } from '../profile/tables';
import type { EpochMs, Fraction, Milliseconds } from '../profile/units';
import type { FrameShares } from './frame-shares';

/**
 * Anomalies: a function that takes clearly more of an hour than it used to. One question is asked of each function,
 * how far its share of this hour lies above the median of the hours before, in units of how much it usually varies:
 *
 *     score = (share - median) / (1.4826 * MAD)        MAD: median of |share - median|
 *
 * This is the modified z-score of Iglewicz and Hoaglin (How to Detect and Handle Outliers, 1993); 1.4826 makes it a
 * standard deviation where shares vary normally. Median and MAD stay what they are while up to half of the hours are
 * odd. They call 3.5 an outlier. Here every function of every hour is a test, thousands a week, so the bar is higher
 * and has to be cleared in two hours in a row; besides, a rise has to be large enough to matter to somebody. In
 * a group of forty functions whose shares only vary, by a fifth from hour to hour, that happens by chance not once in
 * two years where hours are independent, once a year where an hour has half of its deviation from the one before, and
 * nine times a year where it has 80 % of it.
 *
 * What it does not see: falls (what falls makes room for what rises, and that is told), anything in the first day,
 * and a rise that comes slowly. What takes as much around the same time of an earlier day is no anomaly: that is a
 * nightly job. Nor is it a cause: of a call path that rose as a whole, the innermost function is named.
 */
export interface Hour extends FrameShares {
  readonly start: EpochMs;
}

export interface Anomaly {
  readonly frameName: string;
  /** Start of the first hour that deviates. */
  readonly start: EpochMs;
  /** Mean of the hours that deviate. */
  readonly share: Fraction;
  readonly usual: Usual;
}

/** What a share used to be. */
export interface Usual {
  readonly median: Fraction;
  /** Median absolute deviation: half of the hours lie within this much of the median. */
  readonly spread: Fraction;
  /** Hours that it was taken from. */
  readonly hours: number;
}

const HOUR: Milliseconds = 3_600_000;
const DAY = 24 * HOUR;

/** Hours that are looked back on: two of every weekday. */
export const ANOMALY_WINDOW: Milliseconds = 14 * DAY;

/** Hours with data before anything is said: once around the clock for a program that always runs. */
const MINIMUM_HOURS = 24;

/** Hours with fewer samples are left out. At 400, chance alone moves a share of 10 % by 1.5 points (one deviation). */
const MINIMUM_SAMPLES = 400;

/** How many hours in a row have to deviate. */
const RUN = 2;

interface Bar {
  readonly score: number;
  /** Points of share, as a fraction. */
  readonly rise: Fraction;
  /** Times the median. */
  readonly ratio: number;
}

const TO_BEGIN: Bar = { score: 6, rise: 0.05, ratio: 1.3 };

/** Half of it: one that goes up and down around the bar is one anomaly, not ten. */
const TO_GO_ON: Bar = { score: 3, rise: 0.025, ratio: 1.15 };

/** Of a caller that rose, the part that one function below it has to explain for the caller not to be named. */
const EXPLAINED = 0.8;

/** Named at once, those with the largest rise: beyond that something else has happened, such as a new program. */
const MOST_AT_ONCE = 5;

/** Of those that rose most, so many are looked at for who calls whom: a pass over the profile each. */
const CANDIDATES = 50;

/**
 * Anomalies that the last two hours show.
 *
 * @param hours of one view, in order of time
 * @param profile of the last hour, as people read it: tells who calls whom
 */
export function findAnomalies(hours: readonly Hour[], profile: Profile): Anomaly[] {
  const solid = hours.filter(isSolid);
  const [past, run] = [solid.slice(0, -RUN), solid.slice(-RUN)];
  const last = solid.at(-1);
  if (last === undefined || last !== hours.at(-1) || past.length < MINIMUM_HOURS) {
    return [];
  }
  const found = [...last.shares.keys()]
    .map((frameName) => judge(frameName, past, run))
    .filter((anomaly) => anomaly !== undefined);
  found.sort((a, b) => riseOf(b) - riseOf(a) || (a.frameName < b.frameName ? -1 : 1));
  return innermost(found.slice(0, CANDIDATES), profile).slice(0, MOST_AT_ONCE);
}

/**
 * Where an anomaly that has begun stands: undefined while it goes on, else the end of its last hour. It is measured
 * against the hours before it began, so it cannot become its own measure; when those have left the window, what was
 * an anomaly is what is usual now, and it ends.
 */
export function anomalyEnd(
  hours: readonly Hour[],
  { frameName, start }: Pick<Anomaly, 'frameName' | 'start'>,
): EpochMs | undefined {
  const solid = hours.filter(isSolid);
  const usual = usualOf(
    frameName,
    solid.filter((hour) => hour.start < start),
  );
  const since = solid.filter((hour) => hour.start >= start);
  const deviating = since.filter((hour) => deviates(frameName, hour, usual, TO_GO_ON));
  if (usual.hours < MINIMUM_HOURS) {
    return (since.at(-1)?.start ?? start) + HOUR;
  }
  // Hours with too few samples say nothing: until there is a better one, nothing has changed.
  return deviating.at(-1) === since.at(-1) ? undefined : (deviating.at(-1)?.start ?? start) + HOUR;
}

function judge(frameName: string, past: readonly Hour[], run: readonly Hour[]): Anomaly | undefined {
  if (!run.every((hour) => shareIn(hour, frameName) >= TO_BEGIN.rise)) {
    return undefined; // Most of them: spares the medians.
  }
  const usual = usualOf(frameName, past);
  const isOne = run.every(
    (hour) =>
      deviates(frameName, hour, usual, TO_BEGIN) &&
      !past.some((earlier) => isSameTimeOfDay(earlier, hour) && wentAsFar(frameName, earlier, hour, usual)),
  );
  if (!isOne) {
    return undefined;
  }
  const share = run.reduce((sum, hour) => sum + shareIn(hour, frameName), 0) / run.length;
  return { frameName, start: run[0].start, share, usual };
}

function usualOf(frameName: string, hours: readonly Hour[]): Usual {
  const shares = hours.map((hour) => shareIn(hour, frameName));
  const median = medianOf(shares);
  return { median, spread: medianOf(shares.map((share) => Math.abs(share - median))), hours: hours.length };
}

/** A share that hardly varies would make any change an anomaly: the least unit is what chance does to the samples. */
function deviates(frameName: string, hour: Hour, { median, spread }: Usual, bar: Bar): boolean {
  const share = shareIn(hour, frameName);
  // Standard deviation of a binomial share; a frame that is not listed counts as half a sample, not as impossible.
  const likely = Math.min(Math.max(median, 0.5 / hour.samples), 1 - 0.5 / hour.samples);
  const chance = Math.sqrt((likely * (1 - likely)) / hour.samples);
  const score = (share - median) / Math.max(1.4826 * spread, chance);
  return score >= bar.score && share - median >= bar.rise && share >= bar.ratio * median;
}

/** An hour more or less: clocks are put forward and back, and jobs start when others end. */
function isSameTimeOfDay(a: Hour, b: Hour): boolean {
  const apart = Math.abs(a.start - b.start) % DAY;
  return Math.min(apart, DAY - apart) <= HOUR && Math.abs(a.start - b.start) > HOUR;
}

/** At least halfway up. */
function wentAsFar(frameName: string, earlier: Hour, hour: Hour, { median }: Usual): boolean {
  return shareIn(earlier, frameName) - median >= (shareIn(hour, frameName) - median) / 2;
}

/** Leaves out callers whose rise is that of a function they call. Of two that call each other, neither explains. */
function innermost(found: readonly Anomaly[], profile: Profile): Anomaly[] {
  const callers = new Map(found.map(({ frameName }) => [frameName, callersOf(frameName, profile)]));
  const calls = (caller: string, callee: string) => callers.get(callee)?.has(caller) ?? false;
  const explains = (below: Anomaly, { frameName, ...above }: Anomaly) =>
    calls(frameName, below.frameName) &&
    !calls(below.frameName, frameName) &&
    riseOf(below) >= EXPLAINED * riseOf(above);
  return found.filter((anomaly) => !found.some((other) => explains(other, anomaly)));
}

/** Names of all functions on the way to a function. Callers stand before callees: one pass upwards marks the way. */
function callersOf(frameName: string, { frames, stacks }: Profile): Set<string> {
  const leads = new Uint8Array(stacks.length);
  const names = new Set<string>();
  for (let row = stacks.length - 1; row >= 0; row--) {
    const name = frames.name[stacks.frame[row]];
    if (leads[row] === 1) {
      names.add(name);
    }
    if (stacks.prefix[row] >= 0 && (leads[row] === 1 || name === frameName)) {
      leads[stacks.prefix[row]] = 1;
    }
  }
  return names;
}

function isSolid({ samples }: Hour): boolean {
  return samples >= MINIMUM_SAMPLES;
}

/** Not listed means below what is listed, a percent or so; for a median or a rise of five points that is nothing. */
function shareIn({ shares }: Hour, frameName: string): Fraction {
  return shares.get(frameName) ?? 0;
}

function riseOf({ share, usual }: Pick<Anomaly, 'share' | 'usual'>): Fraction {
  return share - usual.median;
}

function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
