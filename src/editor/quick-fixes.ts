import * as vscode from 'vscode';
import { asCommand } from '../host/commands';
import { SUPPORTED_LANGUAGES } from '../source/languages';
import { DIAGNOSTIC_SOURCE } from './diagnostics';
import type { Diagnostics, ShownFinding } from './diagnostics';
import { targetOf } from './finding-report';

/** From a problem to what is known of it, to what to do about it, or to the decision to live with it. */
export function registerQuickFixes(diagnostics: Diagnostics): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: (document, range, context) => {
      const ours = context.diagnostics.filter(({ source }) => source === DIAGNOSTIC_SOURCE);
      if (ours.length === 0) return [];
      return diagnostics
        .at(document.uri)
        .filter(({ diagnostic }) => diagnostic.range.intersection(range) !== undefined)
        .flatMap((shown) => toActions(shown, document.uri));
    },
  };
  return vscode.languages.registerCodeActionsProvider([...SUPPORTED_LANGUAGES], provider, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  });
}

function toActions(shown: ShownFinding, uri: vscode.Uri): vscode.CodeAction[] {
  const { l10n } = vscode;
  const { finding, parts, loaded } = shown;
  const target = targetOf(finding, loaded);
  const [whatToDo, showInFlame] = [l10n.t('What to Do'), l10n.t('Show in Flame Graph')];
  const [report, suppress] = [l10n.t('Open the Report'), l10n.t('Suppress…')];
  const commands = [
    asCommand('burnline.openReport', whatToDo, { ...target, section: 'resolution' }),
    asCommand('burnline.openFlameGraph', showInFlame, {
      connectionId: loaded.connectionId,
      group: loaded.group,
      view: 'cpu',
      stack: finding.stack,
    }),
    asCommand('burnline.openReport', report, target),
    asCommand('burnline.suppressFinding', suppress, {
      ...target,
      frames: parts.map(({ site: { frame } }) => ({ name: frame.name, file: frame.file })),
      uri: uri.toString(),
    }),
  ];
  return commands.map((command) => toAction(command, shown));
}

function toAction(command: vscode.Command, { diagnostic }: ShownFinding): vscode.CodeAction {
  const action = new vscode.CodeAction(command.title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.command = command;
  return action;
}
