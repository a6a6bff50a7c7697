import { figuresOf, share } from '../focus/function-figures';
import type { FunctionFigures } from '../focus/function-figures';
import { functionTotalsOf } from '../focus/figures';
import type { LoadedProfile } from '../focus/loaded-profile';
import { frameRef, hottest } from '../profile/hot-spots';
import type { FrameRef } from '../profile/tables';
import type { StateView } from '../profile/thread-states';
import type { Fraction, FrameIndex } from '../profile/units';
import type { Locator, Place } from '../source/location';

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
}

export interface AnnotateOptions {
  readonly locator: Pick<Locator, 'locate'>;
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
  { locator, roots, view, minimumShare, signal }: AnnotateOptions,
): Promise<Annotation[]> {
  const totals = functionTotalsOf(profile, view);
  const isHot = (frame: FrameIndex): boolean => share(totals.total[frame], totals.tree.sum) >= minimumShare;
  const fileName = lastSegment(path);
  const found = new Map<string, { place: Place; frames: FrameIndex[] }>();
  for (const frame of hottest(totals, 'total').filter(isHot)) {
    // Looking for a file by its path needs its name at least; this keeps all but a few frames from being looked for.
    const { file } = profile.frames;
    if (file[frame] === '' || lastSegment(file[frame]) !== fileName) continue;
    const location = await locator.locate(frameRef(totals, frame), roots);
    signal.throwIfAborted();
    if (location.status !== 'exact' && location.status !== 'moved') continue;
    if (!isSamePath(location.file, path)) continue;
    const key = `${location.line} ${location.symbol}`;
    const known = found.get(key);
    if (known) known.frames.push(frame);
    else found.set(key, { place: location, frames: [frame] });
  }
  return [...found.values()]
    .map(({ place, frames }) => ({
      place,
      frames,
      ref: frameRef(totals, frames[0]),
      figures: figuresOf(profile, view, frames),
    }))
    .sort((a, b) => b.figures.total - a.figures.total || a.place.line - b.place.line);
}

/** Compared in lower case: a profile of Windows or macOS may spell a name otherwise; the locator has the last word. */
function lastSegment(path: string): string {
  return (path.split(/[\\/]/).at(-1) ?? '').toLowerCase();
}

/** Drive letters come in either case. */
function isSamePath(a: string, b: string): boolean {
  return a === b || (/^[A-Za-z]:/.test(a) && a.toLowerCase() === b.toLowerCase());
}
