import { IonSymbols } from './ion-symbols';
import { epochMsOf } from './ion-timestamp';
import type { IonLimits, Scalar } from './ion-values';
import { PlainValues } from './ion-values';
import { ProfileFormatError } from './reader';
import { decodeUtf8 } from './utf8';

/** Also where it stands in the middle of a document: what follows begins anew, with no symbols but the system's. */
const VERSION = [0xe0, 0x01, 0x00, 0xea];

export function isBinaryIon(bytes: Uint8Array): boolean {
  return VERSION.every((byte, at) => bytes[at] === byte);
}

/**
 * Reads one value of binary Ion 1.0 (https://amazon-ion.github.io/ion-docs/docs/binary.html) to plain values.
 *
 * Not with Ion's own library for JavaScript, since bodies come from strangers: it believes the length of a list before
 * it looks where the bytes end, and seventeen bytes that claim a symbol table of 2^28 names make it fill all memory.
 * Here no length is believed that goes beyond what it stands in, nothing is made before it was counted, and levels are
 * kept in a list, not on the call stack.
 *
 * @throws {ProfileFormatError} naming the byte
 */
export function readBinaryIon(bytes: Uint8Array, limits: IonLimits): unknown {
  return new BinaryReader(bytes, limits).read();
}

class BinaryReader {
  private at = 0;
  /** Where the containers that are open end, outermost first; the document around them. */
  private readonly ends: number[];
  private readonly symbols = new IonSymbols();
  private readonly values: PlainValues;
  private isSymbolTable = false;
  private document: unknown;

  constructor(
    private readonly bytes: Uint8Array,
    limits: IonLimits,
  ) {
    this.ends = [bytes.length];
    this.values = new PlainValues(limits, () => `byte ${this.at}`);
  }

  read(): unknown {
    for (let end = this.end; ; end = this.end) {
      if (this.at < end) {
        this.readItem(end);
      } else if (this.ends.length > 1) {
        this.ends.pop();
        this.values.close();
        if (this.values.depth === 0) this.finishTop();
      } else {
        if (this.document === undefined) throw this.wrong('a value of Ion, not the end');
        return this.document;
      }
    }
  }

  private get end(): number {
    return this.ends[this.ends.length - 1];
  }

  private readItem(end: number): void {
    if (this.values.depth === 0 && this.bytes[this.at] === VERSION[0]) {
      this.readVersion();
      return;
    }
    const name = this.values.isInStruct ? this.readVarUInt(end) : undefined;
    if (this.at >= end) throw this.wrong('a value after the name of a field');
    if (this.skipsPadding(end)) return;
    if (name !== undefined) this.values.field(this.textOf(name));
    const { type, length } =
      this.bytes[this.at] >> 4 === ANNOTATED ? this.readAnnotations(end) : this.readHeader(end);
    this.readValue(type, length);
    if (this.values.depth === 0) this.finishTop();
  }

  private readVersion(): void {
    if (!isBinaryIon(this.bytes.subarray(this.at))) throw this.wrong('the version 1.0 of Ion, e0 01 00 ea');
    this.at += VERSION.length;
    this.symbols.reset();
  }

  /** A whole value stands at the top: the profile, or a symbol table before it. */
  private finishTop(): void {
    const value = this.values.take();
    if (this.isSymbolTable) {
      this.isSymbolTable = false;
      this.symbols.apply(value);
    } else {
      if (this.document !== undefined) throw this.wrong('the end of the only value');
      this.document = value;
    }
  }

  /** Type 0 is null with length 15; with any other it is bytes to pass over, which have no meaning. */
  private skipsPadding(end: number): boolean {
    const byte = this.bytes[this.at];
    if (byte >> 4 !== 0 || byte === 0x0f) return false;
    const { length } = this.readHeader(end);
    this.at += length;
    return true;
  }

  /** The type byte and the length after it; the content then ends at or before `end`. */
  private readHeader(end: number): { type: number; length: number } {
    const start = this.at;
    const byte = this.bytes[this.at++];
    const [type, short] = [byte >> 4, byte & 15];
    if (type > STRUCT) throw this.wrong(`a type that Ion 1.0 has, not ${byte.toString(16)}`, start);
    if (short === 15) return { type: NULL, length: 0 };
    if (type === BOOL) return { type, length: short };
    // A struct whose names are sorted has length 1 in the type byte, and the real one after it.
    const isLong = short === 14 || (type === STRUCT && short === 1);
    const length = isLong ? this.readVarUInt(end) : short;
    if (length > end - this.at) {
      throw this.wrong(
        `a value that ends with what it stands in, ${end - this.at} bytes on, not ${length}`,
        start,
      );
    }
    return { type, length };
  }

  /** Passes over the annotations of a value; the only one with a meaning here says that it is a symbol table. */
  private readAnnotations(end: number): { type: number; length: number } {
    const start = this.at;
    const short = this.bytes[this.at++] & 15;
    const length = short === 14 ? this.readVarUInt(end) : short;
    const wrapperEnd = this.at + length;
    if (short === 15 || wrapperEnd > end) {
      throw this.wrong('annotations that end with what they stand in', start);
    }
    const namesLength = this.readVarUInt(wrapperEnd);
    const namesEnd = this.at + namesLength;
    if (namesLength === 0 || namesEnd >= wrapperEnd) throw this.wrong('annotations of a value', start);
    const first = this.readVarUInt(namesEnd);
    this.at = namesEnd;
    const header = this.readHeader(wrapperEnd);
    if (this.at + header.length !== wrapperEnd) throw this.wrong('one value with annotations', start);
    if (this.values.depth === 0) this.isSymbolTable = first === SYMBOL_TABLE_ID && header.type === STRUCT;
    return header;
  }

