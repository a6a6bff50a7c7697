import { Int32Column } from '../base/grow';
import type { FrameIndex, StackIndex } from './units';

/**
 * Call paths by caller and frame, each one row: callers stand before what they call. A hash table with open addressing
 * whose keys are the two columns themselves, because a Map of a million numbers costs four times the time and memory.
 */
export class StackRows {
  readonly frame = new Int32Column();
  readonly prefix = new Int32Column();
  /** Row + 1 by hash, 0 where nothing is; never more than half full. */
  private slots = new Int32Array(256);

  get length(): number {
    return this.frame.length;
  }

  /**
   * The row of a path, made when it is new: then it is the last one.
   * @param prefix the caller's row, or -1 at an entry point
   */
  rowOf(prefix: StackIndex, frame: FrameIndex): StackIndex {
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = hashOf(prefix, frame) & mask;
    for (let taken = slots[slot]; taken !== 0; taken = slots[slot]) {
      const row = taken - 1;
      if (this.frame.at(row) === frame && this.prefix.at(row) === prefix) return row;
      slot = (slot + 1) & mask;
    }
    return this.push(prefix, frame, slot);
  }

  private push(prefix: StackIndex, frame: FrameIndex, slot: number): StackIndex {
    const row = this.frame.length;
    this.frame.push(frame);
    this.prefix.push(prefix);
    this.slots[slot] = row + 1;
    if (this.frame.length * 2 > this.slots.length) this.widen();
    return row;
  }

  private widen(): void {
    const slots = new Int32Array(this.slots.length * 4);
    const mask = slots.length - 1;
    for (let row = 0; row < this.frame.length; row++) {
      let slot = hashOf(this.prefix.at(row), this.frame.at(row)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = row + 1;
    }
    this.slots = slots;
  }
}

/**
 * Odd factors keep the frames of one caller apart, and a frame's callers: nobody can name functions so that they collide.
 * What was multiplied into the high bits comes down to where the mask looks.
 */
function hashOf(prefix: StackIndex, frame: FrameIndex): number {
  const mixed = Math.imul(prefix + 1, 0x9e3779b1) ^ Math.imul(frame + 1, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
