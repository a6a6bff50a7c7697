import * as vscode from 'vscode';
import { comparisonPresets } from '../focus/comparison-presets';
import type { AvailableTimes, ComparisonPreset, PresetId } from '../focus/comparison-presets';
import type { ProfileKey } from '../focus/loaded-profile';
import { HOUR } from '../focus/time-range';
import { rangeWords } from './nodes';
import { pickRange } from './pick-range';
import type { SideRow, SideServices } from './pick-side';
import { recentHours, sideRows } from './pick-side';

export interface PickedComparison {
  readonly a: ProfileKey;
  readonly b: ProfileKey;
}

interface ComparisonRow extends vscode.QuickPickItem {
  pick?(): Promise<PickedComparison | undefined>;
}

/**
 * Two profiles, the baseline first: a pair of ranges that suggests itself and has data, two ranges of one's own, or
 * what is shown now against something else altogether.
 */
export async function pickComparison(
  now: ProfileKey,
  times: AvailableTimes,
  services: SideServices,
): Promise<PickedComparison | undefined> {
  const title = vscode.l10n.t('Compare {0}', now.group);
  const rows: ComparisonRow[] = [
    ...comparisonPresets(times).map((preset) => presetRow(now, preset)),
    { label: vscode.l10n.t('Other ranges…'), pick: () => pickRanges(now, times) },
    { label: vscode.l10n.t('Against'), kind: vscode.QuickPickItemKind.Separator },
    ...sideRows(now, title, services)
      .slice(1)
      .map((row) => againstRow(now, row)),
  ];
  return (
    await vscode.window.showQuickPick(rows, { title, matchOnDetail: true, ignoreFocusOut: true })
  )?.pick?.();
}

function presetRow(now: ProfileKey, preset: ComparisonPreset): ComparisonRow {
  const pair = { a: { ...now, range: preset.a }, b: { ...now, range: preset.b } };
  return { label: presetWords(preset.id), detail: rangesWords(preset), pick: async () => pair };
}

/** What is shown now is the baseline of a local run, and of anything else it is what became of it. */
function againstRow(now: ProfileKey, row: SideRow): ComparisonRow {
  return {
    ...row,
    pick: async () => {
      const other = await row.pick();
      if (!other) return undefined;
      return row.isNewer ? { a: now, b: other } : { a: other, b: now };
    },
  };
}

async function pickRanges(now: ProfileKey, { hours }: AvailableTimes): Promise<PickedComparison | undefined> {
  const recent = recentHours(hours);
  const a = await pickRange(vscode.l10n.t('A, the baseline'), recent);
  const b = a && (await pickRange(vscode.l10n.t('B, compared with the baseline'), recent));
  return a && b && { a: { ...now, range: a }, b: { ...now, range: b } };
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
