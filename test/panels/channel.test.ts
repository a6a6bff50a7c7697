import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { Emitter } from '../../src/base/events';
import { openChannel } from '../../src/panels/channel';
import type { FromFlame } from '../../src/protocol/flame';
import { isFromFlame } from '../../src/protocol/guards';
import type { RevealOutcome } from '../../src/protocol/requests';

describe("the host's end of a page", () => {
  it('is silent until the page is ready, then sends everything at once', () => {
    const { page, channel, log } = open();
    channel.post('lost');
    channel.refresh();
    page.send({ kind: 'say', message: { type: 'ready' } });
    channel.post('later');
    assert.deepEqual(log, ['to page: snapshot 1', 'to page: later']);
  });

  it('is silent again while the page is hidden, and starts over when it is back', () => {
    const { page, channel, log } = open();
    page.send({ kind: 'say', message: { type: 'ready' } });
    page.show(false);
    channel.post('lost');
    page.show(true);
    channel.post('lost too: the page is still on its way');
    page.send({ kind: 'say', message: { type: 'ready' } });
    assert.deepEqual(log, ['to page: snapshot 1', 'to page: snapshot 2']);
  });

  it('hands on what the page says, and nothing that it should not say', () => {
    const { page, log } = open();
    page.send({ kind: 'say', message: { type: 'view', view: 'latency' } });
    for (const odd of [null, 'ready', { kind: 'say', message: { type: 'evil' } }, { type: 'view' }]) {
      page.send(odd);
    }
    assert.deepEqual(log, ['from page: view', ...Array<string>(4).fill('dropped')]);
  });

  it('answers questions by their number', async () => {
    const { page, log } = open(async ({ name }) => (name === 'known' ? 'opened' : 'not-found'));
    page.ask(7, 'known');
    page.ask(8, 'unknown');
    await settled();
    assert.deepEqual(log, ['answer 7: opened', 'answer 8: not-found']);
  });

  it('refuses with the sentence of what went wrong', async () => {
    const { page, log } = open(() => Promise.reject(new Error('The file is gone.')));
    page.ask(9, 'known');
    await settled();
    assert.deepEqual(log, ['refuse 9: The file is gone.']);
  });

  it('says nothing to a page that was closed', async () => {
    const { page, channel, log } = open();
    page.send({ kind: 'say', message: { type: 'ready' } });
    page.ask(1, 'known');
    channel.dispose();
    channel.post('late');
    page.send({ kind: 'say', message: { type: 'retry' } });
    await settled();
    assert.deepEqual(log, ['to page: snapshot 1']);
  });
});

type Reveal = (ref: { readonly name: string }) => Promise<RevealOutcome>;

function open(reveal: Reveal = async () => 'opened') {
  const log: string[] = [];
  const messages = new Emitter<unknown>();
  const views = new Emitter<void>();
  const panel = {
    visible: true,
    onDidChangeViewState: views.event,
    webview: {
      onDidReceiveMessage: messages.event,
      postMessage: async (sent: unknown) => void log.push(printSent(sent)),
    },
  };
  let snapshots = 0;
  const channel = openChannel<string, FromFlame>(panel as unknown as vscode.WebviewPanel, {
    isMessage: isFromFlame,
    snapshot: () => [`snapshot ${++snapshots}`],
    onMessage: ({ type }) => log.push(`from page: ${type}`),
    handlers: { 'source/reveal': reveal },
    log: { warn: () => log.push('dropped') },
  });
  const page = {
    send: (value: unknown) => messages.fire(value),
    ask: (id: number, name: string) =>
      messages.fire({
        kind: 'ask',
        id,
        method: 'source/reveal',
        params: { name, file: '', firstLine: 0, lastLine: 0 },
      }),
    show: (visible: boolean) => {
      panel.visible = visible;
      views.fire();
    },
  };
  return { page, channel, log };
}

function printSent(sent: unknown): string {
  const { kind, message, id, result, reason } = sent as Record<string, unknown>;
  return kind === 'say'
    ? `to page: ${String(message)}`
    : `${String(kind)} ${String(id)}: ${String(result ?? reason)}`;
}

/** All promises that are settled already have been heard. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
