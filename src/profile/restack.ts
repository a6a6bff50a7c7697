import { Int32Column } from '../base/grow';
import type { Forest, SiblingLists } from './preorder';
import { moveSamples, sortRows, toPreorder } from './preorder';
import { StackRows } from './stack-rows';
import type { FrameTable, Profile, StackTable } from './tables';
import type { FrameIndex, StackIndex } from './units';

/** Where samples are after restacking: in the box that was made for the row of this number, OUTSIDE, or GONE. */
export type Place = number;

/** Beside all boxes, because every caller was taken out. */
export const OUTSIDE = -1;

/** Not in the profile any more. */
export const GONE = -2;

/**
 * Says for a row where its samples go, and with `draft.box` makes it a box where it shall have one. Rows are asked in
 * preorder, so what a rule remembers of a row holds for the rows that follow until the row's subtree ends.
 *
 * @param caller the place of the row's caller; OUTSIDE at an entry point
 */
export type Rule = (row: StackIndex, caller: Place, draft: Draft) => Place;

/**
 * The one operation under all transforms: another forest on the same frame table. A rule places each row, then paths
 * that became equal become one row: their samples are added, their lines united, rows without samples left out.
 *
 *     main                    rule: `load` is         main                 `parse` stood twice below `main`
 *       load  1               where its caller is       parse  6           and does so once now.
 *         parse  2                                      self   1
 *       parse  4
 *
 * Samples whose place is OUTSIDE go to an entry point named {@link HIDDEN}, so that no total is lost.
 *
 * Linear in rows. Rules that only take rows away, as hiding does, leave nothing to sort; others, only what lies right
 * below the callers whose callees they mixed up.
 */
export function restack(profile: Profile, rule: Rule): Profile {
  const { stacks, samples, meta } = profile;
  const draft = new Draft(stacks.length + 1);
  const places = placeRows(stacks, rule, draft);
  const frames = houseOutsiders(profile, places, draft);
  const { forest, boxes } = mergePaths(draft, stacks, frames.length);
  const boxOf = places.map((place) => (place < 0 ? -1 : boxes[place]));
  const live = new Uint8Array(forest.length);
  for (let row = 0; row < samples.length; row++) {
    const box = boxOf[samples.stack[row]];
    if (box >= 0 && samples.count[row] > 0) live[box] = 1;
  }
  const result = toPreorder(forest, live);
  const to = boxOf.map((box) => (box < 0 ? -1 : result.rows[box]));
  return {
    frames,
    stacks: result.stacks,
    samples: moveSamples(samples, to, result.stacks.length),
    meta,
  };
}

/** What rows become, before equal paths are one. */
export class Draft {
  /** FrameIndex of the box of each row; -1 for rows that have none. */
  readonly frames: Int32Array;
  /** The place below which the box of each row stands. */
  readonly callers: Int32Array;
  readonly depths: Int32Array;

  constructor(readonly length: number) {
    this.frames = new Int32Array(length).fill(-1);
    this.callers = new Int32Array(length);
    this.depths = new Int32Array(length);
  }

  /** Makes a row a box below a place, and returns it as a place. A row that keeps its frame keeps its lines. */
  box(row: StackIndex, below: Place, frame: FrameIndex): Place {
    this.frames[row] = frame;
    this.callers[row] = below;
    this.depths[row] = below < 0 ? 0 : this.depths[below] + 1;
    return row;
  }
}

/** The name of the entry point for samples of which nothing else is shown. */
export const HIDDEN = '(hidden)';

/** A frame that no agent wrote, at the end of the table: the frames before it keep their rows. */
export function withFrame(
  frames: FrameTable,
  name: string,
): { readonly frames: FrameTable; readonly frame: FrameIndex } {
  for (let known = frames.length - 1; known >= 0; known--) {
    if (frames.name[known] === name && frames.file[known] === '') return { frames, frame: known };
  }
  const { raw, length } = frames;
  const added = {
    name: [...frames.name, name],
    file: [...frames.file, ''],
    length: length + 1,
    ...(raw && { raw: [...raw, ''] }),
  };
  return { frames: added, frame: length };
}

function placeRows(stacks: StackTable, rule: Rule, draft: Draft): Int32Array {
  const places = new Int32Array(stacks.length);
  for (let row = 0; row < stacks.length; row++) {
    const prefix = stacks.prefix[row];
    places[row] = rule(row, prefix < 0 ? OUTSIDE : places[prefix], draft);
  }
  return places;
}

/** Gives samples that are OUTSIDE a box of their own: the draft's last row, which is no row of the profile. */
function houseOutsiders({ frames, samples }: Profile, places: Int32Array, draft: Draft): FrameTable {
  if (!samples.stack.some((row) => places[row] === OUTSIDE)) return frames;
  const hidden = withFrame(frames, HIDDEN);
  const place = draft.box(draft.length - 1, OUTSIDE, hidden.frame);
  for (let row = 0; row < places.length; row++) if (places[row] === OUTSIDE) places[row] = place;
  return hidden.frames;
}

