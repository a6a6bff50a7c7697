import * as vscode from 'vscode';
import { visibleText } from '../base/visible-text';
import { offerToRemember } from '../host/mapping-answer';
import type { MappingRules } from '../host/mapping-rules';
import { withoutLinks } from '../host/messages';
import type { FrameRef } from '../profile/tables';
import type { Locator, Place } from '../source/location';
import type { WorkspaceSource } from './source-access';

/** Opens the function that ran in a frame, at its head. Says why where there is nothing to open. */
export async function revealFrame(
  ref: FrameRef,
  source: WorkspaceSource,
  locator: Locator,
  rules: MappingRules,
): Promise<'opened' | 'not-found'> {
  const location = await locator.locate(ref, source.roots());
  const place = 'file' in location ? location : await pick(location.candidates, ref, source);
  const uri = place && source.uriOf(place.file);
  if (!uri) {
    if ('file' in location || location.candidates.length === 0) sayWhy(ref, location.why);
    return 'not-found';
  }
  const document = await vscode.workspace.openTextDocument(uri);
  const start = document.lineAt(Math.min(Math.max(place.line - 1, 0), document.lineCount - 1)).range.start;
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(start, start) });
  if (new Set(location.candidates.map(({ file }) => file)).size > 1) offerToRemember(ref, uri, rules);
  return 'opened';
}

/** Several functions can be meant: the person knows which. */
async function pick(
  candidates: readonly Place[],
  ref: FrameRef,
  { uriOf }: WorkspaceSource,
): Promise<Place | undefined> {
  if (candidates.length < 2) return candidates[0];
  const rows = candidates.map((place) => {
    const uri = uriOf(place.file);
    const shown = visibleText(uri ? vscode.workspace.asRelativePath(uri) : place.file, 200);
    return { label: `${shown}:${place.line}`, description: visibleText(place.symbol, 200), place };
  });
  const row = await vscode.window.showQuickPick(rows, {
    title: vscode.l10n.t('Which of these is {0}?', visibleText(ref.name, 100)),
    matchOnDescription: true,
  });
  return row?.place;
}

function sayWhy(ref: FrameRef, why: string): void {
  void vscode.window.showInformationMessage(
    withoutLinks(vscode.l10n.t('{0} has no source here: {1}', visibleText(ref.name, 100), why)),
  );
}
