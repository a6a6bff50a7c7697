import { Int32Column } from '../base/grow';
import type { Forest } from './preorder';
import { moveSamples, toPreorder } from './preorder';
import type { SampleTable, StackTable } from './tables';
import type { Fraction, SampleCount } from './units';

/** Stacks read from their ends: entry points are the functions where stacks end, and below each are its callers. */
export interface Inverted {
  readonly stacks: StackTable;
  /** The same samples, each in the row of the last caller that is there. */
  readonly samples: SampleTable;
  /** 1 per row whose callers were left out because they are too narrow; undefined when all are there. */
  readonly folded: Uint8Array | undefined;
}

/**
 * How much is unfolded. A million stacks, each thirty calls deep, are thirty million rows when read from their ends, and
 * a screen shows some thousands of them. So the heaviest rows are unfolded first, and when a limit is reached, whatever
 * is left is lighter than anything that was unfolded.
 */
export interface Limits {
  /** Rows of the result, give or take the callers of one row. */
  readonly rows: number;
  /** Steps from a stack to its caller: what takes the time when many stacks share few functions and are deep. */
  readonly steps: number;
}

/** Two million rows are 60 MB of tables, and a sample in ten thousand of a million has its box; together about a second. */
export const LIMITS: Limits = { rows: 2_000_000, steps: 100_000_000 };

/**
 * @param samples those that count; each is a cursor that starts in the row where it ends
 * @param from `ends`: the function where a stack ends is its entry point now; `callers`: the caller of that one is, and
 *   samples of stacks that have none are left out
 * @param frameCount rows of the frame table
 */
export function invert(
  stacks: StackTable,
  samples: SampleTable,
  from: 'ends' | 'callers',
  frameCount: number,
  limits: Limits = LIMITS,
): Inverted {
  const inversion = new Inversion(stacks, samples, frameCount, limits);
  inversion.run(from);
  return inversion.finish();
}

/**
 * One cursor for each stack that has samples, all of them in one array. A row of the result is a range of it: the cursors
 * that came the same way. To unfold a row, its cursors step to their callers and are sorted by the functions they find
 * there, within the range; each group is a row below. So rows cost a few numbers each and cursors are never copied.
 *
 *     main > load > parse  2        row        cursors              unfolded
 *     main > show > parse  3        parse  5   [load's, show's]     load 2: [load's]   show 3: [show's]
 */
class Inversion {
  private readonly cursors: Cursors;
  private readonly rows = new InvertedRows();
  private readonly queue: WeightQueue;
  private readonly groups: Groups;
  private steps = 0;

  constructor(
    private readonly stacks: StackTable,
    private readonly samples: SampleTable,
    frameCount: number,
    private readonly limits: Limits,
  ) {
    this.cursors = cursorsOf(stacks, samples);
    this.queue = new WeightQueue(sum(this.cursors.weight));
    this.groups = new Groups(frameCount, this.cursors.length);
  }

  run(from: 'ends' | 'callers'): void {
    const { cursors, stacks, queue } = this;
    if (from === 'callers') {
      for (let i = 0; i < cursors.length; i++) cursors.at[i] = stacks.prefix[cursors.at[i]];
    }
    this.unfold(-1, 0, cursors.length);
    for (let row = queue.peek(); row >= 0 && !this.isFull(); row = queue.peek()) {
      queue.drop();
      this.step(row);
    }
  }

  private isFull(): boolean {
    return this.rows.length >= this.limits.rows || this.steps >= this.limits.steps;
  }

  /** All cursors of a row go to their callers, and what they find becomes the rows below it. */
  private step(row: number): void {
    const { at, order } = this.cursors;
    const [from, to] = [this.rows.from.at(row), this.rows.to.at(row)];
    for (let i = from; i < to; i++) at[order[i]] = this.stacks.prefix[at[order[i]]];
    this.unfold(row, from, to);
  }

  /** Sorts a range of cursors by the functions that they stand at; those that have left the stack end in `caller`. */
  private unfold(caller: number, from: number, to: number): void {
    const { cursors, groups, stacks, rows } = this;
    this.steps += to - from;
    const { frames, starts, count } = groups.split(cursors, stacks.frame, from, to);
    for (let i = from; i < starts[0]; i++) cursors.end[cursors.order[i]] = caller;
    for (let group = 0; group < count; group++) {
      const row = rows.push(frames[group], caller, starts[group], starts[group + 1]);
      this.queue.push(row, this.describe(row, starts[group], starts[group + 1]));
    }
  }

