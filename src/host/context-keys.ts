import * as vscode from 'vscode';
import type { ContextKey, ContextKeys } from './contributions';

/** Tells the `when` clauses of package.json. */
export function setContextKey<K extends ContextKey>(key: K, value: ContextKeys[K]): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
