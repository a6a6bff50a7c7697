import * as vscode from 'vscode';
import { asCommand } from '../host/commands';
import { DIAGNOSTIC_SOURCE } from './diagnostics';
import type { Diagnostics, ShownFinding } from './diagnostics';

/** From a problem to its place in the flame graph. What to change in the code, the problem's own text says. */
export function registerQuickFixes(diagnostics: Diagnostics): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: (document, range, context) => {
      const ours = context.diagnostics.filter(({ source }) => source === DIAGNOSTIC_SOURCE);
      if (ours.length === 0) return [];
      return diagnostics
        .at(document.uri)
        .filter(({ diagnostic }) => diagnostic.range.intersection(range) !== undefined)
        .map(toAction);
    },
  };
  return vscode.languages.registerCodeActionsProvider({ language: 'python' }, provider, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  });
}

function toAction({ diagnostic, finding, loaded }: ShownFinding): vscode.CodeAction {
  const title = vscode.l10n.t('Show in Flame Graph');
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.command = asCommand('burnline.openFlameGraph', title, {
    connectionId: loaded.connectionId,
    group: loaded.group,
    view: 'cpu',
    stack: finding.stack,
  });
  return action;
}
