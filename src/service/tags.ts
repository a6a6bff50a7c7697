import { ValidationException } from './errors';

/** The limits that CloudFormation's schema of a profiling group states. */

const MAX_TAGS = 50;

/** @throws {ValidationException} */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  const entries = Object.entries(tags);
  if (entries.length > MAX_TAGS) {
    throw new ValidationException(`A profiling group has at most ${MAX_TAGS} tags, not ${entries.length}.`);
  }
  for (const [key, value] of entries) {
    if (key.length < 1 || key.length > 128 || value.length > 256) {
      throw new ValidationException(
        `The tag '${key.slice(0, 128)}' does not fit: a key has 1 to 128 characters, a value at most 256.`,
      );
    }
  }
}
