import type * as vscode from 'vscode';
import type { LineEdit } from './line-map';

/** Edits of a document as {@link LineEdit}s, in the order in which they apply. Those that move no line say nothing. */
export function toLineEdits(
  document: vscode.TextDocument,
  changes: readonly vscode.TextDocumentContentChangeEvent[],
): readonly LineEdit[] {
  return inOrder(changes)
    .map((change) => toLineEdit(document, change))
    .filter(({ removed, added }) => removed > 0 || added > 0);
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
