import type { FrameIndex, StackIndex } from './units';

/**
 * Call paths by caller and frame, each one row: callers stand before what they call. A hash table with open addressing
 * whose keys are the two columns themselves, because a Map of a million numbers costs four times the time and memory.
 */
export class StackRows {
  /** Caller and frame of each row, side by side: whoever wants one of them mostly wants both. */
  private pairs: Int32Array;
  /** Row + 1 by hash, 0 where nothing is; never more than half full. */
  private slots: Int32Array;
  length = 0;

  /** @param capacity how many rows there are likely to be */
  constructor(capacity: number) {
    this.pairs = new Int32Array(2 * capacity);
    this.slots = new Int32Array(2 << Math.ceil(Math.log2(capacity)));
  }

  /** -1 at an entry point. */
  prefixOf(row: StackIndex): StackIndex {
    return this.pairs[2 * row];
  }

  frameOf(row: StackIndex): FrameIndex {
    return this.pairs[2 * row + 1];
  }

  /**
   * The row of a path, made when it is new: then it is the last one.
   * @param prefix the caller's row, or -1 at an entry point
   */
  rowOf(prefix: StackIndex, frame: FrameIndex): StackIndex {
    const { slots, pairs } = this;
    const mask = slots.length - 1;
    let slot = slotNear(prefix, frame) & mask;
    for (let taken = slots[slot], steps = 1; taken !== 0; taken = slots[slot], steps++) {
      const at = 2 * taken - 2;
      if (pairs[at] === prefix && pairs[at + 1] === frame) return taken - 1;
      slot = (steps === NEAR_STEPS ? hashOf(prefix, frame) : slot + 1) & mask;
    }
    const row = this.push(prefix, frame);
    slots[slot] = row + 1;
    if (this.length * 2 > slots.length) this.widenSlots();
    return row;
  }

  private push(prefix: StackIndex, frame: FrameIndex): StackIndex {
    if (2 * this.length === this.pairs.length) {
      const wider = new Int32Array(this.pairs.length * 2);
      wider.set(this.pairs);
      this.pairs = wider;
    }
    const row = this.length++;
    this.pairs[2 * row] = prefix;
    this.pairs[2 * row + 1] = frame;
    return row;
  }

  private widenSlots(): void {
    const { pairs, length } = this;
    const slots = new Int32Array(this.slots.length * 4);
    const mask = slots.length - 1;
    for (let row = 0; row < length; row++) {
      const [prefix, frame] = [pairs[2 * row], pairs[2 * row + 1]];
      let slot = slotNear(prefix, frame) & mask;
      for (let steps = 1; slots[slot] !== 0; steps++) {
        slot = (steps === NEAR_STEPS ? hashOf(prefix, frame) : slot + 1) & mask;
      }
      slots[slot] = row + 1;
    }
    this.slots = slots;
  }
}

/**
 * Where a path is looked for first: callers that were met one after the other have their callees side by side, two slots
 * each. So a stack that is walked stays in the processor's caches, which a table of ten million paths does not fit into.
 */
function slotNear(prefix: StackIndex, frame: FrameIndex): number {
  return 2 * prefix + (Math.imul(frame, 0x9e3779b1) >>> 28);
}

/** Where a caller has more callees than that, the rest of them are spread over the whole table. */
const NEAR_STEPS = 8;

/**
 * Odd factors keep the frames of one caller apart, and a frame's callers: nobody can name functions so that they collide.
 * What was multiplied into the high bits comes down to where the mask looks.
 */
function hashOf(prefix: StackIndex, frame: FrameIndex): number {
  const mixed = Math.imul(prefix + 1, 0x9e3779b1) ^ Math.imul(frame + 1, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
