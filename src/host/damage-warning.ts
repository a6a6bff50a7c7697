import * as vscode from 'vscode';
import { runCommand } from './commands';
import type { Log } from './log';
import { withoutLinks } from './messages';

const STATE_KEY = 'burnline.damageWarned';

/**
 * Says once that the embedded service found its database damaged and began anew, and where the old one lies. Each file
 * that is set aside has a name of its own, so the name is what was said.
 *
 * @param state shared by all windows
 */
export function warnOfDamage(setAside: string | undefined, state: vscode.Memento, log: Log): void {
  if (setAside === undefined || state.get(STATE_KEY) === setAside) return;
  void state.update(STATE_KEY, setAside);
  const message = vscode.l10n.t(
    'The database of the embedded service was damaged, so it began with an empty one. The damaged one is kept as {0}; .recover of sqlite3 may rescue what is in it.',
    setAside,
  );
  log.warn(message);
  const showLog = vscode.l10n.t('Show Log');
  void vscode.window.showWarningMessage(withoutLinks(message), showLog).then((chosen) => {
    if (chosen === showLog) runCommand('burnline.showLog');
  });
}
