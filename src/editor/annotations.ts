import { figuresOf } from '../focus/function-figures';
import type { FunctionFigures } from '../focus/function-figures';
import { functionTotalsOf, hottestOf } from '../focus/figures';
import type { Finding } from '../focus/findings';
import type { LoadedProfile } from '../focus/loaded-profile';
import { frameRef } from '../profile/hot-spots';
import type { FunctionTotals } from '../profile/hot-spots';
import { share } from '../profile/share';
import type { FrameRef, Profile } from '../profile/tables';
import type { StateView } from '../profile/thread-states';
import type { Fraction, FrameIndex, LineNumber } from '../profile/units';
import type { Freshness } from '../source/code-state';
import { followedPlace, lineIn } from '../source/followed-function';
import type { FollowedFunction } from '../source/followed-function';
import { rowOf } from '../source/former-names';
import { fileKeyOf, isSamePath } from '../source/frame-path';
import type { Found, Locator, Place } from '../source/location';
import type { CodeSymbol } from '../source/symbols';
import { lineAfter } from './line-map';
import type { LineEdit } from './line-map';

/**
 * Hot functions of a document: located once in the text that ran, then followed to the text that stands here now. A
 * program has thousands of functions and people look at a few files, so nothing is located before somebody opens its
 * file, and nothing again because somebody types. No VS Code in here.
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

/** A text of the file that can be the one that ran. */
export interface Reference {
  readonly text: string;
  /** Where the file stood then, if elsewhere. */
  readonly path?: string;
  readonly symbols: readonly CodeSymbol[];
  /** What is compared with: `revision 3f2a1c9, which the group is tagged with`. */
  readonly what: string;
  /** Whether something speaks for it but that it is the one at hand. */
  readonly isKnown: boolean;
}

export interface HotOptions {
  readonly locator: Pick<Locator, 'hasRuleTo' | 'formerPathOf' | 'mayBeIn'>;
  readonly view: StateView;
  /** Functions below it are left out. */
  readonly minimumShare: Fraction;
  readonly signal: AbortSignal;
}

export interface LocateOptions {
  readonly locator: Pick<Locator, 'locate' | 'mayBeIn'>;
  /** Best first. */
  readonly references: readonly Reference[];
  /** Absolute folders of the workspace. */
  readonly roots: readonly string[];
  readonly signal: AbortSignal;
}

/** A frame in the texts that can have run, best first. */
export interface Measured {
  readonly frame: FrameIndex;
  readonly ref: FrameRef;
  readonly spots: readonly Spot[];
}

interface Spot {
  /** Row of the reference. */
  readonly reference: number;
  /** Row of its symbol. */
  readonly symbol: number;
  readonly place: Found;
}

export type HotFrame = Pick<Measured, 'frame' | 'ref'>;

/**
 * @returns the frames that can have run in a file, by its path alone, hottest first: for most files there is none; rejects
 *   when aborted
 */
export async function hotFramesIn(
  path: string,
  { profile }: LoadedProfile,
  { locator, view, minimumShare, signal }: HotOptions,
): Promise<readonly HotFrame[]> {
  const totals = functionTotalsOf(profile, view);
  const { byFile, refs } = hotFilesOf(totals, minimumShare);
  const names = [path, locator.formerPathOf(path) ?? ''];
  const keys = locator.hasRuleTo(path) ? byFile.keys() : new Set([...names.map(fileKeyOf), '']);
  const places = [...keys].flatMap((key) => byFile.get(key) ?? []).sort((a, b) => a.place - b.place);
  const found: HotFrame[] = [];
  for (const [i, { frame }] of places.entries()) {
    // Where frames name no file, all of them are asked.
    if (i % ASKED_AT_A_TIME === ASKED_AT_A_TIME - 1) await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    // The same values for every file, so that what the locator reads from a name is read once.
    const ref = refs.get(frame) ?? frameRef(totals, frame);
    refs.set(frame, ref);
    if (locator.mayBeIn(ref, path)) found.push({ frame, ref });
  }
  return found;
}

/** To read a name takes a hundredth of a millisecond. */
const ASKED_AT_A_TIME = 500;

/** @returns those of the frames that ran in the document; rejects when aborted */
export async function locateFrames(
  path: string,
  frames: readonly HotFrame[],
  options: LocateOptions,
): Promise<readonly Measured[]> {
  const spots = frames.map((): Spot[] => []);
  // Text by text, so that each is parsed once.
  for (const [reference, text] of options.references.entries()) {
    for (const [i, { ref }] of frames.entries()) {
      if (!options.locator.mayBeIn(ref, text.path ?? path, text.symbols)) continue;
      const spot = await spotIn(path, ref, text, options);
      options.signal.throwIfAborted();
      if (spot) spots[i].push({ ...spot, reference });
    }
  }
  return frames.flatMap((one, i) => (spots[i].length > 0 ? [{ ...one, spots: bestFirst(spots[i]) }] : []));
}

interface HotFiles {
  readonly minimumShare: Fraction;
  /** By {@link fileKeyOf}, with each frame's place among all of them. */
  readonly byFile: ReadonlyMap<string, readonly { readonly frame: FrameIndex; readonly place: number }[]>;
  readonly refs: Map<FrameIndex, FrameRef>;
}

const hotFiles = new WeakMap<FunctionTotals, HotFiles>();

