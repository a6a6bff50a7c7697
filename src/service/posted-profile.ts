import { decodeAgentProfile, MAX_DEPTH } from '../profile/codec/agent-profile';
import { ProfileFormatError } from '../profile/codec/reader';
import type { Profile } from '../profile/tables';
import { ValidationException } from './errors';

/**
 * What an agent posted, from bytes to a profile, or to a sentence that says where it is wrong. Everything in it is
 * hostile: nothing is stored before all of it has been read.
 */

/** The last millisecond of year 9999: later times have no ISO 8601 form with four digits of year. */
const MAX_TIME = Date.UTC(10_000, 0, 1) - 1;

/** Each frame of a call graph is two levels of JSON: its node, and the `children` around the next. The rest is metadata. */
const MAX_NESTING = 2 * MAX_DEPTH + 100;

/** @throws {ValidationException} naming the place */
export function readPostedProfile(bytes: Uint8Array, contentType: string): Profile {
  checkFormat(contentType);
  if (bytes.length === 0) {
    throw invalid('it is empty', 'post the JSON of an agent profile');
  }
  const text = decodeUtf8(bytes);
  checkNesting(text);
  const value = parseJson(text);
  try {
    const profile = decodeAgentProfile(value);
    checkTime('start', profile.meta.start);
    checkTime('end', profile.meta.end);
    return profile;
  } catch (error) {
    if (error instanceof ProfileFormatError || error instanceof RangeError) {
      throw new ValidationException(`The agent profile is not valid: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

function checkFormat(contentType: string): void {
  const format = contentType.split(';', 1)[0].trim().toLowerCase();
  if (format === 'application/x-amzn-ion') {
    throw new ValidationException(
      'Ion profiles are not read yet by the embedded service; configure the agent to post application/json.',
    );
  }
  if (format !== 'application/json') {
    throw new ValidationException(
      `Value '${contentType.slice(0, 100)}' at 'contentType' failed to satisfy constraint: ` +
        'Member must satisfy enum value set: [application/json, application/x-amzn-ion]',
    );
  }
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

/** JSON.parse takes any depth, but makes an object of tens of bytes of every bracket; this costs nothing. */
function checkNesting(text: string): void {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (inString) {
      if (character === BACKSLASH) {
        at++;
      } else if (character === QUOTE) {
        inString = false;
      }
    } else if (character === QUOTE) {
      inString = true;
    } else if (character === OPEN_BRACE || character === OPEN_BRACKET) {
      depth++;
      if (depth > MAX_NESTING) {
        throw invalid(
          `at character ${at} it is nested more than ${MAX_NESTING} levels deep`,
          `cut the stacks at ${MAX_DEPTH} frames`,
        );
      }
    } else if (character === CLOSE_BRACE || character === CLOSE_BRACKET) {
      depth--;
    }
  }
}

const [QUOTE, BACKSLASH, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [...'"\\{}[]'].map(
  (character) => character.charCodeAt(0),
);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8 names the position of what it stumbled over, and no position when the text just ends.
    const position = /at position (\d+)/.exec(String(error))?.[1];
    throw position === undefined || Number(position) >= text.length
      ? invalid(`the JSON ends at character ${text.length} in the middle of a value`, 'post all of it')
      : invalid(
          `it is not JSON at character ${position} of ${text.length}`,
          'post the JSON of an agent profile',
        );
  }
}

function checkTime(name: string, time: number): void {
  if (time > MAX_TIME) {
    throw new ProfileFormatError(name, 'milliseconds since 1970, before the year 10000');
  }
}

function invalid(why: string, nextStep: string): ValidationException {
  return new ValidationException(`The agent profile is not valid: ${why}; ${nextStep}.`);
}
