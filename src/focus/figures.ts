import { computeCallTree } from '../profile/call-tree';
import type { CallTree } from '../profile/call-tree';
import { indexFrameRows } from '../profile/frame-rows';
import type { FrameRows } from '../profile/frame-rows';
import { computeFunctionTotals, hottest } from '../profile/hot-spots';
import type { FunctionTotals } from '../profile/hot-spots';
import type { Profile } from '../profile/tables';
import { statesOf } from '../profile/thread-states';
import type { StateView } from '../profile/thread-states';
import type { FrameIndex } from '../profile/units';
import type { ViewFigures } from '../reading/read-bytes';

/**
 * Derived tables of the profiles that are shown, each made once per profile and view: lens, hover, tree row and
 * diagnostic read the same numbers because they read the same table.
 */
const treesOf = new WeakMap<Profile, Map<string, CallTree>>();
const totalsOf = new WeakMap<CallTree, FunctionTotals>();

/** What was computed already where the profile was read. */
export function keepFigures(profile: Profile, figures: readonly ViewFigures[]): void {
  const trees = treesOf.get(profile) ?? new Map<string, CallTree>();
  treesOf.set(profile, trees);
  for (const { tree: columns, totals } of figures) {
    const tree = { ...columns, profile };
    trees.set(JSON.stringify(tree.states), tree);
    totalsOf.set(tree, { ...totals, tree });
  }
}

export function callTreeOf(profile: Profile, view: StateView): CallTree {
  const trees = treesOf.get(profile) ?? new Map<string, CallTree>();
  treesOf.set(profile, trees);
  const states = statesOf(view, profile.samples.states);
  const key = JSON.stringify(states);
  const tree = trees.get(key) ?? computeCallTree(profile, states);
  trees.set(key, tree);
  return tree;
}

export function functionTotalsOf(profile: Profile, view: StateView): FunctionTotals {
  const tree = callTreeOf(profile, view);
  const totals = totalsOf.get(tree) ?? computeFunctionTotals(tree);
  totalsOf.set(tree, totals);
  return totals;
}

const rowsOf = new WeakMap<Profile, FrameRows>();

export function frameRowsOf(profile: Profile): FrameRows {
  const rows = rowsOf.get(profile) ?? indexFrameRows(profile);
  rowsOf.set(profile, rows);
  return rows;
}

const orderOf = new WeakMap<FunctionTotals, Map<'self' | 'total', readonly FrameIndex[]>>();

/** Functions with samples, hottest first. */
export function hottestOf(totals: FunctionTotals, by: 'self' | 'total'): readonly FrameIndex[] {
  const orders = orderOf.get(totals) ?? new Map<'self' | 'total', readonly FrameIndex[]>();
  orderOf.set(totals, orders);
  const order = orders.get(by) ?? hottest(totals, by);
  orders.set(by, order);
  return order;
}
