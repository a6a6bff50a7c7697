import type { FunctionSides } from '../focus/function-change';
import type { FunctionFigures } from '../focus/function-figures';
import { viewName } from '../focus/view-name';
import type { FleetCost } from '../insight/cost';
import { costOf } from '../insight/cost';
import { formatDollars, formatPoints, formatSamples, formatShare } from '../profile/format';
import { share } from '../profile/share';
import type { SampleCount } from '../profile/units';
import type { CodeState } from '../source/code-state';

/** The editor's figures in words. Pure: lens and hover say the same because both ask here. */
export interface WordOptions {
  readonly l10n: { t(message: string, ...values: (string | number)[]): string };
  /** Below so many samples in the view there is no percentage. */
  readonly minimumSamples: SampleCount;
  readonly cost: FleetCost | undefined;
}

/** What a lens speaks of. */
export interface LensSubject {
  readonly figures: FunctionFigures;
  /** Recommendations about calls that the function makes. */
  readonly findings: number;
  readonly state: CodeState;
  /** On both sides of the comparison that is open. */
  readonly sides: FunctionSides | undefined;
}

/** `CPU 12.4 % (self 3.1 %) · 1,204 samples · $412/yr`, or for latency the states instead of the self share. */
export function lensText({ figures, findings, state, sides }: LensSubject, options: WordOptions): string {
  const { l10n, minimumSamples, cost } = options;
  if (sides) {
    const edited = state === 'changed' ? [l10n.t('before your edit')] : [];
    return [sidesText(sides, l10n), ...edited, ...findingWords(findings, l10n)].join(' · ');
  }
  if (figures.sum < minimumSamples) return l10n.t('Too few samples ({0})', figures.sum);
  if (state === 'changed') return l10n.t('{0} before your edit', briefText(figures, options));
  const parts =
    figures.view === 'latency'
      ? [latencyText(figures, options)]
      : [shareText(figures, options), formatSamples(figures.total)];
  const dollars = figures.view === 'cpu' && cost ? [formatDollars(costOf(cost, figures.cpuShare))] : [];
  return [...parts, ...dollars, ...findingWords(findings, l10n)].join(' · ');
}

/** `CPU 12.4 %`. */
export function briefText(
  { view, total, sum }: FunctionFigures,
  { l10n }: Pick<WordOptions, 'l10n'>,
): string {
  return `${viewName(view, l10n)} ${formatShare(share(total, sum))}`;
}

/** `A 12.4 % → B 18.9 % (+6.5 points)`; in brackets why no difference is claimed where none is. */
export function sidesText({ change, whyNothing }: FunctionSides, l10n: WordOptions['l10n']): string {
  const sides = l10n.t('A {0} → B {1}', formatShare(change.a), formatShare(change.b));
  return `${sides} (${changeWords(change, whyNothing, l10n)})`;
}

function changeWords(
  { status, delta }: FunctionSides['change'],
  whyNothing: FunctionSides['whyNothing'],
  l10n: WordOptions['l10n'],
): string {
  const isTooLittle = whyNothing === 'few-samples' || whyNothing === 'few-clumps';
  if (isTooLittle) return l10n.t('too few samples to compare');
  switch (status) {
    case 'new':
      return l10n.t('new');
    case 'gone':
      return l10n.t('gone');
    case 'same':
      return l10n.t('no clear change');
    default:
      return formatPoints(delta);
  }
}

function findingWords(findings: number, l10n: WordOptions['l10n']): string[] {
  if (findings === 0) return [];
  return [findings === 1 ? l10n.t('1 finding') : l10n.t('{0} findings', findings)];
}

function shareText({ view, self, total, sum }: FunctionFigures, { l10n }: WordOptions): string {
  const [all, own] = [formatShare(share(total, sum)), formatShare(share(self, sum))];
  return l10n.t('{0} {1} (self {2})', viewName(view, l10n), all, own);
}

function latencyText({ total, sum, states }: FunctionFigures, { l10n }: WordOptions): string {
  const parts = stateWords(states, l10n);
  const detail = parts.length > 0 ? ` (${parts.join(', ')})` : '';
  return `${l10n.t('Latency')} ${formatShare(share(total, sum))}${detail}`;
}

/** Largest first, without those that do not occur. */
export function stateWords(states: FunctionFigures['states'], l10n: WordOptions['l10n']): string[] {
  const rows: [number, string][] = [
    [states.waiting, l10n.t('waiting')],
    [states.blocked, l10n.t('blocked')],
    [states.running, l10n.t('running')],
  ];
  return rows
    .filter(([part]) => part > 0)
    .sort(([a], [b]) => b - a)
    .map(([part, word]) => `${word} ${formatShare(part)}`);
}
