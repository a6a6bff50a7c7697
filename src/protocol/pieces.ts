import { isRecord } from '../base/is-record';
import type { Guard } from './shapes';
import { isBytes, isOneOf, isString, isWholeNumber, listOf, shape } from './shapes';

/**
 * How messages with long columns travel. What goes to a page is copied whole by the thread that sends it, and a profile
 * of ten million stacks would take that thread for half a second; so columns go ahead in pieces, with time for others
 * between them, and the message follows with a mark in the place of each column.
 */

const COLUMN_TYPES = {
  texts: undefined,
  Int32Array,
  Uint8Array,
  Float64Array,
} as const;

type ColumnType = keyof typeof COLUMN_TYPES;

type Column = readonly string[] | Int32Array | Uint8Array | Float64Array;

export interface Piece {
  readonly kind: 'piece';
  /** Of one message all pieces have the same number; the next one has another. */
  readonly message: number;
  readonly column: number;
  readonly type: ColumnType;
  /** Of the whole column, in elements. */
  readonly length: number;
  /** Where this piece belongs in it. */
  readonly from: number;
  readonly part: readonly string[] | Uint8Array;
}

/** What stands in a message where a column was. */
interface Mark {
  readonly $column: number;
}

/** Bytes, or characters: a millisecond or two of copying. What is shorter stays in its message. */
const PIECE_SIZE = 1 << 18;

export interface TakenApart {
  /** With the number as `taken`, where anything was. */
  readonly shell: unknown;
  readonly pieces: readonly (() => Generator<Piece>)[];
}

/** @param number of the message, another one each time */
export function takeApart(message: unknown, number: number): TakenApart {
  const pieces: (() => Generator<Piece>)[] = [];
  const take = (value: unknown): unknown => {
    const type = typeOf(value);
    if (type !== undefined) {
      const column = value as Column;
      if (isShort(column)) return column;
      const index = pieces.length;
      pieces.push(() => cut(column, type, number, index));
      return { $column: index } satisfies Mark;
    }
    if (!isRecord(value) || ArrayBuffer.isView(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, take(field)]));
  };
  const shell = take(message);
  return { shell: pieces.length > 0 ? { ...(shell as object), taken: number } : shell, pieces };
}

function typeOf(value: unknown): ColumnType | undefined {
  if (value instanceof Int32Array) return 'Int32Array';
  if (value instanceof Float64Array) return 'Float64Array';
  if (value instanceof Uint8Array) return 'Uint8Array';
  return Array.isArray(value) && typeof value[0] === 'string' ? 'texts' : undefined;
}

function isShort(column: Column): boolean {
  return ArrayBuffer.isView(column)
    ? column.byteLength <= PIECE_SIZE
    : endOfTexts(column, 0) === column.length;
}

function* cut(column: Column, type: ColumnType, message: number, index: number): Generator<Piece> {
  const { length } = column;
  for (let from = 0; from < length;) {
    const end = ArrayBuffer.isView(column)
      ? Math.min(length, from + PIECE_SIZE / column.BYTES_PER_ELEMENT)
      : endOfTexts(column, from);
    const part = ArrayBuffer.isView(column) ? bytesOf(column, from, end) : column.slice(from, end);
    yield { kind: 'piece', message, column: index, type, length, from, part };
    from = end;
  }
}

/** A copy of its own: of a view, VS Code would send all of the memory that it is a view of. */
function bytesOf(column: Exclude<Column, readonly string[]>, from: number, end: number): Uint8Array {
  const { buffer, byteOffset, BYTES_PER_ELEMENT } = column;
  return new Uint8Array(
    buffer,
    byteOffset + from * BYTES_PER_ELEMENT,
    (end - from) * BYTES_PER_ELEMENT,
  ).slice();
}

/** Past the texts from there on that fit into a piece together; at least one. An element costs as much as some letters. */
function endOfTexts(texts: readonly string[], from: number): number {
  let size = 0;
  for (let at = from; at < texts.length; at++) {
    size += texts[at].length + 16;
    if (size > PIECE_SIZE && at > from) return at;
  }
  return texts.length;
}

const isPart: Guard<Piece['part']> = (value): value is Piece['part'] =>
  isBytes(value) || listOf(isString)(value);

export const isPiece: Guard<Piece> = shape({
  kind: isOneOf('piece'),
  message: isWholeNumber,
  column: isWholeNumber,
  type: isOneOf('texts', 'Int32Array', 'Uint8Array', 'Float64Array'),
  length: isWholeNumber,
  from: isWholeNumber,
  part: isPart,
});

/** The page's end: keeps the columns of one message until the message is there. */
export interface Assembler {
  take(piece: Piece): void;
  /** The message with its columns. Where one is missing the mark stays, and no guard will let it pass. */
  assemble(shell: unknown): unknown;
}

export function createAssembler(): Assembler {
  let columns = new Map<number, Column>();
  let current = -1;

  const put = (value: unknown): unknown => {
    if (!isRecord(value) || ArrayBuffer.isView(value)) return value;
    if (typeof value.$column === 'number') return columns.get(value.$column) ?? value;
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, put(field)]));
  };

  return {
    take: (piece) => {
      if (piece.message !== current) columns = new Map();
      current = piece.message;
      const column = columns.get(piece.column) ?? emptyColumn(piece);
      columns.set(piece.column, column);
      insert(column, piece);
    },
    assemble: (shell) => {
      if (!isRecord(shell) || shell.taken !== current) return shell;
      const whole = put(shell);
      columns = new Map();
      return whole;
    },
  };
}

function emptyColumn({ type, length }: Piece): Column {
  const Type = COLUMN_TYPES[type];
  return Type ? new Type(length) : [];
}

function insert(column: Column, { from, part }: Piece): void {
  if (Array.isArray(column)) {
    if (Array.isArray(part)) part.forEach((text: string) => column.push(text));
  } else if (part instanceof Uint8Array && ArrayBuffer.isView(column)) {
    const at = from * column.BYTES_PER_ELEMENT;
    if (at + part.byteLength > column.byteLength) return;
    new Uint8Array(column.buffer).set(part, at);
  }
}
