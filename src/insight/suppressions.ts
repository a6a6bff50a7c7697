import { isRecord } from '../base/is-record';
import { parseLocatedJson } from '../base/located-json';
import type { EpochMs } from '../profile/units';
import type { Pattern } from './pattern';
import { matchesTarget } from './pattern';

/**
 * `.burnline/suppressions.json` as text in, text out: findings that people have looked at and decided to live with, to
 * be committed, so that editors, the command line and CI agree. What stands in it and is not understood stays where it
 * is.
 *
 *     { "suppressions": [
 *         { "pattern": "30b3b736-…", "name": "Recreation of AWS SDK Service Clients",
 *           "frame": "shop.orders:Orders:save", "file": "shop/orders.py",
 *           "reason": "Runs once a day", "expires": "2027-03-31" }
 *     ] }
 *
 * Plain JSON, without comments: programs write this file as well, and would drop them. A reason has its own field.
 */
export interface SuppressionsFile {
  readonly content: Readonly<Record<string, unknown>>;
  readonly suppressions: readonly Suppression[];
  /** Entries that mute nothing because they cannot be understood, each a sentence that names its line. */
  readonly problems: readonly string[];
  /** One level, as the file has it. */
  readonly indent: string;
}

export interface Suppression {
  /** Id of a pattern, or its name. */
  readonly pattern: string;
  /** The own function that makes the call, as its frame is named; a part may be `*`. Left out: any. */
  readonly frame?: string;
  /** The end of that function's path, by whole segments: deployed paths begin otherwise. Left out: any. */
  readonly file?: string;
  readonly reason: string;
  /** `2027-03-31`: the last day, in UTC, on which it holds, so that it ends everywhere at once. Left out: for ever. */
  readonly expires?: string;
}

/** A file that is not there yet. */
export const NO_SUPPRESSIONS: SuppressionsFile = {
  content: {},
  suppressions: [],
  problems: [],
  indent: '  ',
};

/** @throws {Error} whose message goes on after the name of the file: `is not JSON from line 3 on: …` */
export function parseSuppressions(text: string): SuppressionsFile {
  if (text.trim() === '') return NO_SUPPRESSIONS;
  const { value: content, lineOf } = parseLocatedJson(text);
  if (!isRecord(content)) throw new Error('is not an object with a list of "suppressions"');
  const { suppressions: entries = [] } = content;
  if (!Array.isArray(entries)) throw new Error('has "suppressions" that are not a list');
  const problems = entries.flatMap((entry) => {
    const problem = problemOf(entry);
    return problem === '' ? [] : [`Line ${lineOf(entry) || lineOf(entries)}: ${problem}.`];
  });
  return {
    content,
    suppressions: entries.filter(isSuppression),
    problems,
    indent: /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ',
  };
}

export function formatSuppressions({ content, indent }: SuppressionsFile): string {
  return `${JSON.stringify(content, null, indent)}\n`;
}

/**
 * An entry for the same place is replaced where it stands, its other fields kept.
 * @param name of the pattern, for people: ids say nothing in a review
 */
export function withSuppression(
  file: SuppressionsFile,
  suppression: Suppression,
  name: string,
): SuppressionsFile {
  const { pattern, frame, file: path, reason, expires } = suppression;
  // In the order in which it is read; what is undefined is not written.
  const entry = { pattern, name, frame, file: path, reason, expires };
  const entries = (file.content.suppressions ?? []) as readonly unknown[];
  const at = entries.findIndex((one) => isSuppression(one) && isSamePlace(one, suppression));
  const next =
    at < 0
      ? [...entries, entry]
      : entries.map((one, i) => (i === at ? { ...(one as object), ...entry } : one));
  return {
    ...file,
    content: { ...file.content, suppressions: next },
    suppressions: next.filter(isSuppression),
  };
}

/** What is to be judged: a pattern, and the own function that makes the call where there is one. */
export interface Suppressible {
  readonly pattern: Pick<Pattern, 'id' | 'name'>;
  readonly site: { readonly name: string; readonly file: string } | undefined;
}

/** The first suppression that is about it; undefined where the finding is to be shown. */
export function suppressionOf(
  finding: Suppressible,
  suppressions: readonly Suppression[],
): Suppression | undefined {
  return suppressions.find((one) => isAbout(one, finding));
}

/** Without those whose last day is over. */
export function inForce(suppressions: readonly Suppression[], now: EpochMs): Suppression[] {
  return suppressions.filter(({ expires }) => expires === undefined || now < endOf(expires));
}

/** When the next of them ends; undefined where none does. */
export function nextEnd(suppressions: readonly Suppression[]): EpochMs | undefined {
  const ends = suppressions.flatMap(({ expires }) => (expires === undefined ? [] : [endOf(expires)]));
  return ends.length === 0 ? undefined : ends.reduce((a, b) => Math.min(a, b));
}

function endOf(day: string): EpochMs {
  return Date.parse(`${day}T00:00:00Z`) + DAY;
}

/** The day so many days from now, as a file has it. */
export function dayAfter(now: EpochMs, days: number): string {
  return new Date(now + days * DAY).toISOString().slice(0, 10);
}

const DAY = 86_400_000;

function isAbout({ pattern, frame, file }: Suppression, { pattern: found, site }: Suppressible): boolean {
  if (pattern !== found.id && pattern !== found.name) return false;
  if (frame !== undefined && !(site && matchesTarget(frame, site.name))) return false;
  return file === undefined || (site !== undefined && endsWithPath(site.file, file));
}

function endsWithPath(path: string, end: string): boolean {
  const [segments, wanted] = [path, end].map((text) =>
    text.split(/[\\/]/).filter((segment) => segment !== '' && segment !== '.'),
  );
  if (wanted.length === 0 || wanted.length > segments.length) return false;
  const from = segments.length - wanted.length;
  return wanted.every((segment, i) => segment === segments[from + i]);
}

function isSamePlace(a: Suppression, b: Suppression): boolean {
  return a.pattern === b.pattern && a.frame === b.frame && a.file === b.file;
}

function isSuppression(entry: unknown): entry is Suppression {
  return problemOf(entry) === '';
}

/** What is wrong with an entry, as part of a sentence; ''  where nothing is. */
function problemOf(entry: unknown): string {
  if (!isRecord(entry)) return 'a suppression is an object';
  const { pattern, frame, file, reason, expires } = entry;
  if (!isFilled(pattern)) return 'a suppression needs a "pattern", the id or name of what it mutes';
  if (!isFilled(reason)) return 'a suppression needs a "reason"';
  if (frame !== undefined && !isFilled(frame)) return '"frame" is the name of a function';
  if (file !== undefined && !isFilled(file)) return '"file" is the end of a path';
  if (expires !== undefined && !isDay(expires)) return '"expires" is a day such as "2027-03-31"';
  return '';
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

/** A day that the calendar has: `2027-02-30` would end two days later than it says. */
function isDay(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
