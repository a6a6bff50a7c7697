import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import type { LineEdit } from './line-map';

/** The edits of open documents since they were opened. A reload of the file from disk counts as one edit like any other. */
export interface EditLog extends vscode.Disposable {
  editsOf(uri: vscode.Uri): readonly LineEdit[];
}

/** Edits that move no line say nothing; a day's typing in one document is a few thousand that do. */
export function createEditLog(): EditLog {
  const owned = new Disposables();
  const edits = new Map<string, LineEdit[]>();
  owned.add(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const uri = document.uri.toString();
      const moving = inOrder(contentChanges).map((change) => toLineEdit(document, change));
      const kept = moving.filter(({ removed, added }) => removed > 0 || added > 0);
      if (kept.length > 0) edits.set(uri, [...(edits.get(uri) ?? []), ...kept]);
    }),
  );
  owned.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => edits.delete(uri.toString())));
  return { editsOf: (uri) => edits.get(uri.toString()) ?? [], dispose: () => owned.dispose() };
}

/** Changes of one event all speak of the text before it: from the last place to the first none moves another. */
function inOrder(changes: readonly vscode.TextDocumentContentChangeEvent[]) {
  return [...changes].sort((a, b) => b.rangeOffset - a.rangeOffset);
}

function toLineEdit(
  document: vscode.TextDocument,
  { range: { start, end }, text }: vscode.TextDocumentContentChangeEvent,
): LineEdit {
  // What stands before a change is the same before and after it, unless another change of the event is before it there.
  const head =
    start.line < document.lineCount ? document.lineAt(start.line).text.slice(0, start.character) : '';
  return {
    line: start.line + 1,
    removed: end.line - start.line,
    added: text.split(/\r\n|\r|\n/).length - 1,
    keepsFirst: head.trim() !== '',
  };
}
