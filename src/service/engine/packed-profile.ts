import { deflateSync, inflateSync } from 'node:zlib';
import { jsonWords } from '../../profile/codec/agent-profile-bytes';
import type { ByteWords } from '../../profile/codec/byte-words';
import { hashOf } from '../../profile/codec/byte-words';
import type { Profile, ProfileMeta, StackTable } from '../../profile/tables';
import { isFirstForm, unpackFirstForm } from './packed-profile-1';

/**
 * How aggregates are kept: the tables as they are in memory, deflated. Reading one is copying columns; the JSON of the
 * wire takes ten times as long, and an answer may be put together from three hundred of them.
 *
 *     uint32  format (2)
 *     uint32  how many bytes the rest is when it is inflated:
 *
 *     uint32  bytes of header    columns, in this order:
 *     header, JSON in UTF-8        stacks:  frame, depth, firstLine, lastLine
 *     columns                      samples: stack, count, state
 *     names                        frames:  file (a row of the header's files), bytes of the name
 *
 * A column begins with the number of bytes that each of its values has, as few as the greatest needs: with what is not
 * written, nothing has to be done when it is read. Names are as in JSON, without quotes. They are not in the header,
 * because those that other profiles have as well are found again by their bytes, and become no string a second time.
 *
 * Little-endian, as every machine is that VS Code runs on. `prefix` and `subtreeEnd` follow from `depth`. Level 1 is most
 * of the gain of deflating for a fifth of the time.
 */
const FORMAT = 2;

interface Header {
  readonly files: readonly string[];
  readonly states: readonly string[];
  readonly frames: number;
  readonly stacks: number;
  readonly samples: number;
  readonly meta: ProfileMeta;
}

export function packProfile({ frames, stacks, samples, meta }: Profile): Uint8Array {
  const files = [...new Set(frames.file)];
  const rows = new Map(files.map((file, row) => [file, row]));
  const names = frames.name.map((name) => Buffer.from(JSON.stringify(name).slice(1, -1)));
  const header: Header = {
    files,
    states: samples.states,
    frames: frames.length,
    stacks: stacks.length,
    samples: samples.length,
    meta,
  };
  const text = Buffer.from(JSON.stringify(header));
  const columns = [
    stacks.frame,
    stacks.depth,
    stacks.firstLine,
    stacks.lastLine,
    samples.stack,
    samples.count,
    samples.state,
    frames.file.map((file) => rows.get(file) ?? 0),
    names.map(({ length }) => length),
  ];
  const bytes = Buffer.concat([uint32(text.length), text, ...columns.map(packColumn), ...names]);
  return Buffer.concat([uint32(FORMAT), uint32(bytes.length), deflateSync(bytes, { level: 1 })]);
}

/**
 * @param words of profiles that were read before
 * @throws {Error} when it was written in another format
 */
export function unpackProfile(packed: Uint8Array, words = jsonWords()): Profile {
  if (isFirstForm(packed)) return unpackFirstForm(packed);
  const start = new DataView(packed.buffer, packed.byteOffset);
  const [format, length] = [start.getUint32(0, true), start.getUint32(4, true)];
  if (format !== FORMAT) {
    throw new Error(`An aggregate is written in format ${format}; this version of Burnline reads ${FORMAT}.`);
  }
  // In one piece, since several would be copied together; by the byte too many it is seen that nothing is to come.
  const bytes = inflateSync(packed.subarray(8), { chunkSize: length + 1 });
  const headerEnd = 4 + bytes.readUInt32LE(0);
  const header = JSON.parse(bytes.toString('utf8', 4, headerEnd)) as Header;
  const columns = new ColumnReader(bytes, headerEnd);
  const int32 = (rows: number): Int32Array => columns.read(new Int32Array(rows));
  const [frame, depth, firstLine, lastLine] = [0, 0, 0, 0].map(() => int32(header.stacks));
  const samples = {
    stack: int32(header.samples),
    count: columns.read(new Float64Array(header.samples)),
    state: columns.read(new Uint8Array(header.samples)),
    states: header.states,
    length: header.samples,
  };
  const [file, nameLength] = [0, 0].map(() => int32(header.frames));
  return {
    frames: {
      name: readNames(bytes, columns.at, nameLength, words),
      file: pick(header.files, file),
      length: header.frames,
    },
    stacks: { frame, depth, ...shapeOf(depth), firstLine, lastLine, length: header.stacks },
    samples,
    meta: header.meta,
  };
}

/** What columns can be made of, by the bytes of a value. */
const KINDS = { 1: Uint8Array, 2: Uint16Array, 4: Int32Array, 8: Float64Array } as const;

type Width = 0 | keyof typeof KINDS;

function packColumn(values: ArrayLike<number>): Uint8Array {
  const width = widthOf(values);
  if (width === 0) return Uint8Array.of(0);
  return Buffer.concat([Uint8Array.of(width), new Uint8Array(KINDS[width].from(values).buffer)]);
}

function widthOf(values: ArrayLike<number>): Width {
  let most = 0;
  for (let row = 0; row < values.length; row++) {
    if (!Number.isInteger(values[row])) return 8;
    most = Math.max(most, values[row]);
  }
  if (most > 0x7fffffff) return 8;
  if (most > 0xffff) return 4;
  if (most > 0xff) return 2;
  return most > 0 ? 1 : 0;
}

class ColumnReader {
  constructor(
    private readonly bytes: Buffer,
    /** Where the next column begins. */
    public at: number,
  ) {}

  /** Fills the column that is given, which is all zeros still. */
  read<T extends Uint8Array | Int32Array | Float64Array>(column: T): T {
    const width = this.bytes[this.at++] as Width;
    if (width === 0) return column;
    const end = this.at + width * column.length;
    // A copy, since columns begin anywhere and typed arrays do not.
    const copy = new Uint8Array(this.bytes.subarray(this.at, end));
    column.set(new KINDS[width](copy.buffer));
    this.at = end;
    return column;
  }
}

/** A loop: Array.from with a function takes as long as all else that is done with a column. */
function pick(files: readonly string[], rows: Int32Array): string[] {
  const picked = new Array<string>(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = files[rows[i]];
  return picked;
}

function readNames(bytes: Buffer, start: number, lengths: Int32Array, words: ByteWords): string[] {
  words.open(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const names = new Array<string>(lengths.length);
  let at = start;
  for (let row = 0; row < lengths.length; row++) {
    const end = at + lengths[row];
    names[row] = words.textOf(words.wordOf(at, end, hashOf(view, at, end)));
    at = end;
  }
  return names;
}

function uint32(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

/** Rows are in preorder: the caller of a row is the last one before it that is a call less deep. */
function shapeOf(depth: Int32Array): Pick<StackTable, 'prefix' | 'subtreeEnd'> {
  const prefix = new Int32Array(depth.length);
  const subtreeEnd = new Int32Array(depth.length);
  for (let row = 0; row < depth.length; row++) {
    let caller = row - 1;
    while (caller >= 0 && depth[caller] >= depth[row]) {
      subtreeEnd[caller] = row;
      caller = prefix[caller];
    }
    prefix[row] = caller;
  }
  for (let row = depth.length - 1; row >= 0; row = prefix[row]) subtreeEnd[row] = depth.length;
  return { prefix, subtreeEnd };
}
