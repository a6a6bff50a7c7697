import type { Profile } from './tables';
import type { FrameIndex, LineNumber } from './units';

/**
 * The lines from which one function calls another, as far as they are known. A path knows the lines of a function as a
 * range, over all that it calls on that path; where the range is one line, that line makes every call of it, and where
 * it is several, nobody knows which of them made this one. So a line in the answer is certain, and not all lines need
 * be in it.
 *
 *     main:10-20 > load     nothing
 *     main:12 > load        12
 */
export function callLines(
  { stacks }: Profile,
  callers: ReadonlySet<FrameIndex>,
  callees: ReadonlySet<FrameIndex>,
): LineNumber[] {
  const lines = new Set<LineNumber>();
  for (let row = 0; row < stacks.length; row++) {
    const caller = stacks.prefix[row];
    if (caller < 0 || !callees.has(stacks.frame[row]) || !callers.has(stacks.frame[caller])) continue;
    const [first, last] = [stacks.firstLine[caller], stacks.lastLine[caller]];
    if (first > 0 && first === last) lines.add(first);
  }
  return [...lines].sort((a, b) => a - b);
}
