import type { StackIndex } from '../units';
import { CallerColumn, CallPaths, type Decoded, type ReadOptions } from './call-paths';
import { numbersOf } from './columns';
import { ProfileFormatError, Reader } from './reader';
import { samplesEvery } from './weights';

/**
 * A CPU profile of V8 (`node --cpu-prof`, DevTools): the type `Profiler.Profile` of the DevTools protocol.
 *
 *     nodes       [{ id, callFrame: { functionName, url, lineNumber }, hitCount, children: [ids] or parent: id }]
 *     samples     [id of the innermost node, …]           timeDeltas [µs since the sample before, …]
 *
 * Counted are samples, not time: a delta says how late a sample came, not how long its function ran. Files of old tools
 * have no list of samples, only each node's hits. The root node stands for nothing that ran, and is left out.
 */
export function readCpuprofile(value: unknown, options: ReadOptions): Decoded {
  const root = new Reader(value);
  const nodes = root.list('nodes');
  const rowOfId = idsOf(nodes);
  const paths = new CallPaths(options);
  const column = new CallerColumn(callersOf(nodes, rowOfId), (node, caller) => {
    const name = nameOf(nodes[node]);
    return name === '(root)' && caller < 0 ? -1 : enterNode(nodes[node], name, caller, paths);
  });
  const add = (node: number, count: number): void => {
    if (count > 0) {
      paths.sample(column.path(node), count, nameOf(nodes[node]) === '(idle)' ? 'IDLE' : 'RUNNABLE');
    }
  };
  const hits = root.has('samples') ? root.values('samples') : undefined;
  hits?.forEach((id, index) =>
    add(
      lookUp(rowOfId, id, () => `samples[${index}]`),
      1,
    ),
  );
  if (hits === undefined) {
    nodes.forEach((node, row) => add(row, node.number('hitCount', { min: 0, otherwise: 0 })));
  }
  const seconds = numbersOf(root, 'timeDeltas', -Infinity).reduce((sum, delta) => sum + delta, 0) / 1e6;
  return paths.finish({ agent: V8, weight: samplesEvery(seconds / (hits?.length ?? 0)) });
}

const V8 = { type: 'V8', version: '' };

function nameOf(node: Reader): string {
  return node.child('callFrame', { optional: true }).text('functionName', '');
}

/** Lines are counted from 0 there, and from 1 where ticks of lines are told. Without ticks it is the function's first. */
function enterNode(node: Reader, name: string, caller: StackIndex, paths: CallPaths): StackIndex {
  const callFrame = node.child('callFrame', { optional: true });
  const ticks = node.list('positionTicks').map((tick) => tick.number('line', { min: 0, otherwise: 0 }));
  const lines = ticks.filter((line) => line > 0);
  const declared = callFrame.number('lineNumber', { min: -Infinity, otherwise: -1 }) + 1;
  const first = lines.reduce((least, line) => Math.min(least, line), Infinity);
  const last = lines.reduce((most, line) => Math.max(most, line), 0);
  const frame = paths.frame(name === '' ? '(anonymous)' : name, callFrame.text('url', ''));
  return last > 0 ? paths.call(caller, frame, first, last) : paths.call(caller, frame, declared);
}

function idsOf(nodes: readonly Reader[]): Map<unknown, number> {
  const rows = new Map<unknown, number>();
  for (const [row, node] of nodes.entries()) {
    const id = node.number('id', { min: 0, otherwise: row });
    if (rows.has(id)) throw new ProfileFormatError(`${node.where}.id`, 'a number of its own');
    rows.set(id, row);
  }
  return rows;
}

/** Older files name each node's callees, newer ones (streamed) its caller. */
function callersOf(nodes: readonly Reader[], rowOfId: ReadonlyMap<unknown, number>): Int32Array {
  const callers = new Int32Array(nodes.length).fill(-1);
  for (const [row, node] of nodes.entries()) {
    if (node.has('parent')) {
      callers[row] = lookUp(
        rowOfId,
        node.number('parent', { min: 0, otherwise: 0 }),
        () => `${node.where}.parent`,
      );
    }
    for (const id of node.values('children')) {
      const child = lookUp(rowOfId, id, () => `${node.where}.children`);
      if (callers[child] >= 0 && callers[child] !== row) {
        throw new ProfileFormatError(`${node.where}.children`, 'nodes that nobody else has called');
      }
      callers[child] = row;
    }
  }
  return callers;
}

function lookUp(rowOfId: ReadonlyMap<unknown, number>, id: unknown, where: () => string): number {
  const row = rowOfId.get(id);
  if (row === undefined) throw new ProfileFormatError(where(), 'ids of nodes');
  return row;
}
