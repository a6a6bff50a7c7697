import type { EpochMs, Fraction, Milliseconds } from '../../src/profile/units';
import type { ProfileSource } from '../../src/protocol/source';

/**
 * Which stretch of time a profile is of, and what there is to choose from. No clock and no element in here; `now` is a
 * parameter, and days are those of the person's own time zone.
 */
export type RangeChoice = ProfileSource['range'];

export interface Stretch {
  readonly start: EpochMs;
  readonly end: EpochMs;
}

const MINUTE: Milliseconds = 60_000;
const HOUR: Milliseconds = 60 * MINUTE;
const DAY: Milliseconds = 24 * HOUR;

/** Up to the newest profile. */
export const PRESETS: readonly Milliseconds[] = [5 * MINUTE, HOUR, 12 * HOUR, DAY, 7 * DAY];

/** CodeGuru's GetProfile gives at most seven days at once, and so does the service that we start ourselves. */
export const LONGEST: Milliseconds = 7 * DAY;

/** Periods of one length for which there are profiles, as ListProfileTimes lists them. */
export interface KeptPeriods {
  readonly period: Milliseconds;
  readonly starts: readonly EpochMs[];
}

/** When there are profiles: all periods, in order, those that touch or overlap as one. */
export function stretchesOf(kept: readonly KeptPeriods[]): Stretch[] {
  const all = kept
    .flatMap(({ period, starts }) => starts.map((start) => ({ start, end: start + period })))
    .sort((one, other) => one.start - other.start);
  const joined: { start: EpochMs; end: EpochMs }[] = [];
  for (const { start, end } of all) {
    const last = joined.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}

/** What a strip shows, and how finely a hand chooses on it. */
export interface Strip extends Stretch {
  /** Length of the periods: chosen times are whole ones of them, in UTC as the periods themselves. */
  readonly cell: Milliseconds;
}

/** The last seven days, today included, by the hour. */
export function weekStrip(now: EpochMs): Strip {
  return { start: dayAfter(startOfDay(now), -6), end: dayAfter(startOfDay(now), 1), cell: HOUR };
}

/** One day by five minutes; 23 or 25 hours of it where the clocks change. */
export function dayStrip(time: EpochMs): Strip {
  const start = startOfDay(time);
  return { start, end: dayAfter(start, 1), cell: 5 * MINUTE };
}

/** What of a strip is filled, from its left edge on. */
export function filledIn(
  { start, end }: Stretch,
  stretches: readonly Stretch[],
): { readonly left: Fraction; readonly width: Fraction }[] {
  return overlaps({ start, end }, stretches).map((part) => ({
    left: (part.start - start) / (end - start),
    width: (part.end - part.start) / (end - start),
  }));
}

export function lengthWithin(stretch: Stretch, stretches: readonly Stretch[]): Milliseconds {
  return overlaps(stretch, stretches).reduce((sum, { start, end }) => sum + end - start, 0);
}

function overlaps({ start, end }: Stretch, stretches: readonly Stretch[]): Stretch[] {
  return stretches
    .filter((one) => one.end > start && one.start < end)
    .map((one) => ({ start: Math.max(start, one.start), end: Math.min(end, one.end) }));
}

/** What a hand has drawn from one time to another, in either direction: all periods that it touched. */
export function drawnRange(strip: Strip, from: EpochMs, to: EpochMs): Stretch {
  const [first, last] = from <= to ? [from, to] : [to, from];
  const start = Math.floor(first / strip.cell) * strip.cell;
  const end = (Math.floor(last / strip.cell) + 1) * strip.cell;
  const inside = { start: Math.max(strip.start, start), end: Math.min(strip.end, end) };
  return shortened(inside, from <= to ? 'end' : 'start');
}

export type Edge = 'start' | 'end';

/** The range with an edge at another time: on a whole period, one period from the other edge at least, and not too long. */
export function withEdge(range: Stretch, edge: Edge, time: EpochMs, strip: Strip): Stretch {
  const at = Math.min(strip.end, Math.max(strip.start, Math.round(time / strip.cell) * strip.cell));
  const moved =
    edge === 'start'
      ? { start: Math.min(at, range.end - strip.cell), end: range.end }
      : { start: range.start, end: Math.max(at, range.start + strip.cell) };
  return shortened(moved, edge);
}

/** Too long a range gives way at the edge that moves. */
function shortened({ start, end }: Stretch, edge: Edge): Stretch {
  return edge === 'end'
    ? { start, end: Math.min(end, start + LONGEST) }
    : { start: Math.max(start, end - LONGEST), end };
}

/** Where a key moves an edge: by a period, by an hour or a day, to an end of the strip. */
export function edgeAfterKey(range: Stretch, edge: Edge, key: string, strip: Strip): Stretch | undefined {
  const page = strip.cell < HOUR ? HOUR : DAY;
  const time = {
    ArrowLeft: range[edge] - strip.cell,
    ArrowDown: range[edge] - strip.cell,
    ArrowRight: range[edge] + strip.cell,
    ArrowUp: range[edge] + strip.cell,
    PageDown: range[edge] - page,
    PageUp: range[edge] + page,
    Home: strip.start,
    End: strip.end,
  }[key];
  return time === undefined ? undefined : withEdge(range, edge, time, strip);
}

/** What is wrong with a range that was typed; the page has the words. */
export type RangeProblem = 'incomplete' | 'ends-first' | 'too-long' | 'to-come';

export function rangeProblem(start: EpochMs, end: EpochMs, now: EpochMs): RangeProblem | undefined {
  if (Number.isNaN(start) || Number.isNaN(end)) return 'incomplete';
  if (end <= start) return 'ends-first';
  if (end - start > LONGEST) return 'too-long';
  return start >= now ? 'to-come' : undefined;
}

/** `2026-11-21T09:05`, as an input for local date and time has it. */
export function inputText(time: EpochMs): string {
  const date = new Date(time);
  const two = (number: number): string => String(number).padStart(2, '0');
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The time that an input says, NaN where it says none: a date and time without a zone are local by ECMAScript's rules. */
export function inputTime(text: string): EpochMs {
  return text === '' ? NaN : Date.parse(text);
}

export function startOfDay(time: EpochMs): EpochMs {
  return new Date(time).setHours(0, 0, 0, 0);
}

/** The start of the day so many days later; counted by the calendar, a day is not always 24 hours. */
export function dayAfter(day: EpochMs, count: number): EpochMs {
  const date = new Date(day);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + count).getTime();
}
