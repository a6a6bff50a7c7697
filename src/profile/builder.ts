import { Int32Column } from '../base/grow';
import type { FrameTable, Profile, ProfileMeta, SampleTable, StackTable } from './tables';
import { sortStates } from './tables';
import type { FrameIndex, LineNumber, SampleCount, StackIndex } from './units';

/**
 * Takes frames, stacks and samples in any order, any number of times, and freezes them into the canonical tables of
 * tables.ts. All mutation of profiles stays in here; what `finish` returns is never changed again.
 *
 * Pushing the same frame or the same call path twice gives the same row, so merging is just pushing again.
 */
export class ProfileBuilder {
  private readonly names: string[] = [];
  private readonly files: string[] = [];
  /**
   * By name, then by file where a name stands in several; most do not, and a Map each would cost more than the rest of
   * the frame. No joined key: names and files are hostile text, no separator is safe in them.
   */
  private readonly frameRows = new Map<string, FrameIndex | Map<string, FrameIndex>>();

  private readonly stackFrame = new Int32Column();
  private readonly stackPrefix = new Int32Column();
  private readonly firstLine = new Int32Column();
  private readonly lastLine = new Int32Column();
  private readonly stackRows = new Map<number, StackIndex>();

  private readonly counts = new Map<string, SampleCount[]>();

  /** The row of a frame, made when it is new. `file` is '' where it is not known. */
  frame(name: string, file: string): FrameIndex {
    const known = this.frameRows.get(name);
    if (known === undefined) {
      const row = this.pushFrame(name, file);
      this.frameRows.set(name, row);
      return row;
    }
    if (typeof known !== 'number') {
      return this.frameOf(known, name, file);
    }
    if (this.files[known] === file) {
      return known;
    }
    const byFile = new Map([[this.files[known], known]]);
    this.frameRows.set(name, byFile);
    return this.frameOf(byFile, name, file);
  }

  private frameOf(byFile: Map<string, FrameIndex>, name: string, file: string): FrameIndex {
    const known = byFile.get(file);
    if (known !== undefined) {
      return known;
    }
    const row = this.pushFrame(name, file);
    byFile.set(file, row);
    return row;
  }

  private pushFrame(name: string, file: string): FrameIndex {
    this.names.push(name);
    this.files.push(file);
    return this.names.length - 1;
  }

  /**
   * The row of a call path, made when it is new.
   * @param prefix the caller's row, or -1 at an entry point
   * @param firstLine lines seen executing, 1-based; 0, 0 when unknown. Ranges of repeated calls are united.
   */
  stack(prefix: StackIndex, frame: FrameIndex, firstLine: LineNumber = 0, lastLine = firstLine): StackIndex {
    // One number as key: below 2^26 frames and 2^27 stacks the product stays exact in a double's 53 bits, and a
    // numeric Map is several times faster than one keyed by strings.
    const key = (prefix + 1) * 0x4000000 + frame;
    const known = this.stackRows.get(key);
    if (known !== undefined) {
      this.widenLines(known, firstLine, lastLine);
      return known;
    }
    const row = this.stackFrame.length;
    this.stackFrame.push(frame);
    this.stackPrefix.push(prefix);
    this.firstLine.push(firstLine);
    this.lastLine.push(lastLine);
    this.stackRows.set(key, row);
    return row;
  }

  /** Adds self samples of a stack in a thread state. */
  sample(stack: StackIndex, state: string, count: SampleCount): void {
    let column = this.counts.get(state);
    if (column === undefined) {
      column = [];
      this.counts.set(state, column);
    }
    // Filled to the row, because an array with holes turns into a slow dictionary.
    while (column.length <= stack) {
      column.push(0);
    }
    column[stack] += count;
  }

  /** Adds all frames, stacks and samples of a profile; its meta is the caller's affair. Returns where each stack went. */
  add(profile: Profile): Int32Array {
    const rows = this.addStacks(profile);
    const { stack, state, count, states, length } = profile.samples;
    for (let i = 0; i < length; i++) {
      this.sample(rows[stack[i]], states[state[i]], count[i]);
    }
    return rows;
  }

  /** Adds the call paths of a profile without its samples. Returns the builder's row of each of its stacks. */
  addStacks({ frames, stacks }: Profile): Int32Array {
    const frameRows = new Int32Array(frames.length);
    for (let i = 0; i < frames.length; i++) {
      frameRows[i] = this.frame(frames.name[i], frames.file[i]);
    }
    const rows = new Int32Array(stacks.length);
    for (let i = 0; i < stacks.length; i++) {
      const prefix = stacks.prefix[i];
      const caller = prefix < 0 ? -1 : rows[prefix];
      rows[i] = this.stack(caller, frameRows[stacks.frame[i]], stacks.firstLine[i], stacks.lastLine[i]);
    }
    return rows;
  }

  /** Freezes what was pushed. A call path below which no sample lies says nothing and is left out. */
  finish(meta: ProfileMeta): Profile {
    return this.finishWithRows(meta).profile;
  }

  /** As {@link finish}, and tells where each of the builder's stacks went: -1 for those left out. */
  finishWithRows(meta: ProfileMeta): { readonly profile: Profile; readonly rows: Int32Array } {
    const live = this.liveStacks();
    const { frames, rank } = this.finishFrames(live);
    const { stacks, rows } = this.finishStacks(live, rank);
    return { profile: { frames, stacks, samples: this.finishSamples(rows, stacks.length), meta }, rows };
  }

  private widenLines(row: StackIndex, first: LineNumber, last: LineNumber): void {
    if (first === 0) {
      return;
    }
    const known = this.firstLine.at(row);
    this.firstLine.set(row, known === 0 ? first : Math.min(known, first));
    this.lastLine.set(row, Math.max(this.lastLine.at(row), last));
  }

