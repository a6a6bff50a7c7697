import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import { findingsOf } from '../focus/findings';
import type { Finding } from '../focus/findings';
import type { Focus } from '../focus/focus';
import type { LoadedProfile } from '../focus/loaded-profile';
import { isSameGroup } from '../focus/selection';
import type { FindingTarget } from '../host/contributions';
import { toFindingTarget } from '../host/contributions';
import type { CodeFilter } from '../insight/my-code';
import { findingReport } from './finding-words';

/** Documents that are nowhere on disk: what is known of a finding, to be read. */
const SCHEME = 'burnline-finding';

export interface ReportServices {
  readonly focus: Focus;
  readonly codeFilter: () => CodeFilter;
}

export function targetOf({ recommendation, site: { frame } }: Finding, loaded: LoadedProfile): FindingTarget {
  const { connectionId, group } = loaded;
  return {
    connectionId,
    group,
    pattern: recommendation.pattern.id,
    frames: [{ name: frame.name, file: frame.file }],
  };
}

/** The same for the same finding for ever, so that an open report follows its figures. */
export function reportUri(finding: Finding, loaded: LoadedProfile): vscode.Uri {
  const name = finding.recommendation.pattern.name.replace(/[^\p{L}\p{N} ._-]+/gu, ' ').slice(0, 100);
  const query = JSON.stringify(targetOf(finding, loaded));
  return vscode.Uri.from({ scheme: SCHEME, path: `/${name}.md`, query });
}

export function registerFindingReports({ focus, codeFilter }: ReportServices): vscode.Disposable {
  const owned = new Disposables();
  const changed = owned.add(new vscode.EventEmitter<vscode.Uri>());
  owned.add(
    focus.onDidChange(() => {
      const open = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === SCHEME);
      for (const { uri } of open) changed.fire(uri);
    }),
  );
  owned.add(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: ({ query }) => {
        const target = toFindingTarget(parse(query));
        const loaded = focus.current;
        const finding = target && loaded && findFinding(target, loaded, codeFilter());
        return finding && loaded
          ? findingReport(finding, loaded, vscode.l10n)
          : vscode.l10n.t('The profile that is shown has no such finding, or it is suppressed.');
      },
    }),
  );
  return owned;
}

/** The finding as the profile in focus has it; undefined where it is another group's or gone. */
export function findFinding(
  { pattern, frames: [frame], ...group }: FindingTarget,
  loaded: LoadedProfile,
  isMyCode: CodeFilter,
): Finding | undefined {
  if (!isSameGroup(group, loaded)) return undefined;
  return findingsOf(loaded, isMyCode).find(
    ({ recommendation, site }) =>
      recommendation.pattern.id === pattern &&
      site.frame.name === frame?.name &&
      site.frame.file === frame.file,
  );
}

/**
 * Rendered where VS Code's Markdown preview is there, as text where it is switched off. No list of commands tells which:
 * what another extension contributes is in none until that extension has been woken up.
 */
export async function openReport(uri: vscode.Uri): Promise<void> {
  try {
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  } catch {
    await vscode.window.showTextDocument(uri.with({ fragment: '' }), { preview: true });
  }
}

function parse(query: string): unknown {
  try {
    return JSON.parse(query);
  } catch {
    return undefined;
  }
}
