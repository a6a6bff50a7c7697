import { createStackTable, moveSamples } from './preorder';
import type { StackTable } from './tables';
import type { SampleCount, StackIndex } from './units';
import type { Drawing } from './visualization';

/**
 * The same drawing with siblings in another order: the heaviest first, equals by frame. Entry points of the two halves
 * of an inspected function stay in their halves.
 *
 * @param weight samples per stack row, callees included
 */
export function orderSiblings(drawing: Drawing, weight: Float64Array): Drawing {
  const { profile, callersFrom, folded } = drawing;
  const to = orderedRows(profile.stacks, weight, callersFrom);
  const stacks = moveRows(profile.stacks, to);
  const samples = moveSamples(profile.samples, to, stacks.length);
  return { ...drawing, profile: { ...profile, stacks, samples }, folded: folded && moveFlags(folded, to) };
}

/**
 * Where each row goes. Rows come in preorder, so a row's own place is known when its callees are put in order, and a
 * callee's place is where the subtree of the sibling before it ends.
 */
function orderedRows(
  { frame, subtreeEnd, length }: StackTable,
  weight: Float64Array,
  callersFrom: StackIndex,
): Int32Array {
  const to = new Int32Array(length);
  const siblings = new Int32Array(length);
  const isBefore = (a: StackIndex, b: StackIndex): SampleCount =>
    weight[b] - weight[a] || frame[a] - frame[b];
  /** @param place of the first sibling that lies in the range */
  const orderRange = (from: StackIndex, end: StackIndex, place: StackIndex): void => {
    let count = 0;
    for (let row = from; row < end; row = subtreeEnd[row]) siblings[count++] = row;
    sortRows(siblings.subarray(0, count), isBefore);
    let next = place;
    for (let i = 0; i < count; i++) {
      to[siblings[i]] = next;
      next += subtreeEnd[siblings[i]] - siblings[i];
    }
  };
  orderRange(0, callersFrom, 0);
  orderRange(callersFrom, length, callersFrom);
  for (let row = 0; row < length; row++) {
    if (subtreeEnd[row] > row + 1) orderRange(row + 1, subtreeEnd[row], to[row] + 1);
  }
  return to;
}

/** Most rows call a few others, and for so few the library's sort costs more than it saves. */
const FEW = 12;

function sortRows(rows: Int32Array, compare: (a: StackIndex, b: StackIndex) => number): void {
  if (rows.length > FEW) {
    rows.sort(compare);
    return;
  }
  for (let i = 1; i < rows.length; i++) {
    const row = rows[i];
    let to = i;
    for (; to > 0 && compare(row, rows[to - 1]) < 0; to--) rows[to] = rows[to - 1];
    rows[to] = row;
  }
}

function moveRows(stacks: StackTable, to: Int32Array): StackTable {
  const { length } = stacks;
  const moved = createStackTable(length);
  for (let row = 0; row < length; row++) {
    const at = to[row];
    moved.frame[at] = stacks.frame[row];
    moved.prefix[at] = stacks.prefix[row] < 0 ? -1 : to[stacks.prefix[row]];
    moved.subtreeEnd[at] = at + stacks.subtreeEnd[row] - row;
    moved.depth[at] = stacks.depth[row];
    moved.firstLine[at] = stacks.firstLine[row];
    moved.lastLine[at] = stacks.lastLine[row];
  }
  return moved;
}

function moveFlags(flags: Uint8Array, to: Int32Array): Uint8Array {
  const moved = new Uint8Array(flags.length);
  for (let row = 0; row < flags.length; row++) moved[to[row]] = flags[row];
  return moved;
}
