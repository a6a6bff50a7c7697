import { gunzipSync } from 'node:zlib';
import { decodeAgentBody } from '../aws/decode-profile';
import { errorMessage } from '../base/error-message';
import { recommend } from '../insight/recommend';
import type { Recommendation } from '../insight/recommend';
import type { CallTree } from '../profile/call-tree';
import { computeCallTree } from '../profile/call-tree';
import type { ReadOptions } from '../profile/codec/call-paths';
import { readProfile } from '../profile/codec/read-profile';
import { UnreadableProfile } from '../profile/codec/unreadable-profile';
import type { FunctionTotals } from '../profile/hot-spots';
import { computeFunctionTotals } from '../profile/hot-spots';
import type { Profile } from '../profile/tables';
import type { ThreadSplit } from '../profile/thread-frames';
import { statesOf } from '../profile/thread-states';
import { toReadable } from '../profile/wrappers';

/**
 * From bytes to all that the editor shows of a profile at once. Seconds of work for a big one, so it runs on a thread of
 * its own, see thread.ts: what is asked for often is computed here, where nobody waits. VS Code stays out of this
 * folder, and so does where bytes come from.
 */
export interface ReadBytes {
  /** Readable, see `toReadable`. */
  readonly profile: Profile;
  /** Figures of the two views that every window begins with. */
  readonly figures: readonly ViewFigures[];
  /** What the file is, for people: `a pprof profile`; '' for the answer of a service. */
  readonly formatLabel: string;
  /** Of an agent's profile in a file; a service is asked for its own. */
  readonly recommendations: readonly Recommendation[];
  /** Undefined where the data tells of no threads, or of one. */
  readonly threads: ThreadSplit | undefined;
}

/** A call tree and its function totals without the profile that they belong to. */
export interface ViewFigures {
  readonly tree: Omit<CallTree, 'profile'>;
  readonly totals: Omit<FunctionTotals, 'tree'>;
}

/** `answer`: the body of GetProfile. `file`: anything that somebody opens. */
export type BytesKind = 'answer' | 'file';

export type ThreadChoice = NonNullable<ReadOptions['threads']>;

/**
 * Unpacked, the most that is read: V8's longest text is 512 MB. A profile of a million stacks has about a hundred
 * megabytes as JSON.
 */
const MAX_UNPACKED_BYTES = 500_000_000;

/**
 * @param threads how to read a file in which several threads were sampled
 * @throws {Error} whose message goes on after the name of what was read: `is empty; …`
 */
export function readBytes(packed: Uint8Array, kind: BytesKind, threads: ThreadChoice = 'merged'): ReadBytes {
  const bytes = unpack(packed);
  if (kind === 'answer') {
    const ready = withFigures(decodeAgentBody(bytes));
    return { ...ready, formatLabel: '', recommendations: [], threads: undefined };
  }
  const { profile, format, formatLabel, choices } = readFile(bytes, threads);
  const ready = withFigures(profile);
  const recommendations = format === 'agent-profile' ? recommend(ready.profile) : [];
  const count = choices?.threads.length ?? 0;
  const split = count > 1 ? { count, separate: threads === 'separate' } : undefined;
  return { ...ready, formatLabel, recommendations, threads: split };
}

function readFile(bytes: Uint8Array, threads: ThreadChoice): ReturnType<typeof readProfile> {
  try {
    return readProfile(bytes, { threads });
  } catch (error) {
    throw error instanceof UnreadableProfile ? new Error(`${error.what}.`, { cause: error }) : error;
  }
}

function withFigures(raw: Profile): Pick<ReadBytes, 'profile' | 'figures'> {
  const profile = toReadable(raw);
  return { profile, figures: (['cpu', 'latency'] as const).map((view) => figuresOf(profile, view)) };
}

function figuresOf(profile: Profile, view: 'cpu' | 'latency'): ViewFigures {
  const tree = computeCallTree(profile, statesOf(view, profile.samples.states));
  const { tree: _, ...totals } = computeFunctionTotals(tree);
  const { profile: __, ...figures } = tree;
  return { tree: figures, totals };
}

function unpack(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES });
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
        ? 'it is too big'
        : errorMessage(error);
    throw new Error(`cannot be unpacked: ${why}. Record it again, or for a shorter time.`, { cause: error });
  }
}
