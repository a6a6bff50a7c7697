import { checkAgentProfile, decodeAgentProfile, MAX_DEPTH } from '../profile/codec/agent-profile';
import { readAgentProfile } from '../profile/codec/agent-profile-bytes';
import type { ByteWords } from '../profile/codec/byte-words';
import { readIon } from '../profile/codec/ion';
import type { IonLimits } from '../profile/codec/ion-values';
import { ProfileFormatError } from '../profile/codec/reader';
import type { Profile, ProfileMeta } from '../profile/tables';
import type { SampleCount } from '../profile/units';
import { ValidationException } from './errors';

/**
 * What an agent posted, from bytes to a profile, or to a sentence that says where it is wrong. Everything in it is
 * hostile: nothing is stored before all of it has been read.
 */

/** The last millisecond of year 9999: later times have no ISO 8601 form with four digits of year. */
const MAX_TIME = Date.UTC(10_000, 0, 1) - 1;

/** Three years of milliseconds, or the samples of a thousand threads at 10 Hz in four months. 90,000 of it make 2^53. */
const MAX_SUM = 1e11;

/** Each frame of a call graph is two levels of JSON: its node, and the `children` around the next. The rest is metadata. */
const MAX_NESTING = 2 * MAX_DEPTH + 100;

/** A frame takes up to four of them (node, line, counts, children): half a million frames, ten times what agents hold. */
const MAX_BRACKETS = 2_000_000;

/**
 * In JSON the length of the body bounds what is neither object nor list; in Ion a byte is a value, and two are a name of
 * any length. Four values for each node or list are more than agents write, and the characters of all names, each where it
 * stands, are as many as a body in JSON may have: aggregates are kept in JSON.
 */
const ION_LIMITS: IonLimits = {
  nesting: MAX_NESTING,
  containers: MAX_BRACKETS,
  scalars: 4 * MAX_BRACKETS,
  characters: 32 * 1024 * 1024,
};

/** The forms that agents post, as the store keeps them beside the bytes. */
export type PostedFormat = 'json' | 'ion';

export interface PostedProfile {
  readonly meta: ProfileMeta;
  readonly format: PostedFormat;
}

/**
 * Reads all of it once, so that what is filed can be read later.
 *
 * @param bytes the body without its Content-Encoding
 * @throws {ValidationException} naming the place
 */
