import { ProfileFormatError } from './reader';
import { decodeUtf8, textOfUnits } from './utf8';

/** What a row of a constant pool goes by: a number of 64 bits, as text where a double cannot hold it. */
export type Key = number | string;

/** A text, or the key of one in the pool of strings. */
export type TextValue = string | { readonly pooled: Key };

/** Reads the values of a chunk of Java Flight Recorder one after the other. No length is believed beyond its end. */
export class JfrCursor {
  private high = 0;
  private low = 0;

  /** @param isCompressed whether whole numbers are of seven bits a byte, least first; else they are fixed, most first */
  constructor(
    readonly bytes: Uint8Array,
    public at: number,
    readonly end: number,
    private readonly isCompressed: boolean,
  ) {}

  byte(): number {
    if (this.at >= this.end) throw this.failure('more of the chunk');
    return this.bytes[this.at++];
  }

  /** @param width in bytes, where numbers are not compressed */
  private integer(width: number): void {
    this.low = 0;
    this.high = 0;
    if (!this.isCompressed) {
      for (let left = width; left > 0; left--) {
        this.high = (this.high << 8) | (this.low >>> 24);
        this.low = (this.low << 8) | this.byte();
      }
      return;
    }
    // Eight bytes of seven bits, and a ninth of eight.
    for (let shift = 0; shift <= 56; shift += 7) {
      const byte = this.byte();
      const bits = shift === 56 ? byte : byte & 0x7f;
      if (shift < 32) this.low |= bits << shift;
      if (shift > 28) this.high |= bits << (shift - 32);
      else if (shift === 28) this.high = bits >> 4;
      if (byte < 0x80) return;
    }
  }

  long(): number {
    this.integer(8);
    return this.high * 0x1_0000_0000 + (this.low >>> 0);
  }

  int(): number {
    this.integer(4);
    return this.low;
  }

  short(): number {
    this.integer(2);
    return this.low;
  }

  key(): Key {
    this.integer(8);
    const low = this.low >>> 0;
    return this.high >= 0 && this.high < 0x20_0000 ? this.high * 0x1_0000_0000 + low : `${this.high}:${low}`;
  }

  /** How many items follow. None is shorter than a byte, save those that take no place at all. */
  count(most = Infinity): number {
    const count = this.int();
    if (count < 0 || count > this.end - this.at) throw this.failure('followed by as many items as it says');
    if (count > most) throw this.failure(`followed by at most ${most} items`);
    return count;
  }

  skip(length: number): void {
    if (length < 0 || length > this.end - this.at) throw this.failure('followed by as many bytes as it says');
    this.at += length;
  }

  text(): TextValue {
    const encoding = this.byte();
    if (encoding <= 1) return '';
    if (encoding === 2) return { pooled: this.key() };
    const length = this.count();
    if (encoding === 4) return textOfUnits(Uint16Array.from({ length }, () => this.short()));
    const start = this.at;
    this.skip(length);
    const bytes = this.bytes.subarray(start, this.at);
    if (encoding === 5) return textOfUnits(bytes);
    const text = encoding === 3 ? decodeUtf8(bytes) : undefined;
    if (text === undefined) throw this.failure('the end of a text in a known encoding');
    return text;
  }

  failure(expected: string): ProfileFormatError {
    return new ProfileFormatError(`byte ${this.at} of ${this.bytes.length}`, expected);
  }
}
