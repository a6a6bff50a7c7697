import type { Profile } from './tables';
import type { FrameIndex, StackIndex } from './units';

/** The stacks of every frame, so that a question about one function does not read the whole table. */
export interface FrameRows {
  /** In preorder. A view of the index: do not keep it longer than that. */
  of(frame: FrameIndex): Int32Array;
}

/** A counting sort: rows of frame `f` are `rows[start[f]] … rows[start[f + 1] - 1]`. */
export function indexFrameRows({ frames, stacks }: Profile): FrameRows {
  const start = new Int32Array(frames.length + 1);
  for (let row = 0; row < stacks.length; row++) start[stacks.frame[row] + 1]++;
  for (let frame = 0; frame < frames.length; frame++) start[frame + 1] += start[frame];
  const next = start.slice();
  const rows = new Int32Array(stacks.length);
  for (let row: StackIndex = 0; row < stacks.length; row++) rows[next[stacks.frame[row]]++] = row;
  return { of: (frame) => rows.subarray(start[frame], start[frame + 1]) };
}
