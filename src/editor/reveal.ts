import * as vscode from 'vscode';
import { visibleText } from '../base/visible-text';
import { withoutLinks } from '../host/messages';
import type { FrameRef } from '../profile/tables';
import type { Locator } from '../source/location';
import type { WorkspaceSource } from './source-access';

/** Opens the function that ran in a frame, at its head. Says why where there is nothing to open. */
export async function revealFrame(
  ref: FrameRef,
  source: WorkspaceSource,
  locator: Locator,
): Promise<'opened' | 'not-found'> {
  const location = await locator.locate(ref, source.roots());
  const place = 'file' in location ? location : await pick(location.candidates, ref);
  const uri = place && source.uriOf(place.file);
  if (!uri) {
    if ('file' in location || location.candidates.length === 0) sayWhy(ref, location.why);
    return 'not-found';
  }
  const document = await vscode.workspace.openTextDocument(uri);
  const start = document.lineAt(Math.min(Math.max(place.line - 1, 0), document.lineCount - 1)).range.start;
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(start, start) });
  return 'opened';
}

interface Candidate {
  readonly file: string;
  readonly line: number;
}

/** Several functions can be meant: the person knows which. */
async function pick(candidates: readonly Candidate[], ref: FrameRef): Promise<Candidate | undefined> {
  if (candidates.length < 2) return candidates[0];
  const rows = candidates.map(({ file, line }) => ({ label: `${file}:${line}`, file, line }));
  return vscode.window.showQuickPick(rows, {
    title: vscode.l10n.t('Which of these is {0}?', visibleText(ref.name, 100)),
  });
}

function sayWhy(ref: FrameRef, why: string): void {
  void vscode.window.showInformationMessage(
    withoutLinks(vscode.l10n.t('{0} has no source here: {1}', visibleText(ref.name, 100), why)),
  );
}
