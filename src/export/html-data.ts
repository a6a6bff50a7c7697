import { computeCallTree } from '../profile/call-tree';
import type { Profile, StackTable, Weight } from '../profile/tables';
import type { SampleCount } from '../profile/units';

/** What an exported page knows: columns of a profile's tables, in the thread states that were exported. */
export interface HtmlData {
  readonly weight: Weight | undefined;
  readonly names: readonly string[];
  readonly files: readonly string[];
  /** One per call path, in preorder: its row of `names`, how deep it is, its first line, its own samples. */
  readonly frame: readonly number[];
  readonly depth: readonly number[];
  readonly line: readonly number[];
  readonly self: readonly SampleCount[];
}

export function packHtmlData(profile: Profile, states: readonly string[]): HtmlData {
  const { frames, stacks, meta } = profile;
  const { self } = computeCallTree(profile, states);
  return {
    weight: meta.weight,
    names: frames.name,
    files: frames.file,
    frame: [...stacks.frame],
    depth: [...stacks.depth],
    line: [...stacks.firstLine],
    self: [...self],
  };
}

/** The tables again: one thread state, and of the meta only what amounts mean. */
export function unpackHtmlData({ weight, names, files, frame, depth, line, self }: HtmlData): Profile {
  const own = self.flatMap((count, row) => (count > 0 ? [row] : []));
  return {
    frames: { name: names, file: files, length: names.length },
    stacks: stacksOf(frame, depth, line),
    samples: {
      stack: Int32Array.from(own),
      state: new Uint8Array(own.length),
      count: Float64Array.from(own, (row) => self[row]),
      length: own.length,
      states: [EXPORTED],
    },
    meta: {
      start: 0,
      end: 0,
      profileCount: 1,
      agent: { type: '', version: '' },
      runtimeVersion: '',
      fleet: [],
      weight,
    },
  };
}

/** The one state of unpacked tables. */
export const EXPORTED = 'EXPORTED';

/** In preorder, depths say all: a caller is the last row above that is one less deep, and ends where no row is deeper. */
function stacksOf(frame: readonly number[], depth: readonly number[], line: readonly number[]): StackTable {
  const length = frame.length;
  const prefix = new Int32Array(length).fill(-1);
  const subtreeEnd = new Int32Array(length).fill(length);
  const open: number[] = [];
  for (let row = 0; row < length; row++) {
    for (const closed of open.splice(depth[row])) subtreeEnd[closed] = row;
    prefix[row] = open.at(-1) ?? -1;
    open.push(row);
  }
  const lines = Int32Array.from(line);
  return {
    frame: Int32Array.from(frame),
    prefix,
    subtreeEnd,
    depth: Int32Array.from(depth),
    firstLine: lines,
    lastLine: lines,
    length,
  };
}
