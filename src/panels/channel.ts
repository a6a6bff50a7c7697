import type * as vscode from 'vscode';
import type { Disposable } from '../base/disposables';
import { Disposables } from '../base/disposables';
import { errorMessage } from '../base/error-message';
import { fromPage } from '../protocol/guards';
import type { Handlers, Question, ToPage } from '../protocol/requests';
import type { Guard } from '../protocol/shapes';
import { Sender } from './sender';

/** What a channel asks of the log. */
export interface ChannelLog {
  warn(message: string): void;
}

export interface ChannelOptions<To, From extends { readonly type: string }> {
  readonly isMessage: Guard<From>;
  /** All that the page has to know, whole, in the order in which it is sent. Called only when it is really sent. */
  readonly snapshot: () => readonly To[];
  readonly onMessage: (message: Exclude<From, { type: 'ready' }>) => void;
  /** What this panel answers; any other question is refused. */
  readonly handlers: Partial<Handlers>;
  readonly log: ChannelLog;
}

/** The host's end of a page, and the only place that posts to one. */
export interface Channel<To> extends Disposable {
  /** Sends a small message to a page that is there and ready; what a hidden one misses, its next snapshot brings. */
  post(message: To): void;
  /** Sends the snapshot now, or with the next `ready`. */
  refresh(): void;
}

export function openChannel<To, From extends { readonly type: string }>(
  panel: vscode.WebviewPanel,
  options: ChannelOptions<To, From>,
): Channel<To> {
  const isFromPage = fromPage(options.isMessage);
  const owned = new Disposables();
  let isReady = false;
  let sender = new Sender((message) => panel.webview.postMessage(message));
  const startOver = (): void => {
    sender.stop();
    sender = new Sender((message) => panel.webview.postMessage(message));
  };
  const send = (message: ToPage<To>): void => sender.send(message);

  const post = (message: To): void => {
    if (isReady) send({ kind: 'say', message });
  };
  const refresh = (): void => {
    if (isReady) options.snapshot().forEach(post);
  };

  const receive = (value: unknown): void => {
    if (!isFromPage(value)) {
      options.log.warn(`A message from the page was dropped: it has none of the known shapes.`);
    } else if (value.kind === 'ask') {
      void answer(value, options.handlers).then(send);
    } else if (value.message.type === 'ready') {
      isReady = true;
      startOver();
      refresh();
    } else {
      options.onMessage(value.message as Exclude<From, { type: 'ready' }>);
    }
  };

  owned.add(panel.webview.onDidReceiveMessage(receive));
  // Without retained context a hidden page is gone; it says `ready` again when it comes back.
  owned.add(panel.onDidChangeViewState(() => (isReady &&= panel.visible)));
  owned.add({ dispose: () => sender.stop() });
  return { post, refresh, dispose: () => owned.dispose() };
}

/** A refusal is a sentence for the person; the page shows it where the question was asked. */
async function answer({ id, method, params }: Question, handlers: Partial<Handlers>): Promise<ToPage<never>> {
  // The guard let the question through: these are the parameters of this very method.
  const handler = handlers[method] as ((params: Question['params']) => Promise<unknown>) | undefined;
  try {
    if (!handler) throw new Error(`This panel has no answer to ${method}.`);
    return { kind: 'answer', id, result: await handler(params) };
  } catch (error) {
    return { kind: 'refuse', id, reason: errorMessage(error) };
  }
}
