import * as vscode from 'vscode';
import type { Focus } from '../focus/focus';
import { runCommand } from '../host/commands';
import type { CommandArguments, CommandId } from '../host/contributions';

/** Commands that need to be given nothing. */
type Choice = { [K in CommandId]: [] extends CommandArguments[K] ? K : never }[CommandId];

/** What somebody may want who clicked the status bar item: the commands about what is shown, in one list. */
export async function showChoices(focus: Focus): Promise<void> {
  const picked = await vscode.window.showQuickPick(choicesOf(focus), {
    title: vscode.l10n.t('Burnline: choose what to show'),
  });
  if (picked?.command) runCommand(picked.command);
}

interface Row extends vscode.QuickPickItem {
  readonly command?: Choice;
}

function choicesOf({ current, view }: Focus): Row[] {
  const { l10n } = vscode;
  const row = (icon: string, label: string, command: Choice): Row => ({
    label: `$(${icon}) ${label}`,
    command,
  });
  const line: Row = { label: '', kind: vscode.QuickPickItemKind.Separator };
  const ofProfile: Row[] = [
    view === 'latency'
      ? row('pulse', l10n.t('Show CPU'), 'burnline.showCpu')
      : row('watch', l10n.t('Show Latency'), 'burnline.showLatency'),
    row('flame', l10n.t('Open Flame Graph'), 'burnline.openFlameGraph'),
    row('compare-changes', l10n.t('Compare…'), 'burnline.compare'),
    row('arrow-down', l10n.t('Next Hotspot'), 'burnline.nextHotspot'),
    row('map', l10n.t('Show Coverage'), 'burnline.showCoverage'),
    line,
  ];
  return [
    row('server-process', l10n.t('Select Profiling Group…'), 'burnline.selectGroup'),
    row('history', l10n.t('Select Time Range…'), 'burnline.selectTimeRange'),
    row('refresh', l10n.t('Refresh'), 'burnline.refresh'),
    line,
    ...(current ? ofProfile : []),
    row('eye', l10n.t('Toggle Inline Insights'), 'burnline.toggleInlineInsights'),
  ];
}
