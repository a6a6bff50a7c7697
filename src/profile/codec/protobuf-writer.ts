import { encodeUtf8 } from './utf8';

/**
 * Protocol Buffers, as much as is written here: varints, texts, packed numbers and messages. Knows no message by name.
 * (https://protobuf.dev/programming-guides/encoding/)
 */
export class ProtobufWriter {
  private bytes = new Uint8Array(256);
  private length = 0;
  /** Takes what a message holds until its length is known. */
  private inner: ProtobufWriter | undefined;

  /** A whole number that is not negative. 0 is what a reader takes a missing one for, and is left out. */
  number(field: number, value: number | bigint): void {
    if (value === 0 || value === 0n) return;
    this.varint(field * 8 + VARINT);
    this.varint(value);
  }

  /** Written when it is empty, too: a text may be one of many, and then its place counts. */
  text(field: number, value: string): void {
    this.block(field, encodeUtf8(value));
  }

  /** Whole numbers that are not negative, 0 among them. */
  numbers(field: number, values: readonly number[]): void {
    this.message(field, (inner) => values.forEach((value) => inner.varint(value)));
  }

  message(field: number, write: (inner: ProtobufWriter) => void): void {
    const inner = (this.inner ??= new ProtobufWriter());
    inner.length = 0;
    write(inner);
    this.block(field, inner.view());
  }

  /** A copy of exact length. */
  finish(): Uint8Array {
    return this.view().slice();
  }

  private view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  private block(field: number, content: Uint8Array): void {
    this.varint(field * 8 + BLOCK);
    this.varint(content.length);
    this.reserve(content.length);
    this.bytes.set(content, this.length);
    this.length += content.length;
  }

  /** Seven bits a byte, the lowest first. By division: counts and times go beyond the 32 bits of shifts. */
  private varint(value: number | bigint): void {
    this.reserve(MAX_VARINT);
    if (typeof value === 'bigint') return this.wideVarint(value);
    let rest = value;
    while (rest >= 0x80) {
      this.bytes[this.length++] = (rest % 0x80) + 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.bytes[this.length++] = rest;
  }

  private wideVarint(value: bigint): void {
    let rest = value;
    while (rest >= 0x80n) {
      this.bytes[this.length++] = Number(rest % 0x80n) + 0x80;
      rest /= 0x80n;
    }
    this.bytes[this.length++] = Number(rest);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const wider = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more));
    wider.set(this.view());
    this.bytes = wider;
  }
}

/** Wire types. */
const VARINT = 0;
const BLOCK = 2;

/** 64 bits in sevens. */
const MAX_VARINT = 10;
