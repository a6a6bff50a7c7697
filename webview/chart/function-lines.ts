import type { FrameIndex, SampleCount } from '../../src/profile/units';

/**
 * The lines of the table of functions: which functions, in what order, and below those that are open whom they were
 * called by and whom they call. No element in here; of a hundred thousand lines only those in view ever become one.
 */
export interface FunctionRow {
  readonly frame: FrameIndex;
  /** Fit to be shown. */
  readonly name: string;
  readonly file: string;
  readonly self: SampleCount;
  readonly total: SampleCount;
  /** In how many call paths it occurs. */
  readonly places: number;
}

export const FUNCTION_COLUMNS = ['function', 'self', 'selfShare', 'total', 'totalShare', 'places'] as const;

export type FunctionColumn = (typeof FUNCTION_COLUMNS)[number];

export interface FunctionSort {
  readonly column: FunctionColumn;
  readonly descending: boolean;
}

/** The heaviest callers and callees of a function, each with the samples that the two have in common. */
export interface Relatives {
  readonly callers: readonly Relative[];
  readonly callees: readonly Relative[];
}

export interface Relative {
  readonly frame: FrameIndex;
  readonly name: string;
  readonly file: string;
  readonly samples: SampleCount;
}

export type TableLine =
  | { readonly kind: 'function'; readonly row: FunctionRow; readonly isOpen: boolean }
  | {
      readonly kind: 'caller' | 'callee';
      readonly of: FrameIndex;
      readonly relative: Relative;
      /** From 1, among all lines below the function. */
      readonly position: number;
      readonly setSize: number;
    }
  /** In the place of relatives that are still on their way, or that are none. */
  | { readonly kind: 'waiting' | 'alone'; readonly of: FrameIndex };

/** Open functions; undefined while their relatives are on their way. */
export type OpenFunctions = ReadonlyMap<FrameIndex, Relatives | undefined>;

/** In the order that was asked for; equals stay in the order of frames. */
export function sortFunctions(
  rows: readonly FunctionRow[],
  { column, descending }: FunctionSort,
): FunctionRow[] {
  const compare = comparison(rows, column);
  const direction = descending ? -1 : 1;
  return [...rows].sort((one, other) => direction * compare(one, other) || one.frame - other.frame);
}

/** Those whose name or file has every word of a text, in any case. */
export function filterFunctions(rows: readonly FunctionRow[], filter: string): readonly FunctionRow[] {
  // A regular expression finds in any case without copying; lower-casing a hundred thousand names at every key would.
  const words = filter.split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  const patterns = words.map((word) => new RegExp(word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'i'));
  return rows.filter(({ name, file }) => patterns.every((one) => one.test(name) || one.test(file)));
}

type Comparison = (one: FunctionRow, other: FunctionRow) => number;

function comparison(rows: readonly FunctionRow[], column: FunctionColumn): Comparison {
  switch (column) {
    case 'function':
      return byName(rows);
    case 'self':
    case 'selfShare':
      return (one, other) => one.self - other.self;
    case 'total':
    case 'totalShare':
      return (one, other) => one.total - other.total;
    case 'places':
      return (one, other) => one.places - other.places;
  }
}

/** Lower-cased once a name, where a sort of so many looks at each some seventeen times. */
function byName(rows: readonly FunctionRow[]): Comparison {
  const names = new Map(rows.map((row) => [row, row.name.toLowerCase()]));
  return (one, other) => {
    const [a, b] = [names.get(one) ?? '', names.get(other) ?? ''];
    if (a === b) return 0;
    return a < b ? -1 : 1;
  };
}

/** What a press on a heading asks for: names from the first on, figures from the largest on; again, the other way. */
export function sortAfterPress(sort: FunctionSort, column: FunctionColumn): FunctionSort {
  if (sort.column === column) return { column, descending: !sort.descending };
  return { column, descending: column !== 'function' };
}

export function linesOf(rows: readonly FunctionRow[], open: OpenFunctions): TableLine[] {
  const lines: TableLine[] = [];
  for (const row of rows) {
    const isOpen = open.has(row.frame);
    lines.push({ kind: 'function', row, isOpen });
    if (isOpen) lines.push(...relativesOf(row.frame, open.get(row.frame)));
  }
  return lines;
}

function relativesOf(of: FrameIndex, relatives: Relatives | undefined): TableLine[] {
  if (!relatives) return [{ kind: 'waiting', of }];
  const { callers, callees } = relatives;
  const setSize = callers.length + callees.length;
  if (setSize === 0) return [{ kind: 'alone', of }];
  return [
    ...callers.map((relative, i) => ({ kind: 'caller' as const, of, relative, position: i + 1, setSize })),
    ...callees.map((relative, i) => {
      return { kind: 'callee' as const, of, relative, position: callers.length + i + 1, setSize };
    }),
  ];
}

/** The function that a line is about: what selecting it selects. */
export function frameOf(line: TableLine): FrameIndex {
  if (line.kind === 'function') return line.row.frame;
  return 'relative' in line ? line.relative.frame : line.of;
}

/** Whether a line is the same one in another order, or with other figures. */
export function isSameLine(one: TableLine, other: TableLine): boolean {
  return one.kind === other.kind && frameOf(one) === frameOf(other) && blockOf(one) === blockOf(other);
}

/** The function that a line stands below, or is. */
function blockOf(line: TableLine): FrameIndex {
  return line.kind === 'function' ? line.row.frame : line.of;
}

/** The function line that a line belongs to. */
export function ownerOf(lines: readonly TableLine[], from: number): number {
  let line = from;
  while (line > 0 && lines[line].kind !== 'function') line--;
  return line;
}

/** Where a key leads among so many lines; undefined for keys that lead nowhere. No way round: a table has ends. */
export function lineAfterKey(key: string, from: number, count: number, page: number): number | undefined {
  const to = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + page,
    PageUp: from - page,
    Home: 0,
    End: count - 1,
  }[key];
  return to === undefined || count === 0 ? undefined : Math.max(0, Math.min(count - 1, to));
}

/** The lines to have ready: those in view, and some on both sides so that scrolling meets no gap. */
export function linesInView(
  top: number,
  height: number,
  lineHeight: number,
  count: number,
): { readonly from: number; readonly to: number } {
  const from = Math.max(0, Math.floor(top / lineHeight) - SPARE);
  const to = Math.min(count, Math.ceil((top + height) / lineHeight) + SPARE);
  return { from: Math.min(from, to), to };
}

const SPARE = 8;

/** How far to scroll so that a line is in view, and no farther than needed. */
export function scrolledToLine(line: number, top: number, height: number, lineHeight: number): number {
  const [start, end] = [line * lineHeight, (line + 1) * lineHeight];
  if (start < top) return start;
  return end > top + height ? Math.max(0, end - height) : top;
}
