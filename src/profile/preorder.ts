import type { SampleTable, StackTable } from './tables';

/**
 * Call paths on their way to a {@link StackTable}: all that counts is that a row stands after its caller, and after the
 * siblings that it shall stand after in the table, unless `siblings` says otherwise. Rows of one subtree may be anywhere.
 */
export interface Forest {
  /** FrameIndex per row. */
  readonly frame: Int32Array;
  /** Row of the caller, -1 at an entry point. */
  readonly caller: Int32Array;
  readonly firstLine: Int32Array;
  readonly lastLine: Int32Array;
  readonly length: number;
  readonly siblings?: SiblingLists;
}

/** The order of callees where it is another one than that of their rows, as lists that are linked by rows. */
export interface SiblingLists {
  /** First callee of each row, -1 where rows are in order; that of the entry points comes first. */
  readonly first: Int32Array;
  /** The callee after each row below the same caller, -1 after the last. */
  readonly next: Int32Array;
}

/**
 * The rows in depth-first preorder, without those below which nothing is live; `rows` tells where each one went, -1 for
 * those left out. Once the sizes of all subtrees are known, a row's place is the first one that is still free in the
 * range of its caller, so nothing is walked and no stack is needed, however deep the calls are.
 *
 * @param live 1 per row that has samples of its own; changed: set for all callers of such rows
 */
export function toPreorder(
  forest: Forest,
  live: Uint8Array,
): { readonly stacks: StackTable; readonly rows: Int32Array } {
  const { frame, caller, firstLine, lastLine } = forest;
  const size = liveSizes(forest, live);
  const { rows, length } = preorderRows(forest, live, size);
  const stacks = createStackTable(length);
  for (let row = 0; row < forest.length; row++) {
    const to = rows[row];
    if (to < 0) continue;
    const prefix = caller[row] < 0 ? -1 : rows[caller[row]];
    stacks.frame[to] = frame[row];
    stacks.prefix[to] = prefix;
    stacks.subtreeEnd[to] = to + size[row];
    stacks.depth[to] = prefix < 0 ? 0 : stacks.depth[prefix] + 1;
    stacks.firstLine[to] = firstLine[row];
    stacks.lastLine[to] = lastLine[row];
  }
  return { stacks, rows };
}

function liveSizes({ caller, length }: Forest, live: Uint8Array): Int32Array {
  const size = new Int32Array(length);
  for (let row = length - 1; row >= 0; row--) {
    if (live[row] === 0) continue;
    size[row]++;
    if (caller[row] < 0) continue;
    live[caller[row]] = 1;
    size[caller[row]] += size[row];
  }
  return size;
}

function preorderRows(
  { caller, length, siblings }: Forest,
  live: Uint8Array,
  size: Int32Array,
): { readonly rows: Int32Array; readonly length: number } {
  const rows = new Int32Array(length).fill(-1);
  /** First free row in the range of each row; in that of the entry points first. */
  const free = new Int32Array(length + 1);
  const place = (row: number): void => {
    rows[row] = free[caller[row] + 1];
    free[caller[row] + 1] += size[row];
    free[row + 1] = rows[row] + 1;
  };
  const placeCallees = (row: number): void => {
    if (!siblings) return;
    for (let callee = siblings.first[row + 1]; callee >= 0; callee = siblings.next[callee]) {
      if (live[callee] === 1) place(callee);
    }
  };
  placeCallees(-1);
  for (let row = 0; row < length; row++) {
    if (live[row] === 0) continue;
    if (rows[row] < 0) place(row);
    placeCallees(row);
  }
  return { rows, length: free[0] };
}

/** A table of zeros. */
export function createStackTable(length: number): StackTable {
  return {
    frame: new Int32Array(length),
    prefix: new Int32Array(length),
    subtreeEnd: new Int32Array(length),
    depth: new Int32Array(length),
    firstLine: new Int32Array(length),
    lastLine: new Int32Array(length),
    length,
  };
}

/**
 * Samples in other stacks: sorted again, one row for each stack and state. The names of the states stay as they are, so
 * that a StateIndex means the same before and after.
 *
 * @param to where the samples of each stack go; less than 0 where they leave the profile
 * @param stackCount one more than the last stack that they may go to
 */
export function moveSamples(
  { stack, state, count, states, length }: SampleTable,
  to: Int32Array,
  stackCount: number,
): SampleTable {
  const target = new Int32Array(length);
  const staying = new Int32Array(length);
  let kept = 0;
  for (let row = 0; row < length; row++) {
    target[row] = to[stack[row]];
    if (target[row] >= 0 && count[row] > 0) staying[kept++] = row;
  }
  const byState = sortRows(staying.subarray(0, kept), state, states.length);
  const order = sortRows(byState, target, stackCount);
  const moved = { stack: new Int32Array(kept), state: new Uint8Array(kept), count: new Float64Array(kept) };
  let last = -1;
  for (let i = 0; i < kept; i++) {
    const row = order[i];
    if (last < 0 || moved.stack[last] !== target[row] || moved.state[last] !== state[row]) {
      last++;
      moved.stack[last] = target[row];
      moved.state[last] = state[row];
    }
    moved.count[last] += count[row];
  }
  const end = last + 1;
  return {
    stack: moved.stack.slice(0, end),
    state: moved.state.slice(0, end),
    count: moved.count.slice(0, end),
    length: end,
    states,
  };
}

/**
 * Rows in the order of a key, equals in the order in which they were: a counting sort, linear where comparing is not.
 *
 * @param key of each row, at least 0 and less than `keyCount`
 */
export function sortRows(rows: Int32Array, key: Int32Array | Uint8Array, keyCount: number): Int32Array {
  const place = new Int32Array(keyCount + 1);
  for (let i = 0; i < rows.length; i++) place[key[rows[i]] + 1]++;
  for (let i = 1; i <= keyCount; i++) place[i] += place[i - 1];
  const sorted = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) sorted[place[key[rows[i]]]++] = rows[i];
  return sorted;
}
