import type { CallTree } from '../../src/profile/call-tree';
import { computeFunctionTotals } from '../../src/profile/hot-spots';
import type { FrameIndex, SampleCount } from '../../src/profile/units';

export const SORT_KEYS = ['name', 'self', 'total'] as const;

export type SortKey = (typeof SORT_KEYS)[number];

export interface FunctionRow {
  readonly frame: FrameIndex;
  readonly name: string;
  readonly self: SampleCount;
  readonly total: SampleCount;
}

/** Functions with samples; a recursive one counts once per stack in its total. */
export function listFunctions(tree: CallTree): FunctionRow[] {
  const { self, total } = computeFunctionTotals(tree);
  const rows = tree.profile.frames.name.map((name, frame) => ({
    frame,
    name,
    self: self[frame],
    total: total[frame],
  }));
  return rows.filter((row) => row.total > 0);
}

/** Names from the first letter on, figures from the greatest; equals stay in the order of the frame table. */
export function sortFunctions(rows: readonly FunctionRow[], by: SortKey): FunctionRow[] {
  if (by === 'name') return [...rows].sort((a, b) => a.frame - b.frame);
  return [...rows].sort((a, b) => b[by] - a[by] || a.frame - b.frame);
}
