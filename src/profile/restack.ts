import type { Forest } from './preorder';
import { moveSamples, sortRows, toPreorder } from './preorder';
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
 * Linear in rows, without a map: rows are sorted by frame, then by depth, so that rows of one path are neighbours
 * among what lies below its caller when the caller's own rows have become one. Rules that only take rows away, as
 * hiding does, leave nothing to sort.
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

/**
 * One row for each path. Callers come first, and below one caller rows come in the order of their frames: so a row has
 * the path of the last one that was made below its caller, or a new one.
 *
 * @returns the paths, and for each row of the draft that is a box, the row of its path
 */
function mergePaths(
  draft: Draft,
  stacks: StackTable,
  frameCount: number,
): { readonly forest: Forest; readonly boxes: Int32Array } {
  const rows = isSorted(draft) ? boxesOf(draft) : sortedBoxes(draft, frameCount);
  const paths = {
    frame: new Int32Array(rows.length),
    caller: new Int32Array(rows.length),
    firstLine: new Int32Array(rows.length),
    lastLine: new Int32Array(rows.length),
  };
  const boxes = new Int32Array(draft.length).fill(-1);
  /** The last path made below each path; that of the entry points comes first. */
  const lastBelow = new Int32Array(rows.length + 1).fill(-1);
  let length = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    const caller = draft.callers[row] < 0 ? -1 : boxes[draft.callers[row]];
    let path = lastBelow[caller + 1];
    if (path < 0 || paths.frame[path] !== draft.frames[row]) {
      path = length++;
      paths.frame[path] = draft.frames[row];
      paths.caller[path] = caller;
      lastBelow[caller + 1] = path;
    }
    boxes[row] = path;
    if (row < stacks.length && stacks.frame[row] === draft.frames[row]) widenLines(paths, path, stacks, row);
  }
  return { forest: { ...paths, length }, boxes };
}

/** Whether the boxes below each place come in the order of their frames as they are, no frame twice. */
function isSorted({ frames, callers, length }: Draft): boolean {
  /** Of the last box below each place; those that are OUTSIDE come first. */
  const lastFrame = new Int32Array(length + 1).fill(-1);
  for (let row = 0; row < length; row++) {
    if (frames[row] < 0) continue;
    if (frames[row] <= lastFrame[callers[row] + 1]) return false;
    lastFrame[callers[row] + 1] = frames[row];
  }
  return true;
}

function boxesOf({ frames, length }: Draft): Int32Array {
  const boxes = new Int32Array(length);
  let count = 0;
  for (let row = 0; row < length; row++) if (frames[row] >= 0) boxes[count++] = row;
  return boxes.subarray(0, count);
}

/** By depth, those of one depth by frame. */
function sortedBoxes(draft: Draft, frameCount: number): Int32Array {
  const { frames, depths, length } = draft;
  let depthCount = 0;
  for (let row = 0; row < length; row++) if (depths[row] >= depthCount) depthCount = depths[row] + 1;
  return sortRows(sortRows(boxesOf(draft), frames, frameCount), depths, depthCount);
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
