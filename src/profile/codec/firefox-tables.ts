import type { FrameIndex, StackIndex } from '../units';
import { CallerColumn, type CallPaths } from './call-paths';
import { linesOf, rowsOf, textsOf } from './columns';
import { ProfileFormatError, Reader } from './reader';

/** The stacks of a thread of Firefox, whichever of its two forms they came in. */
export interface FirefoxStacks {
  readonly length: number;
  /** Paths below a thread's own row (or -1). */
  below(thread: StackIndex): CallerColumn;
}

/** Columns of frames: where each stands in the profile that is made, and its line. */
interface Frames {
  readonly rows: readonly FrameIndex[];
  readonly lines: ArrayLike<number>;
  /** The frame that Gecko puts above all others. */
  readonly isRoot: readonly boolean[];
}

/**
 * As the profiler of Firefox records it: rows as lists, whose places `schema` names, and names as text with the place.
 *
 *     stackTable  { schema: { prefix: 0, frame: 1 }, data: [[null, 0], [0, 1]] }
 *     frameTable  { schema: { location: 0, …, line: 3 }, data: [[0], [1, null, null, 12]] }
 *     stringTable ["(root)", "load (https://shop/app.js:10:4)"]
 */
export function readRawStacks(thread: Reader, paths: CallPaths): FirefoxStacks {
  const strings = textsOf(thread, 'stringTable');
  const frameTable = thread.child('frameTable');
  const locations = rowsOf(
    new Reader({ location: rawColumn(frameTable, 'location') }),
    'location',
    strings.length,
  );
  const lines = linesOf(new Reader({ line: rawColumn(frameTable, 'line') }), 'line');
  const places = strings.map((text) => parseLocation(text));
  const frames: Frames = {
    rows: Array.from(locations, (at) =>
      at < 0 ? paths.frame('', '') : paths.frame(places[at].name, places[at].file),
    ),
    lines: Array.from(locations, (at, row) => (lines[row] > 0 ? lines[row] : (places[at]?.line ?? 0))),
    isRoot: Array.from(locations, (at) => strings[at] === '(root)'),
  };
  const stackTable = thread.child('stackTable');
  const stacks = new Reader({
    prefix: rawColumn(stackTable, 'prefix'),
    frame: rawColumn(stackTable, 'frame'),
  });
  return stacksOf(stacks, frames, paths);
}

/** One column of a table whose rows are lists; rows end where the rest of them is null. */
export function rawColumn(table: Reader, name: string): readonly unknown[] {
  const place = table.child('schema').number(name, { min: 0, otherwise: -1 });
  return table.values('data').map((row) => (Array.isArray(row) ? (row[place] as unknown) : undefined));
}

/**
 * `name (file:line:column)`; anything else is a name. Scripts that a loader has loaded are named by the whole way, the
 * loader first: `base-loader.js -> task.js`.
 */
function parseLocation(text: string): { name: string; file: string; line: number } {
  const bracket = text.endsWith(')') ? text.lastIndexOf(' (') : -1;
  if (bracket < 0) return { name: text, file: '', line: 0 };
  const place = text.slice(bracket + 2, -1);
  const [whole = '', line = '0'] = /:(\d{1,9})(?::\d{1,9})?$/.exec(place) ?? [];
  const file = place.slice(0, place.length - whole.length);
  return {
    name: text.slice(0, bracket),
    file: file.slice(file.lastIndexOf(' -> ') + 1).replace(/^-> /, ''),
    line: Number(line),
  };
}

/**
 * As the Firefox Profiler saves it: columns, and names as rows of `stringArray`. Since its version 56 or so, what threads
 * share is in `shared`; before, each thread had it all.
 *
 *     stackTable  { prefix: [null, 0], frame: [0, 1] }         funcTable  { name: [0, 1], fileName: [null, 2] }
 *     frameTable  { func: [0, 1], line: [null, 12] }           stringArray ["main", "load", "/srv/app.js"]
 */
export function readProcessedStacks(tables: Reader, paths: CallPaths): FirefoxStacks {
  const strings = textsOf(tables, tables.has('stringArray') ? 'stringArray' : 'stringTable');
  const functions = readFunctions(tables, strings, paths);
  const frameTable = tables.child('frameTable');
  const functionOf = rowsOf(frameTable, 'func', functions.length);
  const unknown = paths.frame('', '');
  const frames: Frames = {
    rows: Array.from(functionOf, (row) => functions[row] ?? unknown),
    lines: linesOf(frameTable, 'line'),
    isRoot: [],
  };
  return stacksOf(tables.child('stackTable'), frames, paths);
}

function readFunctions(tables: Reader, strings: readonly string[], paths: CallPaths): readonly FrameIndex[] {
  const table = tables.child('funcTable');
  const text = (reader: Reader, key: string): ((row: number) => string) => {
    const rows = rowsOf(reader, key, strings.length);
    return (row) => strings[rows[row]] ?? '';
  };
  const sources = tables.child('sources', { optional: true });
  const resources = tables.child('resourceTable', { optional: true });
  const resourceOf = rowsOf(table, 'resource', resources.values('name').length);
  const sourceOf = rowsOf(table, 'source', sources.values('filename').length);
  const [name, fileName] = [text(table, 'name'), text(table, 'fileName')];
  const [sourceName, resourceName] = [text(sources, 'filename'), text(resources, 'name')];
  return table.values('name').map((_, row) => {
    const file = fileName(row) || sourceName(sourceOf[row]) || resourceName(resourceOf[row]);
    return paths.frame(name(row), file);
  });
}

function stacksOf(table: Reader, frames: Frames, paths: CallPaths): FirefoxStacks {
  const frameOf = rowsOf(table, 'frame', frames.rows.length);
  const callers = rowsOf(table, 'prefix', frameOf.length);
  if (callers.length !== frameOf.length) {
    throw new ProfileFormatError('stackTable', 'of columns of one length');
  }
  const enter = (stack: number, caller: StackIndex, thread: StackIndex): StackIndex => {
    const frame = frameOf[stack];
    const above = callers[stack] < 0 ? thread : caller;
    if (frame < 0 || (frames.isRoot[frame] && callers[stack] < 0)) return above;
    return paths.call(above, frames.rows[frame], frames.lines[frame]);
  };
  return {
    length: frameOf.length,
    below: (thread) => new CallerColumn(callers, (stack, caller) => enter(stack, caller, thread)),
  };
}
