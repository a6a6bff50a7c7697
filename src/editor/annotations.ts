import { figuresOf } from '../focus/function-figures';
import type { FunctionFigures } from '../focus/function-figures';
import { functionTotalsOf, hottestOf } from '../focus/figures';
import type { Finding } from '../focus/findings';
import type { LoadedProfile } from '../focus/loaded-profile';
import { frameRef } from '../profile/hot-spots';
import { share } from '../profile/share';
import type { FrameRef, Profile } from '../profile/tables';
import type { StateView } from '../profile/thread-states';
import type { Fraction, FrameIndex, LineNumber } from '../profile/units';
import type { Freshness } from '../source/code-state';
import type { Found, Location, Locator, Place } from '../source/location';
import { lineAfter } from './line-map';
import type { LineEdit } from './line-map';

/**
 * Hot functions of a document, found when it is opened and again when it or the profile changes. A program has
 * thousands of functions and people look at a few files, so nothing is located before somebody opens its file.
 * Positions come from parsing the text as it is now, unsaved edits included; no VS Code in here.
 */
export interface Annotation {
  readonly place: Place;
  /** Rows of the frame table: one, or several where the program loaded the file under several names. */
  readonly frames: readonly FrameIndex[];
  /** The hottest of them, for whoever asks about the function again. */
  readonly ref: FrameRef;
  readonly figures: FunctionFigures;
  readonly freshness: Freshness;
  /** Where a line of the measured code stands in the document now; 0 where it is gone or its function has changed. */
  readonly lineNow: (line: LineNumber) => LineNumber;
}

export interface AnnotateOptions {
  readonly locator: Pick<Locator, 'locate' | 'mayBeIn'>;
  /** Edits of the document since it was opened. */
  readonly edits: readonly LineEdit[];
  /** Absolute folders of the workspace. */
  readonly roots: readonly string[];
  readonly view: StateView;
  /** Functions below it are left out. */
  readonly minimumShare: Fraction;
  readonly signal: AbortSignal;
}

/** @returns the document's functions, hottest first; rejects when aborted */
export async function annotate(
  path: string,
  { profile }: LoadedProfile,
  options: AnnotateOptions,
): Promise<Annotation[]> {
  const { view, minimumShare, signal } = options;
  const totals = functionTotalsOf(profile, view);
  const byPlace = new Map<string, { place: Found; frames: FrameIndex[] }>();
  for (const frame of hottestOf(totals, 'total')) {
    if (share(totals.total[frame], totals.tree.sum) < minimumShare) break;
    const ref = frameRef(totals, frame);
    if (!options.locator.mayBeIn(ref, path)) continue;
    const location = await locateNow(ref, options);
    signal.throwIfAborted();
    if (!location || !isSamePath(location.file, path)) continue;
    const key = `${location.line} ${location.symbol}`;
    const known = byPlace.get(key);
    if (known) known.frames.push(frame);
    else byPlace.set(key, { place: location, frames: [frame] });
  }
  return [...byPlace.values()]
    .map(({ place, frames }) => ({
      place,
      frames,
      ref: frameRef(totals, frames[0]),
      figures: figuresOf(profile, view, frames),
      freshness: { state: place.status, why: place.why },
      lineNow: (line: LineNumber) => (place.status === 'exact' ? line : 0),
    }))
    .sort((a, b) => b.figures.total - a.figures.total || a.place.line - b.place.line);
}

/** Whether a finding is about a call that this function makes, under whichever of its names. */
export function isFindingOf({ site: { frame } }: Finding, { frames }: Annotation, profile: Profile): boolean {
  const { name, file } = profile.frames;
  return frames.some((row) => name[row] === frame.name && file[row] === frame.file);
}

/**
 * The function as the text is now. The profile's lines may be those from before the edits, or, of a program started
 * since, those from after; where both mean a function and not the same one, neither is to be trusted.
 */
async function locateNow(
  ref: FrameRef,
  { locator, roots, edits }: Pick<AnnotateOptions, 'locator' | 'roots' | 'edits'>,
): Promise<Found | undefined> {
  const asIs = found(await locator.locate(ref, roots));
  if (edits.length === 0) return asIs;
  const [firstLine, lastLine] = [lineAfter(edits, ref.firstLine), lineAfter(edits, ref.lastLine)];
  const moved = found(await locator.locate({ ...ref, firstLine, lastLine }, roots));
  if (!asIs || !moved || isSamePlace(asIs, moved)) return moved ?? asIs;
  if (asIs.status === moved.status) return undefined;
  return moved.status === 'exact' ? moved : asIs;
}

function found(location: Location): Found | undefined {
  return location.status === 'exact' || location.status === 'moved' ? location : undefined;
}

function isSamePlace(a: Found, b: Found): boolean {
  return a.file === b.file && a.line === b.line && a.symbol === b.symbol;
}

/** Drive letters come in either case. */
function isSamePath(a: string, b: string): boolean {
  return a === b || (/^[A-Za-z]:/.test(a) && a.toLowerCase() === b.toLowerCase());
}
