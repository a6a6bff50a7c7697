/**
 * Names that people write between backticks or quotes may have what stands for numbers and words in the names of
 * {@link JvmMethod}: `is it cheap?`, `2 * 3`. There and in frames such a character has a stand-in, of those that Unicode
 * leaves to private use.
 */
export function literalName(written: string): string {
  return written.replace(/[*?…]/g, (character) => STAND_INS[character]);
}

/** As people wrote it. */
export function writtenName(literal: string): string {
  return literal.replace(/[\uE02A\uE03F\uE026]/g, (character) => ORIGINALS[character]);
}

const STAND_INS: Readonly<Record<string, string>> = { '*': '\uE02A', '?': '\uE03F', '…': '\uE026' };
const ORIGINALS = Object.fromEntries(Object.entries(STAND_INS).map(([from, to]) => [to, from]));
