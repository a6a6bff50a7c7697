import { Float64Column, Int32Column } from '../base/grow';
import { StackRows } from './stack-rows';
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
  /** By row, where frames were reported under another name. */
  private readonly rawNames = new Map<FrameIndex, string>();
  /**
   * By name, then by file where a name stands in several; most do not, and a Map each would cost more than the rest of
   * the frame. No joined key: names and files are hostile text, no separator is safe in them.
   */
  private readonly frameRows = new Map<string, FrameIndex | Map<string, FrameIndex>>();

  private readonly stacks: StackRows;
  /** Up to the last stack whose lines are known. */
  private readonly firstLine = new Int32Column();
  private readonly lastLine = new Int32Column();

  private readonly counts = new Map<string, Float64Column>();
  /** The column that was added to last: most samples of a profile are of one state. */
  private lastState = '';
  private lastCounts: Float64Column | undefined;

  /** @param capacity how many call paths are likely to come; more may, and fewer */
  constructor(private readonly capacity = 128) {
    this.stacks = new StackRows(capacity);
  }

  /**
   * The row of a frame, made when it is new. `file` is '' where it is not known.
   * @param raw as reported, '' where that is `name`. Of several the first as text stays, in whatever order they come.
   */
  frame(name: string, file: string, raw = ''): FrameIndex {
    const row = this.frameRow(name, file);
    if (raw !== '') this.noteRaw(row, raw);
    return row;
  }

  private noteRaw(row: FrameIndex, raw: string): void {
    const known = this.rawNames.get(row);
    if (known === undefined || raw < known) this.rawNames.set(row, raw);
  }

  private frameRow(name: string, file: string): FrameIndex {
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
    const row = this.stacks.rowOf(prefix, frame);
    if (firstLine > 0) this.widenLines(row, firstLine, lastLine);
    return row;
  }

  /** Adds self samples of a stack in a thread state. */
  sample(stack: StackIndex, state: string, count: SampleCount): void {
    if (this.lastCounts === undefined || state !== this.lastState) {
      this.lastCounts = this.counts.get(state) ?? new Float64Column(this.capacity);
      this.counts.set(state, this.lastCounts);
      this.lastState = state;
    }
    this.lastCounts.add(stack, count);
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
      frameRows[i] = this.frame(frames.name[i], frames.file[i], frames.raw?.[i]);
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
    const { stacks, rows, order } = this.finishStacks(live, rank);
    return { profile: { frames, stacks, samples: this.finishSamples(order), meta }, rows };
  }

  private widenLines(row: StackIndex, first: LineNumber, last: LineNumber): void {
    while (this.firstLine.length <= row) {
      this.firstLine.push(0);
      this.lastLine.push(0);
    }
    const known = this.firstLine.at(row);
    this.firstLine.set(row, known === 0 ? first : Math.min(known, first));
    this.lastLine.set(row, Math.max(this.lastLine.at(row), last));
  }

  /** 1 for each stack with samples in it or below it. Callers have smaller rows, so one descending pass suffices. */
  private liveStacks(): Uint8Array {
    const live = new Uint8Array(this.stacks.length);
    for (const column of this.counts.values()) {
      const counts = column.view();
      for (let row = 0; row < counts.length; row++) {
        if (counts[row] > 0) live[row] = 1;
      }
    }
    for (let row = live.length - 1; row >= 0; row--) {
      const prefix = this.stacks.prefixOf(row);
      if (live[row] === 1 && prefix >= 0) live[prefix] = 1;
    }
    return live;
  }

  /** Frames in use, sorted; `rank[builder row]` is the row in the table. */
  private finishFrames(live: Uint8Array): { frames: FrameTable; rank: Int32Array } {
    const used = new Uint8Array(this.names.length);
    for (let row = 0; row < live.length; row++) {
      if (live[row] === 1) used[this.stacks.frameOf(row)] = 1;
    }
    const order = this.sortedFrames().filter((row) => used[row] === 1);
    const rank = new Int32Array(this.names.length).fill(-1);
    order.forEach((row, place) => {
      rank[row] = place;
    });
    const frames = {
      name: order.map((row) => this.names[row]),
      file: order.map((row) => this.files[row]),
      length: order.length,
      ...this.finishRaw(order),
    };
    return { frames, rank };
  }

  /**
   * By name, then by file. Texts are sorted as such, not rows by a function that compares their texts: it would be called
   * a hundred thousand times for ten thousand names. By code unit, not by locale: the order must be the same in every
   * process that reads the profile.
   */
  private sortedFrames(): FrameIndex[] {
    return [...this.frameRows.keys()].sort().flatMap((name) => {
      const known = this.frameRows.get(name) ?? [];
      if (typeof known === 'number') return known;
      return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
    });
  }

  private finishRaw(order: readonly FrameIndex[]): Pick<FrameTable, 'raw'> {
    if (this.rawNames.size === 0) return {};
    const raw = order.map((row) => this.rawNames.get(row) ?? '');
    return raw.some((name) => name !== '') ? { raw } : {};
  }

  private finishStacks(live: Uint8Array, rank: Int32Array) {
    const length = live.reduce((sum, flag) => sum + flag, 0);
    const { order, prefix, depth, subtreeEnd, rows } = this.preorder(live, rank, length);
    const [frame, firstLine, lastLine] = [0, 1, 2].map(() => new Int32Array(length));
    const [first, last] = [this.firstLine, this.lastLine].map((one) => one.view());
    for (let at = 0; at < length; at++) {
      const row = order[at];
      frame[at] = rank[this.stacks.frameOf(row)];
      if (row < first.length) {
        firstLine[at] = first[row];
        lastLine[at] = last[row];
      }
    }
    const stacks: StackTable = { frame, prefix, subtreeEnd, depth, firstLine, lastLine, length };
    return { stacks, rows, order };
  }

  /**
   * `order[table row]` is the builder's row, `rows` the other way round. Without recursion: stacks are ten thousand
   * calls deep in hostile profiles.
   */
  private preorder(live: Uint8Array, rank: Int32Array, length: number) {
    const { firstChild, nextSibling, firstRoot } = this.linkSiblings(live, rank);
    const [order, prefix, depth, subtreeEnd] = [0, 1, 2, 3].map(() => new Int32Array(length));
    const rows = new Int32Array(live.length).fill(-1);
    let next = 0;
    let caller = -1;
    let level = 0;
    for (let row = firstRoot; row >= 0;) {
      rows[row] = next;
      order[next] = row;
      prefix[next] = caller;
      depth[next] = level;
      if (firstChild[row] >= 0) {
        caller = next++;
        level++;
        row = firstChild[row];
        continue;
      }
      next++;
      // Up to the next branch, closing what ends here.
      for (;;) {
        subtreeEnd[rows[row]] = next;
        if (nextSibling[row] >= 0) break;
        row = this.stacks.prefixOf(row);
        if (row < 0) break;
        caller = prefix[caller];
        level--;
      }
      row = row < 0 ? -1 : nextSibling[row];
    }
    return { order, prefix, depth, subtreeEnd, rows };
  }

  /**
   * Child lists in the order of the frame table: rows are dealt into buckets by frame, then prepended to their caller's
   * list from the last frame to the first. Linear, where sorting each list of children would not be.
   */
  private linkSiblings(live: Uint8Array, rank: Int32Array) {
    const firstChild = new Int32Array(live.length).fill(-1);
    const nextSibling = new Int32Array(live.length).fill(-1);
    const byFrame = this.rowsByFrame(live, rank);
    let firstRoot = -1;
    for (let place = byFrame.length - 1; place >= 0; place--) {
      const row = byFrame[place];
      const caller = this.stacks.prefixOf(row);
      if (caller < 0) {
        nextSibling[row] = firstRoot;
        firstRoot = row;
      } else {
        nextSibling[row] = firstChild[caller];
        firstChild[caller] = row;
      }
    }
    return { firstChild, nextSibling, firstRoot };
  }

  private rowsByFrame(live: Uint8Array, rank: Int32Array): Int32Array {
    const place = new Int32Array(rank.length + 1);
    for (let row = 0; row < live.length; row++) {
      place[rank[this.stacks.frameOf(row)] + 1] += live[row];
    }
    for (let i = 1; i < place.length; i++) {
      place[i] += place[i - 1];
    }
    const ordered = new Int32Array(place[place.length - 1]);
    for (let row = 0; row < live.length; row++) {
      if (live[row] === 1) {
        ordered[place[rank[this.stacks.frameOf(row)]]++] = row;
      }
    }
    return ordered;
  }

  private finishSamples(order: Int32Array): SampleTable {
    const used = [...this.counts].filter(([, column]) => column.view().some((count) => count > 0));
    const columnOf = new Map(used.map(([name, column]) => [name, column.view()]));
    const states = sortStates(columnOf.keys());
    if (states.length > 256) {
      throw new RangeError(`a profile holds at most 256 thread states, this one has ${states.length}`);
    }
    const columns = states.map((name) => columnOf.get(name) ?? new Float64Array(0));
    const length = columns.reduce((sum, counts) => sum + countPositive(counts), 0);
    const stack = new Int32Array(length);
    const state = new Uint8Array(length);
    const count = new Float64Array(length);
    let next = 0;
    for (let row = 0; row < order.length; row++) {
      const from = order[row];
      for (let index = 0; index < columns.length; index++) {
        // The columns end at the last row with samples.
        const samples = from < columns[index].length ? columns[index][from] : 0;
        if (samples > 0) {
          stack[next] = row;
          state[next] = index;
          count[next++] = samples;
        }
      }
    }
    return { stack, state, count, length, states };
  }
}

function countPositive(counts: Float64Array): number {
  let positive = 0;
  for (const count of counts) {
    if (count > 0) positive++;
  }
  return positive;
}
