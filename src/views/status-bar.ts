import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import type { Focus } from '../focus/focus';
import { MINUTE } from '../focus/time-range';
import type { CoverageSource } from './coverage-source';
import { statusWords } from './status-words';

export interface StatusBarServices {
  readonly focus: Focus;
  readonly coverage: Pick<CoverageSource, 'known' | 'onDidChange'>;
}

/** The one item of ours: whose figures the editor shows. A click offers the commands about that. */
export function registerStatusBar({ focus, coverage }: StatusBarServices): vscode.Disposable {
  const owned = new Disposables();
  const item = owned.add(
    vscode.window.createStatusBarItem('burnline.focus', vscode.StatusBarAlignment.Left, 0),
  );
  item.name = vscode.l10n.t('Burnline: profile in the editor');
  item.command = 'burnline.showChoices';
  const show = (): void => {
    const { current, view } = focus;
    if (!current) return item.hide();
    const mapped = coverage.known?.share;
    const { text, detail } = statusWords(current, view, { l10n: vscode.l10n, now: Date.now(), mapped });
    item.text = `$(flame) ${text}`;
    item.tooltip = detail;
    item.accessibilityInformation = { label: `Burnline: ${text}. ${detail}`, role: 'button' };
    item.show();
  };
  owned.add(focus.onDidChange(show));
  owned.add(focus.onDidChangeView(show));
  owned.add(coverage.onDidChange(show));
  // What is shown grows old even while nothing comes in.
  const timer = setInterval(show, MINUTE);
  owned.add({ dispose: () => clearInterval(timer) });
  show();
  return owned;
}