/** @returns the paths, and for each row of the draft that is a box, the row of its path */
function mergePaths(
  draft: Draft,
  stacks: StackTable,
  frameCount: number,
): { readonly forest: Forest; readonly boxes: Int32Array } {
  const paths = new Paths(draft.length);
  const boxes = new Int32Array(draft.length).fill(-1);
  for (let row = 0; row < draft.length; row++) {
    const frame = draft.frames[row];
    if (frame < 0) continue;
    const path = paths.below(draft.callers[row] < 0 ? -1 : boxes[draft.callers[row]], frame);
    boxes[row] = path;
    if (row < stacks.length && stacks.frame[row] === frame) widenLines(paths, path, stacks, row);
  }
  return { forest: paths.finish(frameCount), boxes };
}

/**
 * One row for each path, callers before what they call. As long as frames come in their order below a caller, a frame
 * is that of the caller's last callee or a new one, which is the rule: most callers have their callees as the profile
 * had them. Where one does not, its callees are looked up from then on, and sorted in the end.
 */
class Paths {
  readonly frame: Int32Array;
  readonly caller: Int32Array;
  readonly firstLine: Int32Array;
  readonly lastLine: Int32Array;
  private length = 0;
  /** The last path made below each path; that of the entry points comes first. */
  private readonly last: Int32Array;
  /** The path made before each one below the same caller; -1 for the first. */
  private readonly before: Int32Array;
  /** 1 for each caller whose callees do not come in the order of their frames; the entry points come first. */
  private readonly isMixed: Uint8Array;
  /** The callees of such callers, and the path of each. */
  private readonly mixed = new StackRows(1024);
  private readonly pathOfMixed = new Int32Column();

  /** @param most paths that there can be */
  constructor(most: number) {
    this.frame = new Int32Array(most);
    this.caller = new Int32Array(most);
    this.firstLine = new Int32Array(most);
    this.lastLine = new Int32Array(most);
    this.last = new Int32Array(most + 1).fill(-1);
    this.before = new Int32Array(most);
    this.isMixed = new Uint8Array(most + 1);
  }

  /** @param caller its path, or -1 at an entry point */
  below(caller: number, frame: FrameIndex): number {
    if (this.isMixed[caller + 1] === 1) return this.lookUp(caller, frame);
    const last = this.last[caller + 1];
    if (last < 0 || this.frame[last] < frame) return this.add(caller, frame);
    if (this.frame[last] === frame) return last;
    this.mix(caller);
    return this.lookUp(caller, frame);
  }

  finish(frameCount: number): Forest {
    const { frame, caller, firstLine, lastLine, length } = this;
    const forest = { frame, caller, firstLine, lastLine, length };
    return this.mixed.length === 0 ? forest : { ...forest, siblings: this.sortMixed(frameCount) };
  }

  private add(caller: number, frame: FrameIndex): number {
    const path = this.length++;
    this.frame[path] = frame;
    this.caller[path] = caller;
    this.before[path] = this.last[caller + 1];
    this.last[caller + 1] = path;
    return path;
  }

  private lookUp(caller: number, frame: FrameIndex): number {
    const row = this.mixed.rowOf(caller, frame);
    if (row === this.pathOfMixed.length) this.pathOfMixed.push(this.add(caller, frame));
    return this.pathOfMixed.at(row);
  }

  private mix(caller: number): void {
    this.isMixed[caller + 1] = 1;
    for (let path = this.last[caller + 1]; path >= 0; path = this.before[path]) {
      this.mixed.rowOf(caller, this.frame[path]);
      this.pathOfMixed.push(path);
    }
  }

  private sortMixed(frameCount: number): SiblingLists {
    const paths = this.pathOfMixed.view();
    const sorted = sortRows(paths, this.frame, frameCount);
    const first = new Int32Array(this.length + 1).fill(-1);
    const next = new Int32Array(this.length);
    for (let i = sorted.length - 1; i >= 0; i--) {
      const path = sorted[i];
      next[path] = first[this.caller[path] + 1];
      first[this.caller[path] + 1] = path;
    }
    return { first, next };
  }
}

type Lines = Pick<StackTable, 'firstLine' | 'lastLine'>;

/** Unites the lines of a row with those of another one; 0 says that they are not known. */
export function widenLines(lines: Lines, row: number, others: Lines, other: StackIndex): void {
  const first = others.firstLine[other];
  if (first === 0) return;
  const known = lines.firstLine[row];
  if (known === 0 || first < known) lines.firstLine[row] = first;
  if (others.lastLine[other] > lines.lastLine[row]) lines.lastLine[row] = others.lastLine[other];
}
