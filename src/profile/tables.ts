import type { EpochMs, LineNumber, Milliseconds, SampleCount } from './units';

/**
 * What a profile is: three tables, each a struct of arrays, joined by row numbers. Nothing in this folder reads a
 * clock, a file or a setting, or knows of VS Code, Node or the DOM.
 *
 * Six samples of a program, each drawn as a column: entry point above, and below it where the thread was.
 *
 *     main    main    main    main    main    main
 *     load    load    load    show    show    show
 *     parse   parse           draw    draw    <Sleep>
 *
 * Each function becomes a frame, each call path a stack, and each path's own count a sample:
 *
 *     frames       stacks                               samples
 *     #  name      #  frame        prefix  subtreeEnd   stack  state          count
 *     0  <Sleep>   0  3 (main)      -1      6           1      RUNNABLE       1      load itself
 *     1  draw      1  2 (load)       0      3           2      RUNNABLE       2      load > parse
 *     2  load      2  4 (parse)      1      3           4      TIMED_WAITING  1      show > <Sleep>
 *     3  main      3  5 (show)       0      6           5      RUNNABLE       2      show > draw
 *     4  parse     4  0 (<Sleep>)    3      5
 *     5  show      5  1 (draw)       3      6
 */
export interface Profile {
  readonly frames: FrameTable;
  readonly stacks: StackTable;
  readonly samples: SampleTable;
  readonly meta: ProfileMeta;
}

/**
 * A frame is what code ran: a name and the file it came from. Two builds of one function in two files are two
 * frames; the same function called from two places is one. Rows are sorted by name, then by file, so that equal
 * profiles have equal tables.
 */
export interface FrameTable {
  /** As the agent wrote it, or normalised (frame-names.ts): hostile text, any length, any characters. */
  readonly name: readonly string[];
  /** As the agent wrote it: absolute, relative, `<frozen runpy>`, or '' where the agent gave none. */
  readonly file: readonly string[];
  /**
   * As the agent wrote the name where that was another one, else ''; of several that became one, the first as text. Left
   * out where every name is as it was written.
   */
  readonly raw?: readonly string[];
  readonly length: number;
}

/**
 * A stack is how the program got there: a frame, and the stack that called it.
 *
 * Rows are in depth-first preorder, siblings in the order of their frames. So a caller always stands before what it
 * calls (one descending loop adds up totals), and all that lies below row `i` is the range `i + 1 … subtreeEnd[i]`
 * (finding descendants is arithmetic, not a walk).
 *
 *     row         0     1      2       3    4     5
 *                main  load  parse   show  draw  quit        main
 *     prefix     -1     0      1       0    3     -1          ├ load          quit
 *     depth       0     1      2       1    2      0          │   └ parse
 *     subtreeEnd  5     3      3       5    5      6          └ show
 *                                                                 └ draw
 */
export interface StackTable {
  /** FrameIndex per row. */
  readonly frame: Int32Array;
  /** StackIndex of the caller, -1 at an entry point. */
  readonly prefix: Int32Array;
  /** One past the last row of the subtree that starts here. */
  readonly subtreeEnd: Int32Array;
  /** Calls above this one; 0 at an entry point. */
  readonly depth: Int32Array;
  /** Smallest and largest line seen executing in this frame on this path (call sites, where it calls on); 0 unknown. */
  readonly firstLine: Int32Array;
  readonly lastLine: Int32Array;
  readonly length: number;
}

/**
 * A row says how many thread samples ended in a stack in one thread state: self counts only, as the agents post
 * them. Rows are sorted by stack, then state, and no pair occurs twice.
 */
export interface SampleTable {
  /** StackIndex per row. */
  readonly stack: Int32Array;
  /** StateIndex per row. */
  readonly state: Uint8Array;
  readonly count: Float64Array;
  readonly length: number;
  /** Names of the thread states in the data, in the order of {@link sortStates}. */
  readonly states: readonly string[];
}

/** Everything about a profile that is not a sample. */
export interface ProfileMeta {
  readonly start: EpochMs;
  readonly end: EpochMs;
  /** How many agent profiles are in it: 1, or more after merging. */
  readonly profileCount: number;
  /** Who sampled: `CodeGuruProfiler-python` `1.2.6`. '' where it was not said. */
  readonly agent: { readonly type: string; readonly version: string };
  readonly runtimeVersion: string;
  /** One row per process or host that contributed, in order of id. */
  readonly fleet: readonly FleetMember[];
  /** What the counts of the sample table are; thread samples where it is left out. */
  readonly weight?: Weight;
}

/** What is known of a profile whose file says nothing but its stacks. */
export const UNKNOWN_META: ProfileMeta = {
  start: 0,
  end: 0,
  profileCount: 1,
  agent: { type: '', version: '' },
  runtimeVersion: '',
  fleet: [],
};

/** Agents count thread samples; other profilers weigh them by time or by what was allocated. */
export interface Weight {
  readonly unit: WeightUnit;
  /** So many units are one sample (10,000,000 ns at 100 Hz); 0 where that is not known, and then no floor applies. */
  readonly perSample: number;
  /** Seconds of thread time that one unit stands for; 0 where it stands for none, or nobody knows. */
  readonly seconds: number;
}

export const WEIGHT_UNITS = ['samples', 'nanoseconds', 'bytes', 'objects'] as const;

export type WeightUnit = (typeof WEIGHT_UNITS)[number];

/**
 * A machine (or task, or function) that ran the program, as `agentMetadata.fleetInfo` describes it, and for how long
 * its agents reported. Prices come from this, see insight/cost.ts.
 */
export interface FleetMember {
  /** Host name, task ARN, function ARN, or the agent's own uuid: whatever tells two members apart. */
  readonly id: string;
  readonly computeType: 'aws_ec2_instance' | 'aws_fargate_task' | 'aws_lambda' | 'unknown';
  /** EC2 instance type such as `m5.large`; '' where not known. */
  readonly hostType: string;
  /** vCPUs of the host or task; 0 where not known. */
  readonly vCpus: number;
  /** Memory limit of a task or function in MB; 0 where not known. */
  readonly memoryMb: number;
  /** Sum of `end - start` of its agent profiles. */
  readonly seenMs: Milliseconds;
  /** Thread samples that came from it. */
  readonly samples: SampleCount;
}

/** Thread states in the order in which people meet them in the guide; Python's WALL_TIME last. */
export const STATE_ORDER: readonly string[] = [
  'RUNNABLE',
  'NATIVE',
  'BLOCKED',
  'WAITING',
  'TIMED_WAITING',
  'IDLE',
  'WALL_TIME',
];

/** More states than any runtime has, few enough that a hostile profile cannot make a column of each of a million. */
export const MAX_STATES = 32;

/** State names in the order of the columns and legends: the known ones first, then others by name. */
export function sortStates(states: Iterable<string>): string[] {
  const all = [...new Set(states)];
  return [...STATE_ORDER.filter((state) => all.includes(state)), ...all.filter(isUnknownState).sort()];
}

function isUnknownState(state: string): boolean {
  return !STATE_ORDER.includes(state);
}

/** A frame without a table: what a lens, a tree row or the command line asks about. */
export interface FrameRef {
  readonly name: string;
  readonly file: string;
  readonly firstLine: LineNumber;
  readonly lastLine: LineNumber;
}
