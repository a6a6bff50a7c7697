import { callTreeOf, functionTotalsOf } from '../focus/figures';
import type { LoadedProfile } from '../focus/loaded-profile';
import { callLines } from '../profile/call-lines';
import { formatSamples, formatShare } from '../profile/format';
import { frameRef } from '../profile/hot-spots';
import { neighboursOf } from '../profile/neighbours';
import type { Neighbour } from '../profile/neighbours';
import { share } from '../profile/share';
import type { FrameRef } from '../profile/tables';
import type { StateView } from '../profile/thread-states';
import type { FrameIndex, LineNumber, SampleCount } from '../profile/units';
import type { Location, Place } from '../source/location';

/** A function on the other end of calls that were seen in the profile. Pure; call-hierarchy.ts shows it. */
export interface CallEdge {
  /** Rows of the frame table: several where the program loaded a file under several names. */
  readonly frames: readonly FrameIndex[];
  /** The heaviest of them. */
  readonly ref: FrameRef;
  /** Undefined where it has no source here: a library, or the runtime. */
  readonly place: Place | undefined;
  /** Why not, a sentence. */
  readonly why: string;
  /** Samples with the call in their stack. */
  readonly samples: SampleCount;
  /** Lines of the caller, as they stand now, that are known to make the call. */
  readonly lines: readonly LineNumber[];
}

export interface EdgeOptions {
  readonly loaded: LoadedProfile;
  readonly view: StateView;
  readonly direction: 'incoming' | 'outgoing';
  readonly locate: (ref: FrameRef) => Promise<Location>;
  /** Whether the function that is asked about stands where it was measured, so that its lines are still its lines. */
  readonly isWhereItRan: boolean;
}

/** More than people read; a framework's dispatcher has thousands. */
const MAX_EDGES = 30;

/** Who calls a function, or what it calls, heaviest first. Nothing that was not seen: this is no static analysis. */
export async function callEdges(frames: readonly FrameIndex[], options: EdgeOptions): Promise<CallEdge[]> {
  const { loaded, view, direction, locate } = options;
  const { callers, callees } = neighboursOf(callTreeOf(loaded.profile, view), frames, MAX_EDGES);
  const totals = functionTotalsOf(loaded.profile, view);
  const edges = new Map<string, CallEdge>();
  for (const { frame, samples } of direction === 'incoming' ? callers : callees) {
    const ref = frameRef(totals, frame);
    const location = await locate(ref);
    const place = location.status === 'exact' || location.status === 'moved' ? location : undefined;
    const key = place ? `${place.file} ${place.line} ${place.symbol}` : `frame ${frame}`;
    const lines = linesOf(frames, frame, location, options);
    const before = edges.get(key);
    edges.set(
      key,
      before
        ? join(before, { frame, samples, lines })
        : { frames: [frame], ref, place, why: location.why, samples, lines },
    );
  }
  return [...edges.values()].sort((a, b) => b.samples - a.samples);
}

function join(edge: CallEdge, { frame, samples, lines }: Neighbour & Pick<CallEdge, 'lines'>): CallEdge {
  return {
    ...edge,
    frames: [...edge.frames, frame],
    samples: edge.samples + samples,
    lines: [...new Set([...edge.lines, ...lines])].sort((a, b) => a - b),
  };
}

/** Only of a caller that stands where it ran: anywhere else its lines are other lines now. */
function linesOf(
  asked: readonly FrameIndex[],
  other: FrameIndex,
  { status }: Location,
  { loaded, direction, isWhereItRan }: EdgeOptions,
): LineNumber[] {
  const isIncoming = direction === 'incoming';
  if (isIncoming ? status !== 'exact' : !isWhereItRan) return [];
  const [one, several] = [new Set([other]), new Set(asked)];
  return callLines(loaded.profile, isIncoming ? one : several, isIncoming ? several : one);
}

/** `12.4 % of CPU · 1,204 samples`, or the samples alone where they are too few for a share. */
export function edgeWords(samples: SampleCount, sum: SampleCount, minimumSamples: SampleCount): string {
  const parts = sum < minimumSamples ? [] : [formatShare(share(samples, sum))];
  return [...parts, formatSamples(samples)].join(' · ');
}
