/**
 * UTF-8 by hand: this folder has neither Node's TextDecoder nor the page's. Strict, as RFC 3629 has it: no overlong forms,
 * no surrogates, nothing beyond U+10FFFF.
 */

/** @returns undefined where the bytes are not UTF-8 */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  return isAscii(bytes) ? textOfUnits(bytes) : decodeBeyondAscii(bytes);
}

/** A loop, because a call for each byte would take longer than all the rest. */
function isAscii(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] >= 0x80) return false;
  }
  return true;
}

function decodeBeyondAscii(bytes: Uint8Array): string | undefined {
  const units = new Uint16Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte < 0x80) {
      units[length++] = byte;
      continue;
    }
    const more = continuationsOf(byte);
    let code = byte & (0x3f >> more);
    for (let i = 1; i <= more; i++) {
      const next = bytes[at + i] ?? 0;
      if (next >> 6 !== 2) return undefined;
      code = (code << 6) | (next & 0x3f);
    }
    if (more === 0 || code < LEAST[more] || code > 0x10ffff || code >> 11 === 0x1b) return undefined;
    at += more;
    if (code > 0xffff) units[length++] = 0xd7c0 + (code >> 10);
    units[length++] = code > 0xffff ? 0xdc00 | (code & 0x3ff) : code;
  }
  return textOfUnits(units.subarray(0, length));
}

/** Half a character, which UTF-8 has no bytes for, becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at) ?? 0;
    if (code < 0x80) {
      bytes[length++] = code;
      continue;
    }
    if (code > 0xffff) at++;
    const whole = code >> 11 === 0x1b ? 0xfffd : code;
    const more = LEAST.filter((least) => whole >= least).length - 1;
    bytes[length++] = FIRST[more] | (whole >> (6 * more));
    for (let left = more - 1; left >= 0; left--) bytes[length++] = 0x80 | ((whole >> (6 * left)) & 0x3f);
  }
  return bytes.subarray(0, length);
}

/** A text of its UTF-16 units (or of bytes that are ASCII): in chunks, since a call takes only so many arguments. */
export function textOfUnits(units: Uint16Array | Uint8Array): string {
  if (units.length <= CHUNK) return fromCharCodes(units);
  const chunks: string[] = [];
  for (let at = 0; at < units.length; at += CHUNK) {
    chunks.push(fromCharCodes(units.subarray(at, at + CHUNK)));
  }
  return chunks.join('');
}

/** Not spread: that would go by the iterator, at ten times the time. */
function fromCharCodes(units: Uint16Array | Uint8Array): string {
  return Reflect.apply(String.fromCharCode, undefined, units) as string;
}

const CHUNK = 8192;

/** The least code point by the number of bytes after the first. */
const LEAST = [0, 0x80, 0x800, 0x10000];

/** The marks of a first byte, by the same number. */
const FIRST = [0, 0xc0, 0xe0, 0xf0];

/** Bytes after the first one; 0 for bytes that begin nothing. */
function continuationsOf(byte: number): number {
  if (byte >> 5 === 0b110) return 1;
  if (byte >> 4 === 0b1110) return 2;
  return byte >> 3 === 0b11110 ? 3 : 0;
}
