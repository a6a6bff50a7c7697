import * as vscode from 'vscode';
import { visibleText } from '../base/visible-text';
import { callTreeOf } from '../focus/figures';
import type { LoadedProfile } from '../focus/loaded-profile';
import { viewName } from '../focus/view-name';
import { formatAge, formatSamples } from '../profile/format';
import type { StateView } from '../profile/thread-states';
import { rangeWords } from './nodes';

/** The one item of ours: whose figures the editor shows, of when. */
export interface StatusBar extends vscode.Disposable {
  show(loaded: LoadedProfile | undefined, view: StateView): void;
}

export function createStatusBar(): StatusBar {
  const item = vscode.window.createStatusBarItem('burnline.focus', vscode.StatusBarAlignment.Left, 0);
  item.name = vscode.l10n.t('Burnline: profile in the editor');
  item.command = 'burnline.selectGroup';
  return {
    show: (loaded, view) => {
      if (!loaded) return item.hide();
      item.text = `$(flame) ${visibleText(loaded.group, 40)} · ${rangeWords(loaded.asked, vscode)}`;
      item.tooltip = tooltip(loaded, view);
      item.accessibilityInformation = { label: `Burnline: ${tooltip(loaded, view)}` };
      item.show();
    },
    dispose: () => item.dispose(),
  };
}

function tooltip({ connectionLabel, group, profile, fetchedAt }: LoadedProfile, view: StateView): string {
  return vscode.l10n.t(
    '{0} of {1}, {2} view: {3}, last profile {4}. Click to choose another group.',
    visibleText(group, 100),
    connectionLabel,
    viewName(view, vscode.l10n),
    formatSamples(callTreeOf(profile, view).sum),
    formatAge(Math.max(0, fetchedAt - profile.meta.end)),
  );
}
