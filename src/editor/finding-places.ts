import type { Finding } from '../focus/findings';
import type { LoadedProfile } from '../focus/loaded-profile';
import { lineOfCall } from '../insight/own-call-site';
import type { LineNumber } from '../profile/units';
import type { CodeState } from '../source/code-state';
import type { Found, Locator } from '../source/location';
import { isFindingOf } from './annotations';
import type { Annotation } from './annotations';

/** A finding on a line of a file. */
export interface PlacedFinding {
  /** As {@link Locator} spells it. */
  readonly path: string;
  /** From 0. */
  readonly line: number;
  /** Of that line. */
  readonly text: string;
  readonly state: CodeState;
  /** Costliest first, all of one pattern: a base class's line comes once for each subclass of the object. */
  readonly findings: readonly [Finding, ...Finding[]];
}

/** A file that is open in an editor, and what its functions are now. */
export interface OpenFile {
  readonly path: string;
  readonly text: string;
  readonly functions: readonly Annotation[];
}

export interface PlacingOptions {
  readonly locator: Pick<Locator, 'locate'>;
  readonly roots: readonly string[];
  readonly openFiles: readonly OpenFile[];
  readFile(path: string): Promise<{ readonly text: string } | { readonly why: string }>;
  readonly signal: AbortSignal;
}

/** Where findings are shown; those whose calling function is not in the workspace are left out. */
export async function placeFindings(
  findings: readonly Finding[],
  loaded: LoadedProfile,
  options: PlacingOptions,
): Promise<PlacedFinding[]> {
  const placed: PlacedFinding[] = [];
  for (const finding of findings) {
    const one = placeInOpen(finding, loaded, options) ?? (await placeOnDisk(finding, options));
    options.signal.throwIfAborted();
    if (one) placed.push(one);
  }
  return mergeByLine(placed);
}

/** In an open file the function is where the lens above it says, edits and all. */
function placeInOpen(
  finding: Finding,
  { profile }: LoadedProfile,
  { openFiles }: PlacingOptions,
): PlacedFinding | undefined {
  for (const { path, text, functions } of openFiles) {
    const at = functions.find((one) => isFindingOf(finding, one, profile));
    if (!at) continue;
    const { firstLine, lastLine } = finding.site.frame;
    const seen = [at.lineNow(firstLine), at.lineNow(lastLine)] as const;
    const state = at.freshness.state;
    return toPlaced(finding, {
      path,
      text,
      state,
      range: seen[0] > 0 && seen[1] > 0 ? seen : wholeOf(at.place),
    });
  }
  return undefined;
}

async function placeOnDisk(
  finding: Finding,
  { openFiles, ...options }: PlacingOptions,
): Promise<PlacedFinding | undefined> {
  const location = await options.locator.locate(finding.site.frame, options.roots);
  if (location.status !== 'exact' && location.status !== 'moved') return undefined;
  const path = location.file;
  // Of an open file the text in the editor counts, and its functions have been asked.
  const read = openFiles.find((one) => one.path === path) ?? (await options.readFile(path));
  if ('why' in read) return undefined;
  const { firstLine, lastLine } = finding.site.frame;
  const isWhereItRan = location.status === 'exact' && firstLine > 0;
  const range = isWhereItRan ? ([firstLine, lastLine] as const) : wholeOf(location);
  return toPlaced(finding, { path, text: read.text, state: location.status, range });
}

/**
 * In a function that has moved, the lines that were seen executing say nothing any more: the call is looked for in all
 * of it, and its head stands for the call where that is not found.
 */
function wholeOf({ line, endLine }: Pick<Found, 'line' | 'endLine'>): readonly [LineNumber, LineNumber] {
  return [line, endLine];
}

interface Where extends Pick<PlacedFinding, 'path' | 'text' | 'state'> {
  readonly range: readonly [first: LineNumber, last: LineNumber];
}

function toPlaced(
  finding: Finding,
  { path, text, state, range: [firstLine, lastLine] }: Where,
): PlacedFinding {
  const lines = text.split(/\r\n|\r|\n/);
  const { site } = finding;
  const frame = { ...site.frame, firstLine, lastLine };
  const found = lineOfCall({ ...site, frame }, (number) => lines[number - 1]);
  const line = Math.max(Math.min(found, lines.length) - 1, 0);
  return { path, line, text: lines[line] ?? '', state, findings: [finding] };
}

function mergeByLine(placed: readonly PlacedFinding[]): PlacedFinding[] {
  const merged = new Map<string, PlacedFinding>();
  for (const one of placed) {
    const [{ recommendation }] = one.findings;
    const key = `${recommendation.pattern.id} ${one.line} ${one.path}`;
    const before = merged.get(key);
    merged.set(key, before ? { ...before, findings: [...before.findings, ...one.findings] } : one);
  }
  return [...merged.values()];
}

/** All of a line's findings as one: their places share no samples. */
export function asOne({ findings: [first, ...others] }: PlacedFinding): Finding {
  return { ...first, share: others.reduce((sum, { share }) => sum + share, first.share) };
}
