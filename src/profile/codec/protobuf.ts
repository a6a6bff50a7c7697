import { ProfileFormatError } from './reader';

/**
 * Reads the fields of a protocol buffer's message one by one (protobuf.dev, "Encoding"). Every length is checked
 * against the message that it lies in, so that one that lies is a mistake and never a read elsewhere.
 *
 *     08 96 01        field 1, wire type 0: a varint, 150
 *     12 03 61 62 63  field 2, wire type 2: three bytes
 */
export class ProtobufReader {
  /** Number of the field that {@link next} came to. */
  field = 0;
  /** Where the bytes of a field with a length are; before the first field, those of the message itself. */
  from: number;
  to: number;

  private wire = 0;
  private high = 0;
  private low = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private at = 0,
    private readonly end = bytes.length,
  ) {
    this.from = at;
    this.to = end;
  }

  /** Goes to the next field, whose value is then there to take. @returns false at the end of the message */
  next(): boolean {
    if (this.at >= this.end) return false;
    this.varint();
    const tag = this.high * 0x1_0000_0000 + this.low;
    [this.field, this.wire] = [Math.floor(tag / 8), tag % 8];
    if (this.field === 0) throw this.failure('a field with a number');
    this.readValue();
    return true;
  }

  /** The field as a signed number of 64 bits, in a double: exact up to 2^53. */
  int(): number {
    this.expect(0);
    return (this.high | 0) * 0x1_0000_0000 + this.low;
  }

  /** The field as an identifier: what is beyond 2^53 (an address, a hash) stays apart as text. */
  id(): number | string {
    this.expect(0);
    const { high, low } = this;
    return high < 0x20_0000 ? high * 0x1_0000_0000 + low : `${high}:${low}`;
  }

  /** The field as a message of its own. */
  message(): ProtobufReader {
    this.expect(2);
    return new ProtobufReader(this.bytes, this.from, this.to);
  }

  /** The numbers of a repeated field, packed or one by one. */
  eachId(visit: (id: number | string) => void): void {
    this.each((reader) => visit(reader.id()));
  }

  eachInt(visit: (value: number) => void): void {
    this.each((reader) => visit(reader.int()));
  }

  private each(visit: (reader: ProtobufReader) => void): void {
    if (this.wire !== 2) {
      visit(this);
      return;
    }
    const packed = new ProtobufReader(this.bytes, this.from, this.to);
    while (packed.at < packed.end) {
      packed.varint();
      visit(packed);
    }
  }

  private readValue(): void {
    if (this.wire === 0) {
      this.varint();
    } else if (this.wire === 2) {
      this.varint();
      this.from = this.at;
      this.to = this.at + this.high * 0x1_0000_0000 + this.low;
      this.skipTo(this.to);
    } else if (this.wire === 1 || this.wire === 5) {
      this.skipTo(this.at + (this.wire === 1 ? 8 : 4));
    } else {
      throw this.failure('a field of wire type 0, 1, 2 or 5');
    }
  }

  private skipTo(end: number): void {
    if (end > this.end) throw this.failure(`a field that ends with its message, at byte ${this.end}`);
    this.at = end;
  }

  private varint(): void {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.at >= this.end) throw this.failure('a whole number');
      const byte = this.bytes[this.at++];
      const bits = byte & 0x7f;
      if (shift < 32) low |= bits << shift;
      // The fifth byte has bits of both halves.
      if (shift > 28) high |= bits << (shift - 32);
      else if (shift === 28) high = bits >> 4;
      if (byte < 0x80) {
        this.low = low >>> 0;
        this.high = high >>> 0;
        return;
      }
    }
    throw this.failure('a number of at most 10 bytes');
  }

  private expect(wire: number): void {
    if (this.wire !== wire) {
      throw this.failure(`field ${this.field} with wire type ${wire}, not ${this.wire}`);
    }
  }

  private failure(expected: string): ProfileFormatError {
    return new ProfileFormatError(`byte ${this.at} of ${this.bytes.length}`, expected);
  }
}
