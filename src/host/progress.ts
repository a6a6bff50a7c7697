import * as vscode from 'vscode';
import { withoutLinks } from './messages';

/** Shorter waits pass unseen: a notification that flashes by only frightens. */
const QUIET_MS = 400;

/** Runs something that can be cancelled; shows that it runs, and how to end it, once it takes long enough to notice. */
export async function withProgress<T>(title: string, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const result = task(controller.signal);
  let timer: NodeJS.Timeout | undefined;
  const quiet = new Promise<'slow'>((resolve) => (timer = setTimeout(() => resolve('slow'), QUIET_MS)));
  try {
    if ((await Promise.race([result, quiet])) !== 'slow') return await result;
  } finally {
    clearTimeout(timer);
  }
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: withoutLinks(title),
    cancellable: true,
  };
  return vscode.window.withProgress(options, (_, token) => {
    token.onCancellationRequested(() => controller.abort());
    return result;
  });
}
