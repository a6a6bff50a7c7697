import type { ChangeStatus, FunctionChange } from '../../src/profile/compare';
import type { CompareColumn, CompareSort } from '../../src/protocol/compare';
import type { CompareModel } from './model';
import { dollarsOf } from './model';

/** Which functions the table lists. */
export const CHANGE_FILTERS = ['all', 'slower', 'faster', 'new', 'gone'] as const satisfies readonly (
  'all' | ChangeStatus
)[];

export type ChangeFilter = (typeof CHANGE_FILTERS)[number];

/** The head of a list, and how long all of it is. */
export interface ChangeList {
  readonly rows: readonly FunctionChange[];
  readonly count: number;
}

/**
 * The functions that a filter lets through, in the order that was asked for; equals stay in the order of names. Of tens
 * of thousands only those that are looked at are put in order: the page is painted in the same thread.
 */
export function listChanges(
  model: CompareModel,
  filter: ChangeFilter,
  sort: CompareSort,
  limit = Infinity,
): ChangeList {
  const keyed = keyedChanges(model, filter, sort);
  const direction = sort.descending ? -1 : 1;
  const inOrder = (one: Keyed, other: Keyed): number =>
    direction * order(one.key, other.key) || one.change.frame - other.change.frame;
  const first = limit < keyed.length ? firstOf(keyed, limit, inOrder) : keyed.sort(inOrder);
  return { rows: first.map(({ change }) => change), count: keyed.length };
}

interface Keyed {
  readonly key: number | string;
  readonly change: FunctionChange;
}

function keyedChanges(model: CompareModel, filter: ChangeFilter, sort: CompareSort): Keyed[] {
  const key = keyOf(model, sort.column);
  const keyed: Keyed[] = [];
  for (const change of model.verdict.functions) {
    const isListed = filter === 'all' ? change.totalA + change.totalB > 0 : change.status === filter;
    if (isListed) keyed.push({ key: key(change), change });
  }
  return keyed;
}

/** The first `limit` in order: each goes where it belongs among the best so far, and most are worse than all of them. */
function firstOf<T>(items: readonly T[], limit: number, inOrder: (one: T, other: T) => number): T[] {
  const best: T[] = [];
  for (const item of items) {
    if (best.length === limit && inOrder(item, best[limit - 1]) >= 0) continue;
    let [low, high] = [0, best.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (inOrder(best[middle], item) < 0) low = middle + 1;
      else high = middle;
    }
    best.splice(low, 0, item);
    if (best.length > limit) best.pop();
  }
  return best;
}

export function countChanges({ verdict }: CompareModel): Readonly<Record<ChangeFilter, number>> {
  const counts = { all: 0, slower: 0, faster: 0, new: 0, gone: 0 };
  for (const { status, totalA, totalB } of verdict.functions) {
    if (totalA + totalB > 0) counts.all++;
    if (status !== 'same') counts[status]++;
  }
  return counts;
}

function order(a: number | string, b: number | string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function keyOf(model: CompareModel, column: CompareColumn): (change: FunctionChange) => number | string {
  const { name } = model.picture.profile.frames;
  switch (column) {
    case 'function':
      return ({ frame }) => name[frame].toLowerCase();
    case 'a':
      return ({ totalA }) => totalA;
    case 'b':
      return ({ totalB }) => totalB;
    case 'delta':
      // By size: the largest changes are what somebody looks for, whichever way they went. Doubtful ones come last.
      return ({ deltaTotal, significant }) => bySize(deltaTotal, significant);
    case 'ratio':
      return ({ totalA, totalB }) => (totalA === 0 ? Infinity : totalB / totalA);
    case 'interval':
      return ({ interval: [low, high] }) => high - low;
    case 'selfA':
      return ({ selfA }) => selfA;
    case 'selfB':
      return ({ selfB }) => selfB;
    case 'deltaSelf':
      return ({ deltaSelf, selfSignificant }) => bySize(deltaSelf, selfSignificant);
    case 'dollars':
      return (change) => dollarsOf(model, change) ?? 0;
  }
}

/** Differences may be of any size, so what is claimed is put before what is not by a step that no size takes. */
function bySize(delta: number, isClaimed: boolean): number {
  const size = Math.abs(delta);
  return isClaimed ? 1 + size / (1 + size) : size / (1 + size);
}
