/** A file that no profile can be read from. The message is one sentence: what the file is, and what to do about it. */
export class UnreadableProfile extends Error {
  override readonly name = 'UnreadableProfile';

  constructor(
    /** The sentence without its subject and its full stop, for those who name the file: `is empty; …`. */
    readonly what: string,
    cause?: unknown,
  ) {
    super(`The file ${what}.`, { cause });
  }
}
