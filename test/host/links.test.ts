import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ProfileKey } from '../../src/focus/loaded-profile';
import { formatFlameLink } from '../../src/host/flame-link';
import type { OpenConnection } from '../../src/host/connections';
import { PLAIN_VIEW } from '../../src/protocol/view-spec';
import { copyFlameLink, createLinkHandler } from '../../src/views/link-handler';
import { loadedOf } from '../focus/loaded';
import { EXTENSION_ID } from './shop-group';

const shop = { connectionId: 'local', group: 'shop', range: { latest: 300_000 } };
const spec = { ...PLAIN_VIEW, states: 'latency', order: 'weight' } as const;

/** A window that writes down what a link makes it do. */
function createWindow({ isRunning = true } = {}) {
  const did: string[] = [];
  const aws = { id: 'aws/dev/eu-west-1//', kind: 'aws', label: 'dev', detail: '' } as const;
  const local = { id: 'local', kind: 'local', label: 'Embedded service', detail: '' } as const;
  const handler = createLinkHandler({
    connections: {
      list: () => [local, aws],
      connect: async (id) => {
        did.push(`connect ${id}`);
        return {} as OpenConnection;
      },
      peek: async () => (isRunning ? ({} as OpenConnection) : undefined),
    },
    focus: {
      load: async ({ connectionId, group }: ProfileKey) => {
        did.push(`load ${connectionId} ${group}`);
        return loadedOf('main  30', { connectionId, group });
      },
    },
    selection: {
      selectGroup: (target) => did.push(`select ${target?.group}`),
      selectRange: (range) => did.push(`select ${JSON.stringify(range)}`),
    },
    openFlame: async ({ group }, at) => void did.push(`open ${group} ${at.spec.order}`),
    log: {
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: () => did.push('refuse'),
    },
  });
  /** Resolves when it is done, or when it has waited for an answer for a while. */
  const follow = async (link: string): Promise<string[]> => {
    const handled = Promise.resolve(handler.handleUri(vscode.Uri.parse(link, true)));
    await Promise.race([handled, new Promise((resolve) => setTimeout(resolve, 500))]);
    return did;
  };
  return { follow };
}

const linkTo = (source: typeof shop): string =>
  formatFlameLink(`${vscode.env.uriScheme}://${EXTENSION_ID}`, { source, spec });

describe('links in this window', () => {
  it('open the group, range and view that they were copied from', async () => {
    await copyFlameLink(shop, spec, EXTENSION_ID);
    const copied = await vscode.env.clipboard.readText();
    assert.equal(copied, linkTo(shop));
    assert.deepEqual(await createWindow().follow(copied), [
      'load local shop',
      'select {"latest":300000}',
      'select shop',
      'open shop weight',
    ]);
  });

  it('survive VS Code for connections and groups of any characters', async () => {
    const odd = { ...shop, connectionId: 'aws/dev/eu-west-1//', group: 'a&b=c%20+#ü' };
    assert.deepEqual((await createWindow().follow(linkTo(odd))).slice(0, 1), [
      'load aws/dev/eu-west-1// a&b=c%20+#ü',
    ]);
  });

  it('lead nowhere through a connection that the window does not have', async () => {
    for (const connectionId of ['aws/prod/eu-west-1//', 'file', '__proto__']) {
      const group = connectionId === 'file' ? 'file:///etc/passwd' : 'shop';
      assert.deepEqual(await createWindow().follow(linkTo({ ...shop, connectionId, group })), []);
    }
  });

  it('start no service without being told', async () => {
    assert.deepEqual(await createWindow({ isRunning: false }).follow(linkTo(shop)), []);
  });

  it('are refused when they are damaged or lead elsewhere', async () => {
    const link = linkTo(shop);
    for (const bad of [link.slice(0, -40), link.replace('/flame?', '/run?'), link.replace(/\?.*/, '')]) {
      assert.deepEqual(await createWindow().follow(bad), ['refuse']);
    }
  });

  it('are not made of files', async () => {
    const source = { connectionId: 'file', group: 'file:///a.collapsed', range: { start: 0, end: 0 } };
    await assert.rejects(copyFlameLink(source, spec, EXTENSION_ID), /Send the file instead/);
  });
});
