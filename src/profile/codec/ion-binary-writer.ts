import { Int32Column } from '../../base/grow';
import type { DocumentWriter } from './document-writer';
import { encodeUtf8 } from './utf8';

/**
 * Binary Ion 1.0 (https://amazon-ion.github.io/ion-docs/docs/binary.html), as far as documents of structs, lists, texts
 * and numbers need it. Ion's own library for JavaScript makes an object of every value and calls itself for every level:
 * a hundred thousand stacks take it ten seconds, and ten thousand levels overflow it.
 *
 *     e0 01 00 ea                              the version
 *     ee 97 81 83 de 93 87 be 90 89 63 61 ...  $ion_symbol_table::{ symbols: ["callgraph", "start"] }
 *     d5 8a d3 8b 21 07                        { callgraph: { start: 7 } }: names are numbers, from 10
 *
 * A length stands before what it measures, and is itself one byte or more. So values are written without the headers of
 * their containers; each container's length is known when it closes; and headers are put in between at the end.
 */
export class IonBinaryWriter implements DocumentWriter<IonWord> {
  private readonly body = new ByteColumn();
  private readonly words = new Map<string, IonWord>();
  private readonly symbols: string[] = [];

  /** A row per container, in the order in which they open: 0xd0 or 0xb0, where its content starts in the body, its length. */
  private readonly kinds = new Int32Column();
  private readonly starts = new Int32Column();
  private readonly lengths = new Int32Column();
  /** Rows of the containers that are open, and the bytes of headers that are yet to be put into each. */
  private readonly open: { readonly row: number; headers: number }[] = [];

  word(text: string): IonWord {
    let word = this.words.get(text);
    if (word === undefined) {
      word = { content: text, symbol: 0, bytes: undefined };
      this.words.set(text, word);
    }
    return word;
  }

  openStruct(): void {
    this.openContainer(STRUCT);
  }

  closeStruct(): void {
    this.close();
  }

  openList(): void {
    this.openContainer(LIST);
  }

  closeList(): void {
    this.close();
  }

  field(name: IonWord): void {
    if (name.symbol === 0) {
      name.symbol = FIRST_LOCAL_SYMBOL + this.symbols.length;
      this.symbols.push(name.content);
    }
    this.body.pushVarUInt(name.symbol);
  }

  text(value: IonWord): void {
    const bytes = (value.bytes ??= encodeUtf8(value.content));
    this.body.pushHeader(STRING, bytes.length);
    this.body.pushAll(bytes);
  }

  /** Whole numbers as int, others as the 64 bits of a double. */
  number(value: number): void {
    if (Number.isSafeInteger(value)) {
      this.body.pushInt(value);
    } else {
      this.body.push(FLOAT | 8);
      this.body.pushDouble(value);
    }
  }

  finish(): Uint8Array {
    const all = new ByteColumn();
    all.pushAll(Uint8Array.of(0xe0, 0x01, 0x00, 0xea));
    if (this.symbols.length > 0) pushSymbolTable(all, this.symbols);
    const body = this.body.view();
    let from = 0;
    for (let row = 0; row < this.starts.length; row++) {
      all.pushAll(body.subarray(from, this.starts.at(row)));
      all.pushHeader(this.kinds.at(row), this.lengths.at(row));
      from = this.starts.at(row);
    }
    all.pushAll(body.subarray(from));
    // A copy: the view would take the whole of what was reserved with it to another thread.
    return all.view().slice();
  }

  private openContainer(kind: number): void {
    this.open.push({ row: this.kinds.length, headers: 0 });
    this.kinds.push(kind);
    this.starts.push(this.body.length);
    this.lengths.push(0);
  }

  private close(): void {
    const closed = this.open.pop();
    if (closed === undefined) return;
    const length = this.body.length - this.starts.at(closed.row) + closed.headers;
    this.lengths.set(closed.row, length);
    const parent = this.open.at(-1);
    if (parent !== undefined) parent.headers += closed.headers + headerSize(length);
  }
}

/** A text, and what it becomes where it is used: a symbol as a name, UTF-8 as a value. */
export interface IonWord {
  readonly content: string;
  symbol: number;
  bytes: Uint8Array | undefined;
}

/** The high halves of type bytes. */
const [POSITIVE, NEGATIVE, FLOAT, STRING, LIST, STRUCT] = [0x20, 0x30, 0x40, 0x80, 0xb0, 0xd0];

/** Below it are the nine names that every Ion document knows. */
const FIRST_LOCAL_SYMBOL = 10;

/** `$ion_symbol_table::{ symbols: [...] }`; the names are symbols 3 and 7 of every document. */
function pushSymbolTable(out: ByteColumn, symbols: readonly string[]): void {
  const list = new ByteColumn();
  for (const symbol of symbols) {
    const bytes = encodeUtf8(symbol);
    list.pushHeader(STRING, bytes.length);
    list.pushAll(bytes);
  }
  const fieldSize = 1 + headerSize(list.length) + list.length;
  out.pushHeader(0xe0, 2 + headerSize(fieldSize) + fieldSize);
  out.pushAll(Uint8Array.of(0x81, 0x83));
  out.pushHeader(STRUCT, fieldSize);
  out.push(0x87);
  out.pushHeader(LIST, list.length);
  out.pushAll(list.view());
}

/** Lengths up to 13 stand in the type byte itself; 14 there means that bytes of seven bits follow. */
function headerSize(length: number): number {
  let size = 1;
  if (length >= 14) {
    for (let left = length; left > 0; left = Math.floor(left / 128)) size++;
  }
  return size;
}

/** Bytes that grow, and Ion's ways to write numbers into them. */
class ByteColumn {
  private bytes = new Uint8Array(1024);
  length = 0;

  push(byte: number): void {
    this.reserve(1);
    this.bytes[this.length++] = byte;
  }

  pushAll(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  pushHeader(kind: number, length: number): void {
    if (length < 14) {
      this.push(kind | length);
    } else {
      this.push(kind | 14);
      this.pushVarUInt(length);
    }
  }

  /** Seven bits a byte, the most significant first, the last one marked. */
  pushVarUInt(value: number): void {
    for (let unit = unitOf(value, 128); unit > 1; unit /= 128) {
      this.push(Math.floor(value / unit) % 128);
    }
    this.push(0x80 | (value % 128));
  }

  /** A type byte with sign and length, then the magnitude; nothing for 0. */
  pushInt(value: number): void {
    const magnitude = Math.abs(value);
    const first = this.length;
    this.push(value < 0 ? NEGATIVE : POSITIVE);
    if (magnitude > 0) {
      for (let unit = unitOf(magnitude, 256); unit >= 1; unit /= 256) {
        this.push(Math.floor(magnitude / unit) % 256);
      }
    }
    this.bytes[first] |= this.length - first - 1;
  }

  pushDouble(value: number): void {
    this.reserve(8);
    new DataView(this.bytes.buffer).setFloat64(this.length, value);
    this.length += 8;
  }

  view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const wider = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more));
    wider.set(this.view());
    this.bytes = wider;
  }
}

/** The largest power of the base that is not above the value; 1 for 0. Divisions by it stay exact up to 2^53. */
function unitOf(value: number, base: number): number {
  let unit = 1;
  while (value / unit >= base) unit *= base;
  return unit;
}
