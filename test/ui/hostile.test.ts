import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { createGateway } from '../../src/aws/gateway';
import { ensureService } from '../../src/service/handshake';
import type { Workbench } from '../workbench/workbench';
import { FlamePage } from './flame-page';
import { openShop } from './shop-window';

// Names of functions come from whoever ran the program. Whatever is in them, they are text.

const IMAGE = '<img src=x onerror="document.title=\'owned\'">';
const TURNED = 'app:a\u202egnp.exe\u0007';
const LINK = '[click](command:workbench.action.closeAllEditors)';
const LONG = `app:${'long'.repeat(250_000)}`;

describe('a profile with hostile names', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openShop();
    await workbench.showViewContainer('Burnline');
    await postHostile(workbench);
    await workbench.treeItem(/^CPU, latest hour/).waitFor();
    await workbench.runCommand('Burnline: Open Flame Graph');
    await workbench.webview.locator('canvas').waitFor();
  });
  after(() => workbench.close());

  const find = async (query: string): Promise<string> => {
    const flame = new FlamePage(workbench);
    await flame.canvas.click({ position: { x: 60, y: 10 } });
    await flame.press('/');
    await workbench.page.keyboard.type(query);
    await flame.press('Enter');
    const { selected } = await flame.until(({ found }) => found.startsWith('1/'));
    return selected;
  };

  it('shows markup as what is written', async () => {
    assert.equal(await find('onerror'), IMAGE);
    assert.equal(await workbench.webview.locator('img').count(), 0);
    assert.equal(
      await workbench.webview.locator('body').evaluate((body) => body.ownerDocument.title),
      'Burnline',
    );
  });

  it('shows what would act on the text around it', async () => {
    assert.equal(await find('gnp.exe'), 'app:a⟨U+202E⟩gnp.exe⟨U+0007⟩');
  });

  it('shows the beginning of a megabyte', async () => {
    const name = await find('longlong');
    assert.match(name, /^app:(?:long)+…$/);
    assert.ok(name.length < 400);
  });

  it('makes no link of a name in a notification', async () => {
    assert.equal(await find('click'), LINK);
    await workbench.webview.getByText('Go to Source').click();
    const said = workbench.notification('[click] (command:');
    await said.waitFor();
    assert.equal(await said.locator('.notification-list-item-message a').count(), 0);
  });

  it('would not run a script if there were one', async () => {
    const policy = await workbench.webview
      .locator('meta[http-equiv="Content-Security-Policy"]')
      .getAttribute('content');
    assert.match(
      policy ?? '',
      /^default-src 'none'; script-src 'nonce-[\w+/=]{24}'; style-src [^;]+ 'nonce-[^;]+'; font-src [^;]+; connect-src [^;]+; worker-src blob:$/,
    );
    const ran = await workbench.webview.locator('body').evaluate((body) => {
      const script = body.ownerDocument.createElement('script');
      script.textContent = 'document.title = "owned"';
      body.append(script);
      return body.ownerDocument.title === 'owned';
    });
    assert.equal(ran, false);
  });
});

async function postHostile({ surroundings }: Workbench): Promise<void> {
  const dataFolder = surroundings.env.BURNLINE_DATA;
  const command = [process.execPath, resolve('dist', 'service.js'), '--data', dataFolder];
  const gateway = createGateway({ kind: 'local', address: await ensureService({ dataFolder, command }) });
  await gateway.createGroup('hostile');
  const leaf = { file: '</script>', line: 1, counts: { WALL_TIME: 40 } };
  const profile = {
    start: Date.now() - 20_000,
    end: Date.now() - 10_000,
    agentMetadata: { agentInfo: { type: 'CodeGuruProfiler-python', version: '1.2.6' } },
    callgraph: {
      children: {
        'app:main': {
          file: '/srv/app.py',
          line: 3,
          children: { [IMAGE]: leaf, [TURNED]: leaf, [LINK]: leaf, [LONG]: leaf },
        },
      },
    },
  };
  await gateway.postAgentProfile('hostile', new TextEncoder().encode(JSON.stringify(profile)));
  gateway.dispose();
}