function hotFilesOf(totals: FunctionTotals, minimumShare: Fraction): HotFiles {
  const known = hotFiles.get(totals);
  if (known?.minimumShare === minimumShare) return known;
  const byFile = new Map<string, { frame: FrameIndex; place: number }[]>();
  const { file } = totals.tree.profile.frames;
  for (const [place, frame] of hottestOf(totals, 'total').entries()) {
    if (share(totals.total[frame], totals.tree.sum) < minimumShare) break;
    const key = fileKeyOf(file[frame]);
    const others = byFile.get(key);
    if (others) others.push({ frame, place });
    else byFile.set(key, [{ frame, place }]);
  }
  const found: HotFiles = { minimumShare, byFile, refs: new Map() };
  hotFiles.set(totals, found);
  return found;
}

async function spotIn(
  path: string,
  ref: FrameRef,
  { text, path: formerPath = path, symbols }: Reference,
  { locator, roots }: LocateOptions,
): Promise<Omit<Spot, 'reference'> | undefined> {
  const location = await locator.locate(ref, roots, { path, text, formerPath });
  if (location.status !== 'exact' && location.status !== 'moved') return undefined;
  if (!isSamePath(location.file, path) && !isSamePath(location.file, formerPath)) return undefined;
  const symbol = rowOf(location, symbols);
  return symbol < 0 ? undefined : { symbol, place: { ...location, file: path } };
}

/** Where the lines agree as well, the text is more likely the one that ran. */
function bestFirst(spots: readonly Spot[]): readonly Spot[] {
  const exact = spots.filter(({ place }) => place.status === 'exact');
  return exact.length > 0 ? exact : spots;
}

export interface NowOptions {
  readonly references: readonly Reference[];
  /** By reference, what became of those of its symbols that were measured, by row. */
  readonly followed: readonly ReadonlyMap<number, FollowedFunction>[];
  readonly view: StateView;
}

/** @returns the document's functions, hottest first */
export function annotationsNow(
  measured: readonly Measured[],
  { profile }: LoadedProfile,
  options: NowOptions,
): Annotation[] {
  const bySymbol = new Map<string, { at: PlacedNow; ref: FrameRef; frames: FrameIndex[] }>();
  for (const one of measured) {
    const at = placeNow(one, options);
    if (!at) continue;
    const key = `${at.place.line} ${at.place.symbol}`;
    const known = bySymbol.get(key);
    if (known) known.frames.push(one.frame);
    else bySymbol.set(key, { at, ref: one.ref, frames: [one.frame] });
  }
  return [...bySymbol.values()]
    .map(({ at, ref, frames }) => ({
      ...at,
      ref,
      frames,
      figures: figuresOf(profile, options.view, frames),
    }))
    .sort((a, b) => b.figures.total - a.figures.total || a.place.line - b.place.line);
}

type PlacedNow = Pick<Annotation, 'place' | 'freshness' | 'lineNow'>;

/** Where the texts that can have run lead to different functions, nobody knows which. */
function placeNow({ spots }: Measured, { references, followed }: NowOptions): PlacedNow | undefined {
  const [best] = spots;
  const now = followed[best.reference].get(best.symbol);
  const isDisputed =
    !references[best.reference].isKnown &&
    spots.some(({ reference, symbol }) => (followed[reference].get(symbol) ?? now)?.row !== now?.row);
  if (now === undefined || isDisputed) return undefined;
  return {
    place: followedPlace(best.place, now),
    freshness: freshnessOf(now, references[best.reference], best.place.status),
    lineNow: best.place.status === 'exact' ? (line) => lineIn(now, line) : () => 0,
  };
}

const WHY = {
  exact: 'the code is the same, on the same lines',
  moved: 'the code is the same, on other lines or under another name',
  changed: 'the code has changed since',
} as const;

function freshnessOf(
  { state }: FollowedFunction,
  { what, isKnown }: Reference,
  located: 'exact' | 'moved',
): Freshness {
  if (state === 'changed') return { state, why: `Compared with ${what}: ${WHY.changed}.` };
  if (located === 'moved') {
    return { state: 'unknown', why: `The lines of the profile are not those of ${what}; the name is.` };
  }
  if (isKnown) return { state, why: `Compared with ${what}: ${WHY[state]}.` };
  return {
    state: state === 'exact' ? 'unknown' : state,
    why: `Nobody knows which text ran. Name and lines agree with ${what}: ${WHY[state]}.`,
  };
}

/** The functions where the edits since have moved them to, until the text has been read again. */
export function shiftAnnotations(
  functions: readonly Annotation[],
  edits: readonly LineEdit[],
): readonly Annotation[] {
  if (edits.length === 0) return functions;
  return functions.flatMap((one) => {
    const shift = (line: LineNumber): LineNumber => (line > 0 ? lineAfter(edits, line) : 0);
    const { place } = one;
    const line = shift(place.line);
    // Its head was deleted: whether it is gone, or was cut to be pasted, will be seen.
    if (line === 0) return [];
    const [firstLine, endLine] = [shift(place.firstLine) || line, Math.max(line, shift(place.endLine))];
    return [
      { ...one, place: { ...place, line, firstLine, endLine }, lineNow: (was) => shift(one.lineNow(was)) },
    ];
  });
}

/** Whether a finding is about a call that this function makes, under whichever of its names. */
export function isFindingOf({ site: { frame } }: Finding, { frames }: Annotation, profile: Profile): boolean {
  const { name, file } = profile.frames;
  return frames.some((row) => name[row] === frame.name && file[row] === frame.file);
}