  /** Notes where the cursors of a row are, and the lines that they stand at. @returns their weight */
  private describe(row: number, from: number, to: number): SampleCount {
    const { order, at, end, weight } = this.cursors;
    const { firstLine, lastLine } = this.stacks;
    let [first, last, sumOfWeights] = [0, 0, 0];
    for (let i = from; i < to; i++) {
      const cursor = order[i];
      const stack = at[cursor];
      end[cursor] = row;
      sumOfWeights += weight[cursor];
      if (firstLine[stack] === 0) continue;
      if (first === 0 || firstLine[stack] < first) first = firstLine[stack];
      if (lastLine[stack] > last) last = lastLine[stack];
    }
    this.rows.firstLine.push(first);
    this.rows.lastLine.push(last);
    return sumOfWeights;
  }

  finish(): Inverted {
    const { cursors, samples, queue, rows } = this;
    const live = new Uint8Array(rows.length);
    for (let i = 0; i < cursors.length; i++) if (cursors.end[i] >= 0) live[cursors.end[i]] = 1;
    const result = toPreorder(rows.forest(), live);
    const to = new Int32Array(this.stacks.length).fill(-1);
    for (let i = 0; i < cursors.length; i++) {
      if (cursors.end[i] >= 0) to[cursors.stack[i]] = result.rows[cursors.end[i]];
    }
    return {
      stacks: result.stacks,
      samples: moveSamples(samples, to, result.stacks.length),
      folded: this.markFolded(queue, result.rows),
    };
  }

  /** Rows that are still to be unfolded, if any of their cursors has a caller to go to. */
  private markFolded(queue: WeightQueue, places: Int32Array): Uint8Array | undefined {
    const { order, at } = this.cursors;
    let folded: Uint8Array | undefined;
    for (let row = queue.peek(); row >= 0; row = queue.peek()) {
      queue.drop();
      for (let i = this.rows.from.at(row); i < this.rows.to.at(row); i++) {
        if (this.stacks.prefix[at[order[i]]] < 0) continue;
        folded ??= new Uint8Array(this.rows.length);
        folded[places[row]] = 1;
        break;
      }
    }
    return folded;
  }
}

interface Cursors {
  /** Stack that a cursor's samples are in, per cursor. */
  readonly stack: Int32Array;
  /** Where it is now; -1 when it has left the stack. */
  readonly at: Int32Array;
  readonly weight: Float64Array;
  /** Row of the result in which it was last; -1 while it was in none. */
  readonly end: Int32Array;
  /** Cursors, so that those of a row are neighbours. */
  readonly order: Int32Array;
  readonly length: number;
}

function cursorsOf({ length: stackCount }: StackTable, samples: SampleTable): Cursors {
  const weights = new Float64Array(stackCount);
  for (let row = 0; row < samples.length; row++) weights[samples.stack[row]] += samples.count[row];
  const stack = new Int32Array(samples.length);
  let length = 0;
  for (let row = 0; row < stackCount; row++) if (weights[row] > 0) stack[length++] = row;
  const order = new Int32Array(length);
  for (let i = 0; i < length; i++) order[i] = i;
  return {
    stack: stack.subarray(0, length),
    at: stack.slice(0, length),
    weight: Float64Array.from(stack.subarray(0, length), (row) => weights[row]),
    end: new Int32Array(length).fill(-1),
    order,
    length,
  };
}

function sum(weights: Float64Array): SampleCount {
  return weights.reduce((total, weight) => total + weight, 0);
}

/** Rows in the order in which they were unfolded: callers of one row are neighbours, in the order of their frames. */
class InvertedRows {
  private readonly frame = new Int32Column();
  private readonly caller = new Int32Column();
  readonly from = new Int32Column();
  readonly to = new Int32Column();
  readonly firstLine = new Int32Column();
  readonly lastLine = new Int32Column();

  get length(): number {
    return this.frame.length;
  }

  push(frame: number, caller: number, from: number, to: number): number {
    this.frame.push(frame);
    this.caller.push(caller);
    this.from.push(from);
    this.to.push(to);
    return this.frame.length - 1;
  }