  private readValue(type: number, length: number): void {
    if (type === STRUCT || type === LIST || type === SEXP) {
      if (type === STRUCT) this.values.openStruct();
      else this.values.openList();
      this.ends.push(this.at + length);
      return;
    }
    const end = this.at + (type === BOOL ? 0 : length);
    this.values.scalar(this.readScalar(type, length, end));
    this.at = end;
  }

  private readScalar(type: number, length: number, end: number): Scalar {
    switch (type) {
      case BOOL:
        if (length > 1) throw this.wrong('true or false', this.at - 1);
        return length === 1;
      case POSITIVE:
        return this.readUInt(end);
      case NEGATIVE:
        return 0 - this.readUInt(end);
      case FLOAT:
        return this.readFloat(length);
      case DECIMAL:
        return length === 0 ? 0 : this.readDecimal(end);
      case TIMESTAMP:
        return this.readTimestamp(end);
      case SYMBOL:
        return this.textOf(this.readUInt(end));
      case STRING:
        return this.readText(end);
      // Null of any type. Bytes (blob, clob) have no form in JSON, and nothing that is read of a profile is made of them:
      // they read as if they were absent, so that a profile with something more than we know is still a profile.
      default:
        return null;
    }
  }

  /** Past 2^53 not exact, past 2^1024 infinite: whoever needs a number refuses both, and all others do not look. */
  private readUInt(end: number): number {
    let value = 0;
    while (this.at < end) value = value * 256 + this.bytes[this.at++];
    return value;
  }

  private readFloat(length: number): number {
    const view = new DataView(this.bytes.buffer, this.bytes.byteOffset + this.at);
    if (length === 0) return 0;
    if (length === 4) return view.getFloat32(0);
    if (length === 8) return view.getFloat64(0);
    throw this.wrong(`a float of 0, 4 or 8 bytes, not ${length}`);
  }

  private readDecimal(end: number): number {
    const exponent = this.readVarInt(end);
    return scale(this.readInt(end), exponent);
  }

  /** Offset, year, month, day, hour, minute, second, exponent and coefficient of the fraction; in UTC, whatever the offset. */
  private readTimestamp(end: number): number {
    const start = this.at;
    this.readVarInt(end);
    const next = () => (this.at < end ? this.readVarUInt(end) : undefined);
    const time = {
      year: next() ?? 0,
      month: next(),
      day: next(),
      hour: next(),
      minute: next(),
      second: next(),
    };
    const fraction = this.at < end ? this.readDecimal(end) : 0;
    const epochMs = epochMsOf({ ...time, fraction });
    if (epochMs === undefined) throw this.wrong('a time of the years 1 to 9999', start);
    return epochMs;
  }

  private readText(end: number): string {
    const text = decodeUtf8(this.bytes.subarray(this.at, end));
    if (text === undefined) throw this.wrong('text in UTF-8');
    return text;
  }

  private textOf(symbol: number): string {
    const text = this.symbols.textOf(symbol);
    if (text === undefined) {
      throw this.wrong(`a name or symbol with a text in its document, not number ${symbol}`);
    }
    return text;
  }

  /** A sign, then a magnitude. */
  private readInt(end: number): number {
    if (this.at >= end) return 0;
    const first = this.bytes[this.at++];
    let value = first & 0x7f;
    while (this.at < end) value = value * 256 + this.bytes[this.at++];
    return first & 0x80 ? -value : value;
  }

  /** Seven bits a byte, the last one marked. */
  private readVarUInt(end: number): number {
    let value = 0;
    while (this.at < end) {
      const byte = this.bytes[this.at++];
      value = value * 128 + (byte & 0x7f);
      if (byte & 0x80) return value;
    }
    throw this.wrong('the end of a number');
  }

  /** As an unsigned one, but that the second bit is a sign. */
  private readVarInt(end: number): number {
    if (this.at >= end) throw this.wrong('the end of a number');
    const first = this.bytes[this.at++];
    let value = first & 0x3f;
    for (let byte = first; !(byte & 0x80);) {
      if (this.at >= end) throw this.wrong('the end of a number');
      byte = this.bytes[this.at++];
      value = value * 128 + (byte & 0x7f);
    }
    return first & 0x40 ? -value : value;
  }

  private wrong(expected: string, at = this.at): ProfileFormatError {
    return new ProfileFormatError(`byte ${at} of ${this.bytes.length}`, expected);
  }
}

/** High halves of type bytes. */
const [NULL, BOOL, POSITIVE, NEGATIVE, FLOAT, DECIMAL, TIMESTAMP, SYMBOL, STRING] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8,
];
const [LIST, SEXP, STRUCT, ANNOTATED] = [11, 12, 13, 14];

/** The number of `$ion_symbol_table` in every document. */
const SYMBOL_TABLE_ID = 3;

/** Dividing by a power of ten that is exact (up to 10^22) rounds once, multiplying by 0.1 would round twice. */
function scale(coefficient: number, exponent: number): number {
  if (coefficient === 0) return 0;
  return exponent < 0 ? coefficient / 10 ** -exponent : coefficient * 10 ** exponent;
}
