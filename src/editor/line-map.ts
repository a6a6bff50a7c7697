import type { LineNumber } from '../profile/units';

/** A change of a text: so many line breaks taken out and put in, from a line on. */
export interface LineEdit {
  /** First line that is touched, from 1. */
  readonly line: LineNumber;
  readonly removed: number;
  readonly added: number;
  /** Whether code stands before the change in its first line, and so stays where it is. */
  readonly keepsFirst: boolean;
}

/**
 * Where a line stands after edits, 0 where it was edited away. Profiles speak of lines as they were when the program
 * was loaded; while somebody types, functions without a name of their own (lambdas, comprehensions) can be told apart
 * by nothing else.
 *
 *     3  a = 1          lines 4 and 5 deleted             3  a = 1        lineAfter 3 is 3
 *     4  b = 2          from the start of 4 to the        4  d = 4        lineAfter 4 and 5 is 0
 *     5  c = 3          start of 6: line 4, removed 2                     lineAfter 6 is 4
 *     6  d = 4
 */
export function lineAfter(edits: readonly LineEdit[], line: LineNumber): LineNumber {
  let now = line;
  for (const { line: first, removed, added, keepsFirst } of edits) {
    if (now < first || (now === first && keepsFirst)) continue;
    if (now < first + removed) return 0;
    now += added - removed;
  }
  return now;
}
