import { ValidationException } from './errors';

/** The limits that CloudFormation's schema of a profiling group states; a character there is a Unicode code point. */
const MAX_TAGS = 50;
const KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/** Overrides `--fast` for the agents of one group. A tag, because it is all that people may say about a group. */
const FAST = 'burnline:fast';

export type Tags = Readonly<Record<string, string>>;

/** What the group's own tag says; undefined where it has none. */
export function fastOf(tags: Tags): boolean | undefined {
  return Object.hasOwn(tags, FAST) ? tags[FAST] === 'true' : undefined;
}

/** @throws {ValidationException} */
export function checkTags(tags: Tags): void {
  const entries = Object.entries(tags);
  if (entries.length > MAX_TAGS) {
    throw new ValidationException(`A profiling group has at most ${MAX_TAGS} tags, not ${entries.length}.`);
  }
  for (const [key, value] of entries) {
    const complaint = findFault(key, value);
    if (complaint !== undefined) {
      throw new ValidationException(`The tag '${key.slice(0, 128)}' does not fit: ${complaint}.`);
    }
  }
}

function findFault(key: string, value: string): string | undefined {
  if (!KEY.test(key) || !VALUE.test(value)) {
    return 'a key has 1 to 128 characters, a value at most 256, all of them letters, digits, spaces or one of + - = . _ : / @';
  }
  if (/^aws:/i.test(key)) {
    return 'keys that begin with aws: are reserved';
  }
  if (key === FAST && !['true', 'false'].includes(value)) {
    return "its value is 'true' or 'false'";
  }
  return undefined;
}
