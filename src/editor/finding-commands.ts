import * as vscode from 'vscode';
import { visibleText } from '../base/visible-text';
import type { Focus } from '../focus/focus';
import type { CommandHandlers } from '../host/commands';
import { toFindingTarget } from '../host/contributions';
import type { Suppressions } from '../host/suppressions';
import type { CodeFilter } from '../insight/my-code';
import { dayAfter } from '../insight/suppressions';
import type { Suppression } from '../insight/suppressions';
import { findFinding, openReport, reportUri } from './finding-report';
import { pathInFolder } from './path-in-folder';

export interface FindingCommandServices {
  readonly focus: Focus;
  readonly codeFilter: () => CodeFilter;
  readonly suppressions: Suppressions;
}

type Handled = 'burnline.openReport' | 'burnline.suppressFinding';

/** What quick fixes do. */
export function findingCommands(services: FindingCommandServices): Pick<CommandHandlers, Handled> {
  const { focus, codeFilter, suppressions } = services;
  return {
    'burnline.openReport': async (given) => {
      const target = toFindingTarget(given);
      const loaded = focus.current;
      const finding = target && loaded && findFinding(target, loaded, codeFilter());
      if (!finding) throw new Error(vscode.l10n.t('The profile that is shown has no such finding any more.'));
      const fragment = target.section === 'resolution' ? 'what-to-do' : '';
      await openReport(reportUri(finding, loaded).with({ fragment }));
    },

    'burnline.suppressFinding': async (given) => {
      const target = toFindingTarget(given);
      const loaded = focus.current;
      const finding = target && loaded && findFinding(target, loaded, codeFilter());
      if (!finding || target.uri === undefined) {
        throw new Error(vscode.l10n.t('The profile that is shown has no such finding any more.'));
      }
      const near = vscode.Uri.parse(target.uri, true);
      const { pattern } = finding.recommendation;
      const chosen = await askWhy(visibleText(pattern.name, 100));
      if (!chosen) return;
      for (const { name, file } of target.frames) {
        const entry = { pattern: pattern.id, frame: name, ...pathOf(near, file), ...chosen };
        await suppressions.add(near, entry, pattern.name);
      }
    },
  };
}

/** Where the frame's path ends like the file's: wherever it is deployed, it is this file. */
function pathOf(near: vscode.Uri, file: string): Pick<Suppression, 'file'> {
  const folder = vscode.workspace.getWorkspaceFolder(near);
  const path = folder && pathInFolder(folder.uri.path, near.path, file);
  return path === undefined ? {} : { file: path };
}

async function askWhy(name: string): Promise<Pick<Suppression, 'reason' | 'expires'> | undefined> {
  const { l10n } = vscode;
  const title = l10n.t('Suppress: {0}', name);
  const reason = await vscode.window.showInputBox({
    title,
    ignoreFocusOut: true,
    prompt: l10n.t('Why is it fine as it is? The reason is kept in .burnline/suppressions.json.'),
    validateInput: (text) =>
      text.trim() === '' ? l10n.t('Write a reason: others will read it.') : undefined,
  });
  if (reason === undefined) return undefined;
  const until = (label: string, days: number) => {
    const expires = dayAfter(Date.now(), days);
    return { label, description: l10n.t('until {0}', expires), expires };
  };
  const picked = await vscode.window.showQuickPick(
    [
      until(l10n.t('90 days'), 90),
      until(l10n.t('30 days'), 30),
      until(l10n.t('a year'), 365),
      { label: l10n.t('for ever'), description: '', expires: undefined },
    ],
    { title, placeHolder: l10n.t('For how long?'), ignoreFocusOut: true },
  );
  if (!picked) return undefined;
  return { reason: reason.trim(), ...(picked.expires === undefined ? {} : { expires: picked.expires }) };
}
