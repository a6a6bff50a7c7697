import * as vscode from 'vscode';
import { DAY, HOUR, MINUTE, parseRange, rangeText } from '../focus/time-range';
import type { FixedRange, TimeRange } from '../focus/time-range';
import type { EpochMs } from '../profile/units';
import { rangeWords } from './nodes';

const LATEST: readonly TimeRange[] = [5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY].map(
  (latest) => ({ latest }),
);

interface RangeRow extends vscode.QuickPickItem {
  readonly range?: TimeRange;
}

/**
 * Which stretch of time to look at: the latest so-and-so-long, an hour that has data, or one typed in. It comes after
 * another question or a wait, when the editor may just be given the focus again: that does not close it.
 */
export async function pickRange(title: string, hours: readonly EpochMs[]): Promise<TimeRange | undefined> {
  const rows: RangeRow[] = [
    ...LATEST.map((range) => ({ label: rangeWords(range, vscode), description: rangeText(range), range })),
    { label: vscode.l10n.t('Hours with profiles'), kind: vscode.QuickPickItemKind.Separator },
    ...[...hours].reverse().map((start) => hourRow(start)),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: vscode.l10n.t('Other…') },
  ];
  const picked = await vscode.window.showQuickPick(rows, {
    title,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (!picked) return undefined;
  return picked.range ?? typeRange(title);
}

function hourRow(start: EpochMs): RangeRow {
  const range: FixedRange = { start, end: start + HOUR };
  return { label: rangeWords(range, vscode), range };
}

async function typeRange(title: string): Promise<TimeRange | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    ignoreFocusOut: true,
    placeHolder: 'PT90M, 2026-11-21T09:00Z/2026-11-21T10:00Z',
    prompt: vscode.l10n.t('A duration up to the newest profile, or START/END, in ISO 8601'),
    validateInput: (typed) =>
      parseRange(typed) ? undefined : vscode.l10n.t('For example PT90M, or START/END.'),
  });
  return text === undefined ? undefined : parseRange(text);
}
