import * as vscode from 'vscode';
import { visibleText } from '../base/visible-text';
import type { FrameRef } from '../profile/tables';
import { ruleFrom } from '../source/mapping';
import type { MappingEntry } from '../source/mapping-file';
import type { MappingRules } from './mapping-rules';
import { withoutLinks } from './messages';
import { whyNotShared } from './shared-file';

/** Where somebody says that a function's source is, or that it is nowhere here. */
export type MappingAnswer = vscode.Uri | 'not here';

/** Writes it into `.burnline/mapping.json` for everybody, and says what that means from now on. */
export async function rememberAnswer(
  ref: FrameRef,
  answer: MappingAnswer,
  rules: MappingRules,
): Promise<void> {
  const { l10n, workspace } = vscode;
  const folder =
    answer === 'not here' ? workspace.workspaceFolders?.[0] : workspace.getWorkspaceFolder(answer);
  if (!folder) {
    void vscode.window.showInformationMessage(
      l10n.t('That file is not in this workspace. Add its folder to the workspace first.'),
    );
    return;
  }
  const rule: MappingEntry =
    answer === 'not here'
      ? { of: 'frame', from: ref.name, source: null }
      : ruleFrom(
          ref,
          answer.path
            .slice(folder.uri.path.length)
            .split('/')
            .filter((part) => part !== ''),
        );
  await rules.add(folder, rule);
  const open = l10n.t('Open mapping.json');
  const said = await vscode.window.showInformationMessage(withoutLinks(sentence(rule)), open);
  if (said === open) {
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, '.burnline', 'mapping.json'));
  }
}

function sentence({ of, from, source }: MappingEntry): string {
  const { l10n } = vscode;
  const what = visibleText(from, 100);
  if (source === null) return l10n.t('{0} is not looked for in this workspace any more.', what);
  const where = source === '' ? l10n.t('this folder') : visibleText(source, 100);
  return of === 'frame'
    ? l10n.t('{0} is in {1} from now on.', what, where)
    : l10n.t('All that ran in {0} is looked for in {1} from now on.', what, where);
}

/** After somebody chose among files: whether the choice is to hold for all that was deployed there. Waits for nobody. */
export function offerToRemember(ref: FrameRef, uri: vscode.Uri, rules: MappingRules): void {
  if (whyNotShared() !== '') return;
  const yes = vscode.l10n.t('Remember');
  void vscode.window
    .showInformationMessage(
      withoutLinks(vscode.l10n.t('Look for {0} there from now on?', visibleText(ref.name, 100))),
      yes,
    )
    .then((said) => (said === yes ? rememberAnswer(ref, uri, rules) : undefined));
}
