import { basename } from 'node:path';
import { visibleText } from '../base/visible-text';
import { myCode } from '../insight/my-code';
import { computeCallTree } from '../profile/call-tree';
import { formatSamples, formatShare } from '../profile/format';
import { computeFunctionTotals, frameRef, hottest } from '../profile/hot-spots';
import type { Profile } from '../profile/tables';
import { statesOf } from '../profile/thread-states';

const LONGEST = 10;

/**
 * The hottest methods of a program's own code as text: the order of *Hot methods* in the side bar, the figures of the
 * lenses. Share and self are of all samples in which a thread was on a processor or wanted to be.
 *
 *        CPU     self  samples  method
 *     31.0 %    0.4 %      138  shop.catalog:Catalog:search  catalog.py:51
 *
 * @param profile readable: with thread states told apart and the profiler's own frames folded away
 * @param roots folders of the program's own code
 */
export function hottestTable(profile: Profile, roots: readonly string[]): string[] {
  const tree = computeCallTree(profile, statesOf('cpu', profile.samples.states));
  const totals = computeFunctionTotals(tree);
  const isOwn = myCode({ roots });
  const rows = hottest(totals, 'self')
    .map((frame) => ({ frame, ref: frameRef(totals, frame) }))
    .filter(({ ref }) => isOwn(ref))
    .slice(0, LONGEST)
    .map(({ frame, ref }) => [
      formatShare(totals.total[frame] / tree.sum),
      formatShare(totals.self[frame] / tree.sum),
      String(totals.total[frame]),
      `${visibleText(ref.name)}  ${visibleText(basename(ref.file))}:${ref.firstLine}`,
    ]);
  return [
    `Hottest methods by self, of ${formatSamples(tree.sum)} on CPU:`,
    ...align([['CPU', 'self', 'samples', 'method'], ...rows]),
  ];
}

/** Right-aligned columns, the last one left-aligned. */
function align(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => {
    const figures = widths.map((width, column) => (row[column] ?? '').padStart(width));
    return `  ${[...figures, row[3]].join('  ')}`;
  });
}
