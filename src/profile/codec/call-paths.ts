import { Int32Column } from '../../base/grow';
import { ProfileBuilder } from '../builder';
import type { Profile, ProfileMeta } from '../tables';
import { MAX_STATES, UNKNOWN_META } from '../tables';
import type { FrameIndex, LineNumber, SampleCount, StackIndex } from '../units';
import { MAX_DEPTH } from './agent-profile';
import { ProfileFormatError } from './reader';

/** How to read a file that holds more than one profile. */
export interface ReadOptions {
  /** `separate` puts a frame `thread NAME` above all that a thread ran; merged unless asked for. */
  readonly threads?: 'merged' | 'separate';
  /** One of {@link Choices.measurements}; the format's own choice unless asked for. */
  readonly measurement?: string;
}

/** What a file holds beside the profile that was read from it. */
export interface Choices {
  /** What the samples can be weighed by, as the file names it: `cpu/nanoseconds`, `alloc_space/bytes`. */
  readonly measurements: readonly string[];
  /** The one that was taken; '' where the format has only one and gives it no name. */
  readonly measurement: string;
  /** Names of the threads with samples, in the order of the file. */
  readonly threads: readonly string[];
}

export const NO_CHOICES: Choices = { measurements: [], measurement: '', threads: [] };

/** What the reader of a format gives back. */
export interface Decoded {
  readonly profile: Profile;
  readonly choices: Choices;
}

/**
 * What readers of other tools' formats write to: a builder that knows threads, and that refuses what would fill the
 * memory. A few bytes can stand for very much (a pprof location with a thousand inlined functions, below every caller),
 * so what counts is not the length of the file but the paths that come of it.
 */
export class CallPaths {
  private readonly builder = new ProfileBuilder();
  private readonly depth = new Int32Column();
  private readonly states = new Set<string>();
  private readonly threadRows = new Map<string, StackIndex>();

  constructor(private readonly options: ReadOptions) {}

  frame(name: string, file: string): FrameIndex {
    return this.builder.frame(name, file);
  }

  /** What a thread's entry points are called from: nothing (-1), or its own frame where threads are kept apart. */
  thread(name: string): StackIndex {
    let row = this.threadRows.get(name);
    if (row === undefined) {
      row = this.options.threads === 'separate' ? this.call(-1, this.frame(`thread ${name}`, '')) : -1;
      this.threadRows.set(name, row);
    }
    return row;
  }

  /** @throws {ProfileFormatError} for paths that are too deep, or too many */
  call(caller: StackIndex, frame: FrameIndex, firstLine: LineNumber = 0, lastLine = firstLine): StackIndex {
    const row = this.builder.stack(caller, frame, lineOf(firstLine), lineOf(lastLine));
    if (row === this.depth.length) this.enter(caller);
    return row;
  }

  private enter(caller: StackIndex): void {
    const depth = caller < 0 ? 1 : this.depth.at(caller) + 1;
    if (depth > MAX_DEPTH) throw new ProfileFormatError('', `of stacks of at most ${MAX_DEPTH} frames`);
    if (this.depth.length >= MAX_PATHS) {
      throw new ProfileFormatError('', `of at most ${MAX_PATHS} call paths`);
    }
    this.depth.push(depth);
  }

  /** @param row -1 for a sample without any frame, which is kept under a frame of its own, so that totals stay whole */
  sample(row: StackIndex, count: SampleCount, state = 'RUNNABLE'): void {
    if (!(count <= MAX_COUNT)) {
      throw new ProfileFormatError('', `of weights of at most ${MAX_COUNT}, not ${count}`);
    }
    this.states.add(state);
    if (this.states.size > MAX_STATES) {
      throw new ProfileFormatError('', `of at most ${MAX_STATES} different thread states`);
    }
    this.builder.sample(row < 0 ? this.call(-1, this.frame('<no frames>', '')) : row, state, count);
  }

  finish(meta: Partial<ProfileMeta>, measurements: readonly string[] = [], measurement = ''): Decoded {
    return {
      profile: this.builder.finish({ ...UNKNOWN_META, ...meta }),
      choices: { measurements, measurement, threads: [...this.threadRows.keys()] },
    };
  }
}

/** Numbers of 64 bits in any unit, of which sums do not go beyond all bounds. */
const MAX_COUNT = 1e30;

/** Most that a Map of V8 can hold, and some hundreds of megabytes as tables. */
const MAX_PATHS = 0xffffff;

/** Lines live in Int32 columns; tools write -1, or any 64 bits, where they know none. */
function lineOf(line: number): LineNumber {
  return line > 0 && line < 0x7fffffff ? Math.floor(line) : 0;
}

/**
 * Paths of the nodes of a call tree that is given as a column of callers. Nodes may stand in any order; only those that are
 * asked for are entered, and each once.
 */
export class CallerColumn {
  private readonly rows = new Map<number, StackIndex>();

  /**
   * @param callers row of each node's caller in the same column, -1 at the top
   * @param enter makes a node's path below its caller's
   */
  constructor(
    private readonly callers: Int32Array,
    private readonly enter: (node: number, caller: StackIndex) => StackIndex,
  ) {}

  /** @throws {ProfileFormatError} for nodes that are too deep, which those that call themselves are as well */
  path(node: number): StackIndex {
    const entered: number[] = [];
    let row: StackIndex | undefined = -1;
    for (let at = node; at >= 0; at = this.callers[at]) {
      row = this.rows.get(at);
      if (row !== undefined) break;
      row = -1;
      entered.push(at);
      if (entered.length > MAX_DEPTH) {
        throw new ProfileFormatError(
          '',
          `of stacks of at most ${MAX_DEPTH} frames, none the caller of itself`,
        );
      }
    }
    for (let at = entered.pop(); at !== undefined; at = entered.pop()) {
      row = this.enter(at, row);
      this.rows.set(at, row);
    }
    return row;
  }
}
