import type * as vscode from 'vscode';

/** VS Code's way of cancelling into the platform's, which is what everything below the editor takes. */
export function toAbortSignal(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
