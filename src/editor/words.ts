import type { FunctionFigures } from '../focus/function-figures';
import { viewName } from '../focus/view-name';
import type { FleetCost } from '../insight/cost';
import { costOf } from '../insight/cost';
import { formatDollars, formatSamples, formatShare } from '../profile/format';
import { share } from '../profile/share';
import type { SampleCount } from '../profile/units';

/** The editor's figures in words. Pure: lens and hover say the same because both ask here. */
export interface WordOptions {
  readonly l10n: { t(message: string, ...values: (string | number)[]): string };
  /** Below so many samples in the view there is no percentage. */
  readonly minimumSamples: SampleCount;
  readonly cost: FleetCost | undefined;
}

/** `CPU 12.4 % (self 3.1 %) · 1,204 samples · $412/yr`, or for latency the states instead of the self share. */
export function lensText(figures: FunctionFigures, findings: number, options: WordOptions): string {
  const { l10n, minimumSamples, cost } = options;
  if (figures.sum < minimumSamples) return l10n.t('Too few samples ({0})', figures.sum);
  const parts = [
    figures.view === 'latency' ? latencyText(figures, options) : shareText(figures, options),
    ...(figures.view === 'latency' ? [] : [formatSamples(figures.total)]),
    ...(figures.view === 'cpu' && cost ? [formatDollars(costOf(cost, figures.cpuShare))] : []),
    ...(findings > 0 ? [findings === 1 ? l10n.t('1 finding') : l10n.t('{0} findings', findings)] : []),
  ];
  return parts.join(' · ');
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
