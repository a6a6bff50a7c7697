import { textOfUnits } from './utf8';

/**
 * A quoted text of Ion without its escapes. One array for all of it: a text of millions of escapes would be as many
 * pieces.
 *
 * @returns undefined where an escape is not known, is cut, or leaves half a character
 */
export function unescapeIonText(raw: string): string | undefined {
  const units = new Uint16Array(raw.length);
  let length = 0;
  for (let at = 0; at < raw.length; at++) {
    if (raw[at] === '\\') {
      const { code, size } = readEscape(raw, at + 1);
      if (code === undefined) return undefined;
      length += putCodePoint(units, length, code);
      at += size;
    } else if (raw[at] === '\r') {
      // Ends of lines are one character, however they are written.
      units[length++] = 10;
      if (raw[at + 1] === '\n') at++;
    } else {
      units[length++] = raw.charCodeAt(at);
    }
  }
  const text = textOfUnits(units.subarray(0, length));
  return HALF_CHARACTER.test(text) ? undefined : text;
}

const HALF_CHARACTER = /[\ud800-\udfff]/u;

/** Marks an end of line that is escaped, which says nothing. */
const NOTHING = -1;

interface Escape {
  /** The character that is meant, or {@link NOTHING}; undefined for no escape of Ion's. */
  readonly code: number | undefined;
  /** Characters after the backslash. */
  readonly size: number;
}

function readEscape(raw: string, at: number): Escape {
  const hex = { x: 2, u: 4, U: 8 }[raw[at]];
  if (hex !== undefined) {
    const digits = raw.slice(at + 1, at + 1 + hex);
    const isCode = digits.length === hex && /^[\da-fA-F]+$/.test(digits);
    return { code: isCode ? parseInt(digits, 16) : undefined, size: 1 + hex };
  }
  if (raw[at] === '\r' && raw[at + 1] === '\n') return { code: NOTHING, size: 2 };
  return { code: SINGLE.get(raw[at]), size: 1 };
}

const SINGLE = new Map<string, number>([
  ...[...'"\'?\\/'].map((same): [string, number] => [same, same.charCodeAt(0)]),
  ['0', 0],
  ['a', 7],
  ['b', 8],
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
  ['\n', NOTHING],
  ['\r', NOTHING],
]);

/** @returns how many units of UTF-16 it took; never more than the escape had characters */
function putCodePoint(units: Uint16Array, at: number, code: number): number {
  if (code === NOTHING) return 0;
  if (code > 0x10ffff) {
    // Half a character, which no text may have.
    units[at] = 0xd800;
    return 1;
  }
  const text = String.fromCodePoint(code);
  for (let i = 0; i < text.length; i++) units[at + i] = text.charCodeAt(i);
  return text.length;
}
