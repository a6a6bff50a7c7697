/**
 * Text from outside, made fit to stand in a line of ours: what would act (line breaks, escape codes, marks that turn
 * the writing direction) becomes visible, and what would never end is cut. It is inert already wherever it is set as
 * text; this keeps it from lying about its neighbours.
 *
 * A name with U+202E in it turns round everything after it on the line, ours included; it reads `a⟨U+202E⟩b` here.
 */
export function visibleText(text: string, limit = 1000): string {
  const cut = text.length > limit ? `${text.slice(0, wholeCharacters(text, limit))}…` : text;
  return cut.replace(UNSEEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}

/**
 * Controls (Cc), line and paragraph separators, format characters (Cf: direction marks, zero-width joiners, the
 * soft hyphen, byte order marks, tags), and halves of surrogate pairs.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A cut between the halves of a surrogate pair would leave a half. */
function wholeCharacters(text: string, limit: number): number {
  const last = text.charCodeAt(limit - 1);
  return last >= 0xd800 && last < 0xdc00 ? limit - 1 : limit;
}
