import type { Profile, SampleTable } from './tables';
import { sortStates } from './tables';

/**
 * Which thread states a view counts (user guide, "Thread states"): CPU is the time a thread was or wanted to be on a
 * processor, latency is all but IDLE, a custom view is any set of names.
 */
export type StateView = 'cpu' | 'latency' | readonly string[];

export const CPU_STATES: readonly string[] = ['RUNNABLE', 'BLOCKED', 'NATIVE'];

/** The states to count for a view, out of those that a profile has. */
export function statesOf(view: StateView, available: readonly string[]): readonly string[] {
  if (view === 'cpu') {
    return available.filter((state) => CPU_STATES.includes(state));
  }
  if (view === 'latency') {
    return available.filter((state) => state !== 'IDLE');
  }
  return available.filter((state) => view.includes(state));
}

/**
 * Python agents report no thread states, only WALL_TIME: every thread, wherever it was. What a thread was doing is
 * read off the function at its leaf, because a waiting Python thread stands in one of few well-known functions. AWS
 * does the same in a way that is not public; these rows are ours, from stacks observed with CPython 3.8 to 3.13.
 *
 * A name that is not here counts as running. That is the honest default for time on a processor, and it is wrong for
 * threads inside a C call that waits without a Python frame of its own: a bare `lock.acquire()`, a database driver.
 * Those show under the function that made the call.
 */
const LEAF_STATES: readonly (readonly [leaf: RegExp, state: 'WAITING' | 'TIMED_WAITING'])[] = [
  // The agent's own stand-ins for lines that contain `sleep(` and `.get(block=True`.
  [/^<Sleep>$/, 'TIMED_WAITING'],
  [/^<queue\.get>$/, 'WAITING'],
  // Locks, conditions, events, queues and joins all end in these.
  [/^threading:(?:\w+:)?(?:wait|wait_for|_wait_for_tstate_lock|acquire)$/, 'WAITING'],
  [/^threading:(?:\w+:)?(?:join|_shutdown)$/, 'WAITING'],
  [/^queue:(?:\w+:)?(?:get|put)$/, 'WAITING'],
  [/^concurrent\.futures\.\w+:(?:\w+:)?(?:result|exception|wait|as_completed)$/, 'WAITING'],
  [/^multiprocessing\.[\w.]+:(?:\w+:)?(?:_recv|_poll|_wait|wait|acquire|recv_bytes|poll)$/, 'WAITING'],
  [/^subprocess:(?:\w+:)?(?:_try_wait|wait|_wait|communicate|_communicate)$/, 'WAITING'],
  // Event loops: the selector waits with the timeout of the next timer.
  [/^selectors:(?:\w+:)?_?select$/, 'TIMED_WAITING'],
  // Sockets and what stands on them.
  [
    /^socket:(?:\w+:)?(?:accept|readinto|recv|recv_into|sendall|connect|create_connection|getaddrinfo)$/,
    'WAITING',
  ],
  [/^ssl:(?:\w+:)?(?:read|recv|recv_into|do_handshake|write|send)$/, 'WAITING'],
];

/** The state of a Python thread whose innermost frame has this name. */
export function stateOfPythonLeaf(name: string): 'RUNNABLE' | 'WAITING' | 'TIMED_WAITING' {
  // Longer names are no function of the standard library, and hostile ones could keep a pattern busy.
  if (name.length > 200) {
    return 'RUNNABLE';
  }
  return LEAF_STATES.find(([leaf]) => leaf.test(name))?.[1] ?? 'RUNNABLE';
}

/** The profile with every WALL_TIME sample under the state that its leaf tells; others stay as reported. */
export function deriveStates(profile: Profile): Profile {
  const wall = profile.samples.states.indexOf('WALL_TIME');
  return wall < 0 ? profile : { ...profile, samples: splitWallTime(profile, wall) };
}

function splitWallTime(profile: Profile, wall: number): SampleTable {
  const { samples } = profile;
  const stateOf = stateReader(profile, wall);
  const used = new Set<string>();
  for (let row = 0; row < samples.length; row++) used.add(stateOf(row));
  const states = sortStates(used);
  const place = new Map(states.map((state, index) => [state, index]));
  const stack = new Int32Array(samples.length);
  const state = new Uint8Array(samples.length);
  const count = new Float64Array(samples.length);
  let length = 0;
  // A stack may have reported WAITING and WALL_TIME side by side. Its rows are neighbours, so they are added up in
  // one small column and written in the order of the states: each pair occurs once again.
  const column = new Float64Array(states.length);
  for (let row = 0; row < samples.length; row++) {
    column[place.get(stateOf(row)) ?? 0] += samples.count[row];
    if (row + 1 < samples.length && samples.stack[row + 1] === samples.stack[row]) continue;
    for (let index = 0; index < states.length; index++) {
      if (column[index] === 0) continue;
      stack[length] = samples.stack[row];
      state[length] = index;
      count[length++] = column[index];
      column[index] = 0;
    }
  }
  return {
    stack: stack.slice(0, length),
    state: state.slice(0, length),
    count: count.slice(0, length),
    length,
    states,
  };
}

/** The state of each sample row after the split; the pattern table is asked once per function, not per row. */
function stateReader({ frames, stacks, samples }: Profile, wall: number): (row: number) => string {
  const ofFrame: (string | undefined)[] = new Array<string | undefined>(frames.length);
  return (row) => {
    if (samples.state[row] !== wall) return samples.states[samples.state[row]];
    const frame = stacks.frame[samples.stack[row]];
    return (ofFrame[frame] ??= stateOfPythonLeaf(frames.name[frame]));
  };
}