  /** 1 for each stack with samples in it or below it. Callers have smaller rows, so one descending pass suffices. */
  private liveStacks(): Uint8Array {
    const live = new Uint8Array(this.stackFrame.length);
    for (const column of this.counts.values()) {
      column.forEach((count, row) => {
        if (count > 0) {
          live[row] = 1;
        }
      });
    }
    for (let row = live.length - 1; row >= 0; row--) {
      const prefix = this.stackPrefix.at(row);
      if (live[row] === 1 && prefix >= 0) {
        live[prefix] = 1;
      }
    }
    return live;
  }

  /** Frames in use, sorted; `rank[builder row]` is the row in the table. */
  private finishFrames(live: Uint8Array): { frames: FrameTable; rank: Int32Array } {
    const used = new Uint8Array(this.names.length);
    live.forEach((flag, row) => {
      if (flag === 1) {
        used[this.stackFrame.at(row)] = 1;
      }
    });
    const order = this.names.map((_, row) => row).filter((row) => used[row] === 1);
    order.sort(
      (a, b) => compareText(this.names[a], this.names[b]) || compareText(this.files[a], this.files[b]),
    );
    const rank = new Int32Array(this.names.length).fill(-1);
    order.forEach((row, place) => {
      rank[row] = place;
    });
    const frames = {
      name: order.map((row) => this.names[row]),
      file: order.map((row) => this.files[row]),
      length: order.length,
    };
    return { frames, rank };
  }

  private finishStacks(live: Uint8Array, rank: Int32Array): { stacks: StackTable; rows: Int32Array } {
    const { firstChild, nextSibling, firstRoot } = this.linkSiblings(live, rank);
    const length = live.reduce((sum, flag) => sum + flag, 0);
    const stacks = {
      frame: new Int32Array(length),
      prefix: new Int32Array(length),
      subtreeEnd: new Int32Array(length),
      depth: new Int32Array(length),
      firstLine: new Int32Array(length),
      lastLine: new Int32Array(length),
      length,
    };
    const rows = new Int32Array(live.length).fill(-1);
    let next = 0;
    const enter = (row: StackIndex): void => {
      const prefix = this.stackPrefix.at(row);
      const at = next++;
      rows[row] = at;
      stacks.frame[at] = rank[this.stackFrame.at(row)];
      stacks.prefix[at] = prefix < 0 ? -1 : rows[prefix];
      stacks.depth[at] = prefix < 0 ? 0 : stacks.depth[rows[prefix]] + 1;
      stacks.firstLine[at] = this.firstLine.at(row);
      stacks.lastLine[at] = this.lastLine.at(row);
    };
    // Preorder without recursion: stacks are ten thousand calls deep in hostile profiles.
    for (let row = firstRoot; row >= 0;) {
      enter(row);
      if (firstChild[row] >= 0) {
        row = firstChild[row];
        continue;
      }
      while (row >= 0) {
        stacks.subtreeEnd[rows[row]] = next;
        if (nextSibling[row] >= 0) {
          row = nextSibling[row];
          break;
        }
        row = this.stackPrefix.at(row);
      }
    }
    return { stacks, rows };
  }

  /**
   * Child lists in the order of the frame table: rows are dealt into buckets by frame, then prepended to their caller's
   * list from the last frame to the first. Linear, where sorting each list of children would not be.
   */
  private linkSiblings(live: Uint8Array, rank: Int32Array) {
    const firstChild = new Int32Array(live.length).fill(-1);
    const nextSibling = new Int32Array(live.length).fill(-1);
    let firstRoot = -1;
    for (const row of this.rowsByFrame(live, rank).reverse()) {
      const prefix = this.stackPrefix.at(row);
      if (prefix < 0) {
        nextSibling[row] = firstRoot;
        firstRoot = row;
      } else {
        nextSibling[row] = firstChild[prefix];
        firstChild[prefix] = row;
      }
    }
    return { firstChild, nextSibling, firstRoot };
  }

  private rowsByFrame(live: Uint8Array, rank: Int32Array): Int32Array {
    const place = new Int32Array(rank.length + 1);
    const frames = this.stackFrame.view();
    for (let row = 0; row < live.length; row++) {
      place[rank[frames[row]] + 1] += live[row];
    }
    for (let i = 1; i < place.length; i++) {
      place[i] += place[i - 1];
    }
    const ordered = new Int32Array(place[place.length - 1]);
    for (let row = 0; row < live.length; row++) {
      if (live[row] === 1) {
        ordered[place[rank[frames[row]]]++] = row;
      }
    }
    return ordered;
  }

  private finishSamples(rows: Int32Array, stackCount: number): SampleTable {
    const states = sortStates(
      [...this.counts.keys()].filter((state) => this.counts.get(state)?.some((n) => n > 0)),
    );
    if (states.length > 256) {
      throw new RangeError(`a profile holds at most 256 thread states, this one has ${states.length}`);
    }
    const at = new Int32Array(stackCount);
    rows.forEach((to, from) => {
      if (to >= 0) {
        at[to] = from;
      }
    });
    const columns = states.map((state) => this.counts.get(state) ?? []);
    const stack: number[] = [];
    const state: number[] = [];
    const count: number[] = [];
    for (let row = 0; row < stackCount; row++) {
      columns.forEach((column, index) => {
        const samples = column[at[row]] ?? 0;
        if (samples > 0) {
          stack.push(row);
          state.push(index);
          count.push(samples);
        }
      });
    }
    return {
      stack: Int32Array.from(stack),
      state: Uint8Array.from(state),
      count: Float64Array.from(count),
      length: count.length,
      states,
    };
  }
}

/** By code unit, not by locale: the order must be the same in every process that reads the profile. */
function compareText(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
