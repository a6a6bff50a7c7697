import { inflateSync } from 'node:zlib';
import type { Profile, ProfileMeta } from '../../profile/tables';

/**
 * The first form in which aggregates were kept: deflated as a whole, all names in the header, all columns as they are in
 * memory. None is written any more, but days are kept for three years.
 *
 *     uint32  format (1)         columns, in this order:
 *     uint32  bytes of header      stacks:  frame, prefix, firstLine, lastLine      int32
 *     header, JSON in UTF-8        samples: stack                                   int32
 *     columns                               count                                   float64
 *                                           state                                   uint8
 */
interface Header {
  readonly names: readonly string[];
  readonly files: readonly string[];
  readonly states: readonly string[];
  readonly stacks: number;
  readonly samples: number;
  readonly meta: ProfileMeta;
}

/** Later forms begin with their number, this one with the mark of zlib (RFC 1950: deflated, a window of 32 KiB). */
export function isFirstForm(packed: Uint8Array): boolean {
  return packed[0] === 0x78;
}

export function unpackFirstForm(packed: Uint8Array): Profile {
  const bytes = inflateSync(packed);
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
