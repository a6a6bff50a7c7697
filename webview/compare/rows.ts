import type { ChangeStatus, FunctionChange } from '../../src/profile/compare';
import type { CompareColumn, CompareSort } from '../../src/protocol/compare';
import type { CompareModel } from './model';
import { dollarsOf } from './model';

/** Which functions the table lists. */
export const CHANGE_FILTERS = ['all', 'slower', 'faster', 'new', 'gone'] as const satisfies readonly (
  'all' | ChangeStatus
)[];

export type ChangeFilter = (typeof CHANGE_FILTERS)[number];

/** The functions that a filter lets through, in the order that was asked for; equals stay in the order of names. */
export function listChanges(model: CompareModel, filter: ChangeFilter, sort: CompareSort): FunctionChange[] {
  const key = keyOf(model, sort.column);
  const direction = sort.descending ? -1 : 1;
  return model.verdict.functions
    .filter((change) => (filter === 'all' ? change.totalA + change.totalB > 0 : change.status === filter))
    .sort((one, other) => direction * order(key(one), key(other)) || one.frame - other.frame);
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
