import { visibleText } from '../base/visible-text';
import { formatShare } from '../profile/format';
import { share } from '../profile/share';
import type { Coverage, UnmappedFunction } from '../source/coverage';

/** The view *Coverage* as values: what share stands beside code of the workspace, and what stands in the way of the rest. */
export interface CoverageRow {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** A codicon. */
  readonly icon: string;
  /** What a click explains and mends; a row without is a heading. */
  readonly unmapped?: UnmappedFunction;
  readonly children?: readonly CoverageRow[];
}

export interface CoverageWords {
  readonly l10n: { t(message: string, ...values: (string | number)[]): string };
}

/** As many as somebody would mend in one sitting; below the tenth there is next to nothing to gain. */
const LIMIT = 10;

/** `87.0 % of CPU stands in this workspace, 4.1 % was not found.` */
export function coverageSentence({ share: mapped, missed, sum }: Coverage, { l10n }: CoverageWords): string {
  if (sum === 0) return l10n.t('The profile has no samples in this view.');
  const here = formatShare(mapped);
  return missed === 0
    ? l10n.t('{0} of CPU stands in this workspace.', here)
    : l10n.t(
        '{0} of CPU stands in this workspace, {1} was not found.',
        here,
        formatShare(share(missed, sum)),
      );
}

/** Functions of one's own first, then a heading with other people's. */
export function coverageRows(
  { unmapped, foreign, sum }: Coverage,
  words: CoverageWords,
): readonly CoverageRow[] {
  const own = unmapped.filter(({ isOwn }) => isOwn).slice(0, LIMIT);
  const others = unmapped.filter(({ isOwn }) => !isOwn).slice(0, LIMIT);
  const { l10n } = words;
  const ownRows = own.map((one) => toRow(one, formatShare(one.share)));
  if (others.length === 0) return ownRows;
  const heading: CoverageRow = {
    id: 'foreign',
    label: l10n.t('Other people’s code'),
    description: sum > 0 ? l10n.t('{0} without yours', formatShare(share(foreign, sum))) : '',
    tooltip: l10n.t(
      'Samples in which no function of your own was running: libraries and the runtime. The functions below are in more samples, most of which have one of yours as well.',
    ),
    icon: 'library',
    // What runs every thread is in nearly all samples: its figure is no part of the heading's.
    children: others.map((one) => toRow(one, l10n.t('in {0} of stacks', formatShare(one.share)))),
  };
  return [...ownRows, heading];
}

/** @param amount of the profile, in words */
function toRow(unmapped: UnmappedFunction, amount: string): CoverageRow {
  const { ref, why, candidates } = unmapped;
  const name = visibleText(ref.name, 200);
  return {
    id: JSON.stringify([ref.name, ref.file]),
    label: name,
    description: `${amount} · ${visibleText(why, 200)}`,
    tooltip: [name, visibleText(ref.file, 500), visibleText(why, 500)]
      .filter((line) => line !== '')
      .join('\n'),
    icon: candidates.length > 0 ? 'question' : 'circle-slash',
    unmapped,
  };
}
