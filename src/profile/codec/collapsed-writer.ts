import { computeCallTree } from '../call-tree';
import type { Profile } from '../tables';

/**
 * Collapsed stacks, the lines that `flamegraph.pl` reads: names from the entry point down, a blank, and the path's own
 * count. No files, no lines and no thread states: the counts of all states are added up.
 *
 *     main;load 1
 *     main;load;parse 2
 *
 * Lines stand in the order of the stack table, so that equal profiles give equal bytes. Functions of one name in two
 * files have equal lines, one each; who reads them adds them up.
 *
 * @param states names of thread states to count
 */
export function writeCollapsed(profile: Profile, states: readonly string[]): string {
  const { stacks } = profile;
  const { self } = computeCallTree(profile, states);
  const names = profile.frames.name.map(collapsedName);
  /** The text of the path that is open at each depth. */
  const path: string[] = [];
  const lines: string[] = [];
  for (let row = 0; row < stacks.length; row++) {
    const depth = stacks.depth[row];
    const name = names[stacks.frame[row]];
    path[depth] = depth === 0 ? name : `${path[depth - 1]};${name}`;
    if (self[row] > 0) lines.push(`${path[depth]} ${decimal(self[row])}\n`);
  }
  return lines.join('');
}

/** What would end a name or a line, or begin a comment, becomes visible: `(Lcom/shop/Cart;)V` reads `(Lcom/shop/Cart⟨U+003B⟩)V`. */
function collapsedName(name: string): string {
  if (name === '') return '<no name>';
  return name.replace(ENDING, (ending) => [...ending].map(visible).join(''));
}

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/**
 * Blanks at either end and a hash before one, which are no part of a name where a line begins or a count follows; the
 * separator; whatever some reader takes for the end of a line; and halves of pairs, which UTF-8 cannot say.
 */
const ENDING = /^ +|(?<! ) +$|^#(?= |$)|[;\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Never `1e-7`: readers know digits, at most with a point. Scaled counts keep a millionth of a sample. */
function decimal(value: number): string {
  return Number.isInteger(value) ? BigInt(value).toString() : value.toFixed(6).replace(/\.?0+$/, '');
}
