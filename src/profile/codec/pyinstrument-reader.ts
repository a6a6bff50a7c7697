import type { StackIndex } from '../units';
import { CallPaths, type Decoded, type ReadOptions } from './call-paths';
import { ProfileFormatError, Reader } from './reader';
import { nanoseconds } from './weights';

/**
 * A session of pyinstrument, as it saves one (`pyinstrument -o x.pyisession`, `Session.to_json`), and what its JSON
 * renderer writes: a tree of frames with the seconds that each took, callees included.
 *
 *     session      { "session": { start_time, duration, min_interval }, "frame_tree": FRAME }
 *                  FRAME { "identifier": "main\0/srv/app.py\012", "time": 1.5, "attributes": { "l14": 1.5 }, "children" }
 *     renderer     { "start_time", "duration", "root_frame": { "function", "file_path", "line_no", "time", "children" } }
 *
 * A frame's own time is what its callees leave of it. Sessions have it as a callee `[self]`, which stays as it is.
 * Seconds become whole nanoseconds.
 */
export function readPyinstrument(value: unknown, options: ReadOptions): Decoded {
  const root = new Reader(value);
  const session = root.has('session') ? root.child('session') : root;
  const tree = root.has('frame_tree') ? 'frame_tree' : 'root_frame';
  const paths = new CallPaths(options);
  if (root.has(tree)) readTree(root.child(tree), paths);
  const start = Math.round(session.number('start_time', { min: 0, otherwise: 0 }) * 1000);
  const length = Math.round(session.number('duration', { min: 0, otherwise: 0 }) * 1000);
  const interval = session.number('min_interval', { min: 0, otherwise: 0 });
  return paths.finish({
    start,
    end: start > 0 ? start + length : 0,
    agent: { type: 'pyinstrument', version: '' },
    weight: nanoseconds(Math.round(interval * 1e9)),
  });
}

/** With a list of what is open: JSON nests deeper than functions may. */
function readTree(root: Reader, paths: CallPaths): void {
  const open: { node: Reader; caller: StackIndex }[] = [{ node: root, caller: -1 }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { node, caller } = at;
    const row = enterFrame(node, caller, paths);
    let rest = secondsOf(node);
    for (const child of node.list('children')) {
      rest -= secondsOf(child);
      open.push({ node: child, caller: row });
    }
    // Sums of seconds are off in their last digits, and a callee may so seem to have taken longer than its caller.
    const own = Math.round(rest * 1e9);
    if (own > 0) paths.sample(row, own);
  }
}

function secondsOf(node: Reader): number {
  return node.number('time', { min: 0, otherwise: 0 });
}

function enterFrame(node: Reader, caller: StackIndex, paths: CallPaths): StackIndex {
  if (!node.has('identifier')) {
    const frame = paths.frame(node.text('function', ''), node.text('file_path', ''));
    return paths.call(caller, frame, node.number('line_no', { min: 0, otherwise: 0 }));
  }
  const [name, file = '', declared = ''] = node.text('identifier', '').split('\0', 3);
  if (name === '') throw new ProfileFormatError(`${node.where}.identifier`, 'the name of a function');
  const lines = executedLines(node);
  const frame = paths.frame(name, file);
  return lines.length === 0
    ? paths.call(caller, frame, Number(declared) || 0)
    : paths.call(caller, frame, Math.min(...lines), Math.max(...lines));
}

/** Attributes `l14` say how long line 14 was executing. */
function executedLines(node: Reader): number[] {
  const lines: number[] = [];
  node.child('attributes', { optional: true }).eachField((name) => {
    const [, line] = /^l(\d{1,9})$/.exec(name) ?? [];
    // No function has more lines than this; a list of any length could not be spread.
    if (line !== undefined && lines.length < 1000) lines.push(Number(line));
  });
  return lines;
}