export function checkPosted(bytes: Uint8Array, contentType: string): PostedProfile {
  const format = formatOf(contentType);
  if (bytes.length === 0) {
    throw invalid('it is empty', 'post the JSON or the Ion of an agent profile');
  }
  try {
    const value = format === 'ion' ? readIon(bytes, ION_LIMITS) : readJson(bytes);
    const { meta, samples } = checkAgentProfile(value);
    checkTimes(meta);
    checkSums(meta, samples);
    return { meta, format };
  } catch (error) {
    if (error instanceof ProfileFormatError || error instanceof RangeError) {
      throw new ValidationException(`The agent profile is not valid: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

/**
 * Reads again what {@link checkPosted} took once: a stored body, whose structure and limits are known to hold.
 * @param words of profiles that were read before
 */
export function decodePosted(format: PostedFormat, bytes: Uint8Array, words?: ByteWords): Profile {
  return format === 'ion' ? decodeAgentProfile(readIon(bytes, ION_LIMITS)) : readAgentProfile(bytes, words);
}

function formatOf(contentType: string): PostedFormat {
  const format = FORMATS.get(contentType.split(';', 1)[0].trim().toLowerCase());
  if (format === undefined) {
    throw new ValidationException(
      `Value '${contentType.slice(0, 100)}' at 'contentType' failed to satisfy constraint: ` +
        'Member must satisfy enum value set: [application/json, application/x-amzn-ion]',
    );
  }
  return format;
}

const FORMATS: ReadonlyMap<string, PostedFormat> = new Map([
  ['application/json', 'json'],
  ['application/x-amzn-ion', 'ion'],
]);

function readJson(bytes: Uint8Array): unknown {
  const text = decodeUtf8(bytes);
  checkStructure(text);
  return parseJson(text);
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalid(`byte ${firstBadByte(bytes)} of ${bytes.length} is not UTF-8`, 'encode the JSON as UTF-8');
  }
}

/** Bisects: in a stream an incomplete character at the end is no error yet, so bad input stays bad when it goes on. */
function firstBadByte(bytes: Uint8Array): number {
  const isGood = (length: number): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (isGood(middle)) {
      good = middle;
    } else {
      bad = middle;
    }
  }
  return good;
}

/**
 * JSON.parse takes any depth and any number of objects, and makes tens of bytes of every bracket: 32 MiB of `{},` would
 * become a gigabyte. Looking at the text first costs a fifth of parsing it, since most of it is strings, and a string's
 * end is found by the instructions that compare many characters at once.
 */
function checkStructure(text: string): void {
  let depth = 0;
  let opened = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22: // "
        at = endOfString(text, at);
        break;
      case 0x5b: // [
      case 0x7b: // {
        depth++;
        opened++;
        checkBrackets(at, opened, depth);
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth--;
        break;
    }
  }
}

function checkBrackets(at: number, opened: number, depth: number): void {
  if (opened > MAX_BRACKETS) {
    throw invalid(
      `at character ${at} it has more than ${MAX_BRACKETS} objects and lists`,
      'report more often, or cut stacks',
    );
  }
  if (depth > MAX_NESTING) {
    throw invalid(
      `at character ${at} it is nested more than ${MAX_NESTING} levels deep`,
      `cut the stacks at ${MAX_DEPTH} frames`,
    );
  }
}

/** The place of the quote that ends the string that begins there: the next one that no backslash takes away. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === 0x5c) {
      backslashes++;
    }
    if (backslashes % 2 === 0) {
      return quote;
    }
  }
  return text.length;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const place = placeOf(error, text);
    if (place === undefined) {
      throw invalid('it is not JSON', 'post the JSON of an agent profile');
    }
    throw place >= text.length
      ? invalid(`the JSON ends at character ${text.length} in the middle of a value`, 'post all of it')
      : invalid(
          `it is not JSON at character ${place} of ${text.length}`,
          'post the JSON of an agent profile',
        );
  }
}

/** Twenty beginnings of such a text are parsed in a second; of the longest body it would take the service half a minute. */
const MAX_PLACED = 4 * 1024 * 1024;

/** V8 writes the position into its message, but for texts that just end, and where it quotes what is around it instead. */
function placeOf(error: unknown, text: string): number | undefined {
  const message = String(error);
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position !== undefined) {
    return Number(position);
  }
  if (message.includes('Unexpected end')) {
    return text.length;
  }
  return text.length <= MAX_PLACED ? endOfShortestBad(text) - 1 : undefined;
}

/** Bisects: a beginning that is cut before the wrong character fails by ending, with it and all that follow, by quoting it. */
function endOfShortestBad(text: string): number {
  let [good, bad] = [0, text.length];
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (failsByQuoting(text.slice(0, middle))) {
      bad = middle;
    } else {
      good = middle;
    }
  }
  return bad;
}

function failsByQuoting(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    return !/at position|Unexpected end/.test(String(error));
  }
}

function checkTimes({ start, end }: ProfileMeta): void {
  for (const [name, time] of Object.entries({ start, end })) {
    if (time > MAX_TIME) {
      throw new ProfileFormatError(name, 'milliseconds since 1970, before the year 10000');
    }
  }
}

/** Aggregates add these up. Past 2^53 sums are not exact, and such an aggregate could not be read again. */
function checkSums(meta: ProfileMeta, samples: SampleCount): void {
  const sums: [where: string, what: string, value: number][] = [
    ['end', 'milliseconds after start', meta.end - meta.start],
    ['callgraph', 'thread samples', samples],
    ['profileCount', 'profiles', meta.profileCount],
    ...meta.fleet.flatMap(({ seenMs, samples: seen }): typeof sums => [
      ['fleet', 'milliseconds', seenMs],
      ['fleet', 'thread samples', seen],
    ]),
  ];
  for (const [where, what, value] of sums) {
    if (value > MAX_SUM) {
      throw new ProfileFormatError(where, `at most ${MAX_SUM} ${what}`);
    }
  }
}

function invalid(why: string, nextStep: string): ValidationException {
  return new ValidationException(`The agent profile is not valid: ${why}; ${nextStep}.`);
}
