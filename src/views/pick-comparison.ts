import * as vscode from 'vscode';
import { comparisonPresets } from '../focus/comparison-presets';
import type { ComparisonPreset, PresetId } from '../focus/comparison-presets';
import { HOUR } from '../focus/time-range';
import type { FixedRange, TimeRange } from '../focus/time-range';
import type { EpochMs } from '../profile/units';
import { rangeWords } from './nodes';
import { pickRange } from './pick-range';

export interface PickedComparison {
  readonly a: TimeRange;
  readonly b: TimeRange;
}

interface PresetRow extends vscode.QuickPickItem {
  readonly preset?: ComparisonPreset;
}

/** Two ranges: a pair that suggests itself and has data, or two of one's own, the baseline first. */
export async function pickComparison(
  group: string,
  times: { readonly fiveMinutes: readonly EpochMs[]; readonly hours: readonly EpochMs[] },
  loaded: FixedRange | undefined,
): Promise<PickedComparison | undefined> {
  const presets = comparisonPresets({ ...times, loaded });
  const rows: PresetRow[] = [
    ...presets.map((preset) => ({ label: presetWords(preset.id), detail: rangesWords(preset), preset })),
    { label: vscode.l10n.t('Other ranges…') },
  ];
  const title = vscode.l10n.t('Compare {0}', group);
  const picked = await vscode.window.showQuickPick(rows, { title, matchOnDetail: true });
  if (!picked) return undefined;
  if (picked.preset) return picked.preset;
  const a = await pickRange(vscode.l10n.t('A, the baseline'), times.hours);
  const b = a && (await pickRange(vscode.l10n.t('B, compared with the baseline'), times.hours));
  return a && b && { a, b };
}

function presetWords(id: PresetId): string {
  switch (id) {
    case 'five-minutes':
      return vscode.l10n.t('Latest 5 minutes against the 5 before');
    case 'hour':
      return vscode.l10n.t('Latest hour against the hour before');
    case 'yesterday':
      return vscode.l10n.t('Latest hour against the same hour yesterday');
    case 'last-week':
      return vscode.l10n.t('Latest hour against the same hour a week ago');
    case 'halves':
      return vscode.l10n.t('Later half against the earlier half of what is shown');
  }
}

/** Seconds matter only in ranges shorter than an hour. */
function rangesWords({ a, b }: ComparisonPreset): string {
  const words = [a, b].map((range) =>
    range.end - range.start < HOUR
      ? [range.start, range.end].map((time) => new Date(time).toLocaleTimeString()).join(' – ')
      : rangeWords(range, vscode),
  );
  return `A ${words[0]} → B ${words[1]}`;
}