  forest(): Forest {
    return {
      frame: this.frame.view(),
      caller: this.caller.view(),
      firstLine: this.firstLine.view(),
      lastLine: this.lastLine.view(),
      length: this.length,
    };
  }
}

/** Sorts cursors by function without visiting functions that none of them is at. Its arrays serve one split at a time. */
class Groups {
  private readonly counts: Int32Array;
  private readonly sorted: Int32Array;
  /** Frames found, ascending. */
  private frames = new Int32Array(16);
  /** Where each group begins in the order of cursors, and after the last one where it ends. */
  private starts = new Int32Array(17);

  constructor(frameCount: number, cursorCount: number) {
    this.counts = new Int32Array(frameCount);
    this.sorted = new Int32Array(cursorCount);
  }

  /** Cursors that have left their stack come first, before `starts[0]`. */
  split(
    { order, at }: Cursors,
    frame: Int32Array,
    from: number,
    to: number,
  ): { readonly frames: Int32Array; readonly starts: Int32Array; readonly count: number } {
    const { counts, sorted } = this;
    let count = 0;
    let left = from;
    for (let i = from; i < to; i++) {
      const stack = at[order[i]];
      if (stack < 0) left++;
      else if (counts[frame[stack]]++ === 0) count = this.note(frame[stack], count);
    }
    const { frames, starts } = this;
    sortFirst(frames, count);
    starts[0] = left;
    for (let group = 0; group < count; group++) {
      starts[group + 1] = starts[group] + counts[frames[group]];
      // From here on: where the next cursor at this function goes.
      counts[frames[group]] = starts[group];
    }
    let gone = from;
    for (let i = from; i < to; i++) {
      const stack = at[order[i]];
      sorted[stack < 0 ? gone++ : counts[frame[stack]]++] = order[i];
    }
    for (let i = from; i < to; i++) order[i] = sorted[i];
    for (let group = 0; group < count; group++) counts[frames[group]] = 0;
    return { frames, starts, count };
  }

  private note(frame: number, count: number): number {
    if (count === this.frames.length) {
      const wider = new Int32Array(count * 2);
      wider.set(this.frames);
      this.frames = wider;
      this.starts = new Int32Array(count * 2 + 1);
    }
    this.frames[count] = frame;
    return count + 1;
  }
}

/** Most rows have a caller or two, where calling a sort takes longer than sorting. */
function sortFirst(values: Int32Array, count: number): void {
  if (count > 16) {
    values.subarray(0, count).sort();
    return;
  }
  for (let i = 1; i < count; i++) {
    const value = values[i];
    let to = i;
    for (; to > 0 && values[to - 1] > value; to--) values[to] = values[to - 1];
    values[to] = value;
  }
}

/**
 * Rows to be unfolded, the heaviest first. What a row unfolds to is never heavier than the row, so a list for each
 * weight class does what a heap would, in constant time: the first class that is not empty only ever moves on. Sixteen
 * classes each time the weight halves, so two rows are out of order by at most 2^(1/16), four percent.
 */
class WeightQueue {
  private readonly first = new Int32Array(CLASSES).fill(-1);
  private readonly next = new Int32Column();
  private current = 0;

  constructor(private readonly whole: SampleCount) {}

  /** Rows are pushed in their order, each once. */
  push(row: number, weight: SampleCount): void {
    const to = classOf(weight / this.whole);
    this.next.push(this.first[to]);
    this.first[to] = row;
    // Sums of fractions may come out a little heavier than their whole.
    if (to < this.current) this.current = to;
  }

  /** The row that is to be unfolded next, or -1. */
  peek(): number {
    while (this.current < CLASSES && this.first[this.current] < 0) this.current++;
    return this.current < CLASSES ? this.first[this.current] : -1;
  }

  drop(): void {
    const row = this.peek();
    if (row >= 0) this.first[this.current] = this.next.at(row);
  }
}

/** Down to 2^-64 of the whole; what is lighter than that is in the last class. */
const CLASSES = 16 * 64;

function classOf(part: Fraction): number {
  const halvings = -Math.log2(part);
  return halvings > 0 ? Math.min(CLASSES - 1, Math.floor(halvings * 16)) : 0;
}
