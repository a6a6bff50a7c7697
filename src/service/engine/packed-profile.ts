import { deflateSync, inflateSync } from 'node:zlib';
import type { Profile, ProfileMeta } from '../../profile/tables';

/**
 * How aggregates are kept: the tables as they are in memory, deflated. Reading one is copying columns; the JSON of the
 * wire takes ten times as long, and an answer may be put together from three hundred of them.
 *
 *     uint32  format (1)         columns, in this order:
 *     uint32  bytes of header      stacks:  frame, prefix, firstLine, lastLine      int32
 *     header, JSON in UTF-8        samples: stack                                   int32
 *     columns                               count                                   float64
 *                                           state                                   uint8
 *
 * Little-endian, as every machine is that VS Code runs on. `depth` and `subtreeEnd` follow from `prefix`. Level 1 is most
 * of the gain of deflating for a fifth of the time.
 */
const FORMAT = 1;

interface Header {
  readonly names: readonly string[];
  readonly files: readonly string[];
  readonly states: readonly string[];
  readonly stacks: number;
  readonly samples: number;
  readonly meta: ProfileMeta;
}

export function packProfile({ frames, stacks, samples, meta }: Profile): Uint8Array {
  const header: Header = {
    names: frames.name,
    files: frames.file,
    states: samples.states,
    stacks: stacks.length,
    samples: samples.length,
    meta,
  };
  const text = Buffer.from(JSON.stringify(header));
  const columns = [
    Uint32Array.of(FORMAT, text.length),
    text,
    stacks.frame,
    stacks.prefix,
    stacks.firstLine,
    stacks.lastLine,
    samples.stack,
    samples.count,
    samples.state,
  ];
  const bytes = Buffer.concat(
    columns.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength)),
  );
  return deflateSync(bytes, { level: 1 });
}

/** @throws {Error} when it was written in another format */
export function unpackProfile(packed: Uint8Array): Profile {
  const bytes = inflateSync(packed);
  const format = bytes.readUInt32LE(0);
  if (format !== FORMAT) {
    throw new Error(`An aggregate is written in format ${format}; this version of Burnline reads ${FORMAT}.`);
  }
  let at = 8;
  const take = (length: number): ArrayBuffer => {
    const column = new Uint8Array(length);
    column.set(bytes.subarray(at, at + length));
    at += length;
    return column.buffer;
  };
  const header = JSON.parse(Buffer.from(take(bytes.readUInt32LE(4))).toString('utf8')) as Header;
  const int32 = (rows: number): Int32Array => new Int32Array(take(4 * rows));
  const [frame, prefix, firstLine, lastLine] = [0, 0, 0, 0].map(() => int32(header.stacks));
  return {
    frames: { name: header.names, file: header.files, length: header.names.length },
    stacks: { frame, prefix, ...shapeOf(prefix), firstLine, lastLine, length: header.stacks },
    samples: {
      stack: int32(header.samples),
      count: new Float64Array(take(8 * header.samples)),
      state: new Uint8Array(take(header.samples)),
      states: header.states,
      length: header.samples,
    },
    meta: header.meta,
  };
}

/** Rows are in preorder: callers come first, and the last row of a subtree is the greatest of its rows' last rows. */
function shapeOf(prefix: Int32Array): { depth: Int32Array; subtreeEnd: Int32Array } {
  const depth = new Int32Array(prefix.length);
  const subtreeEnd = new Int32Array(prefix.length);
  for (let row = 0; row < prefix.length; row++) {
    depth[row] = prefix[row] < 0 ? 0 : depth[prefix[row]] + 1;
  }
  for (let row = prefix.length - 1; row >= 0; row--) {
    subtreeEnd[row] = Math.max(subtreeEnd[row], row + 1);
    if (prefix[row] >= 0) {
      subtreeEnd[prefix[row]] = Math.max(subtreeEnd[prefix[row]], subtreeEnd[row]);
    }
  }
  return { depth, subtreeEnd };
}
