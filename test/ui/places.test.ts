import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeAgentProfile } from '../../src/profile/codec/agent-profile';
import { profileOf } from '../fixtures/text-profile';
import type { Workbench } from '../workbench/workbench';
import { openShop, postShopRuns, SHOP, withService } from './shop-window';

// Places of VS Code's own in which figures stand: Explorer, status bar, Problems, call hierarchy, inlay hints, Markdown.

const THEMES = ['light', 'high-contrast', 'high-contrast-light', 'dark'] as const;

/** A program that was deployed to where two files of the workspace can have been. */
const DEPLOYED = 'deployed';
const DRAWN = `
handler:main @/var/task/handler.py:1-2
  handler:serve @/var/task/handler.py:5-6  90
  re:compile @/usr/lib/python3.11/re.py:9  10`;
const HANDLER = 'def main():\n    serve()\n\n\ndef serve():\n    return 1\n';

describe('places of VS Code with figures', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openShop({
      theme: 'dark',
      settings: {
        'burnline.explorerBadges.enabled': true,
        'burnline.inlay.enabled': true,
        // What VS Code says of the service's port would cover what is looked at.
        'remote.autoForwardPorts': false,
      },
    });
    for (const copy of ['a', 'b']) {
      const folder = join(workbench.surroundings.workspace, 'functions', copy);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'handler.py'), HANDLER);
    }
    await workbench.showViewContainer('Burnline');
    await postShopRuns(workbench);
    await workbench.treeItem(/^CPU, latest hour/).waitFor();
  });
  after(() => workbench.close());

  const press = (key: string) => workbench.page.keyboard.press(key);
  const status = () => workbench.page.locator('.statusbar-item[id*="burnline.focus"] a').first();
  const explorerRow = (name: string) =>
    workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();
  /** The second of two clicks on a problem selects it anew, which closes the menu; a person would ask for it again. */
  const takeQuickFix = async (title: string): Promise<void> => {
    const row = workbench.page.locator('.action-widget .monaco-list-row', { hasText: title });
    for (let tries = 1; ; tries++) {
      await press('Control+.');
      try {
        return await row.click({ timeout: 5000 });
      } catch (error) {
        if (tries === 4) throw error;
        await press('Escape');
      }
    }
  };
  /** Of what is open, in every theme. */
  const pictures = async (name: string): Promise<void> => {
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await workbench.page.waitForTimeout(300); // Until the page has repainted; nothing says that it has.
      await workbench.screenshot(`places-${name}-${theme}`);
    }
  };

  it('hot methods stand in columns, with the function in sight', async () => {
    await workbench
      .treeItem(/^12\.7\s%\s+SalesReport\.bought_together, reports\.py:\d+/)
      .first()
      .waitFor();
  });

  it('a click on the status bar offers what can be shown', async () => {
    await status().getByText(`${SHOP} · latest hour · CPU`).waitFor();
    await status().click();
    await workbench.quickRow('Select Time Range…').waitFor();
    await workbench.screenshot('places-choices-dark');
    await workbench.quickRow('Show Latency').click();
    await status().getByText(`${SHOP} · latest hour · Latency`).waitFor();
    await status().click();
    await workbench.quickRow('Show CPU').click();
    await status().getByText(`${SHOP} · latest hour · CPU`).waitFor();
  });

  it('files and folders in the Explorer have their share', async () => {
    await workbench.openFile('shop/pricing.py');
    await workbench.showViewContainer('Explorer');
    // The file that is open is revealed with its folder.
    await explorerRow('pricing.py').waitFor();
    await workbench.page.waitForFunction(badgeOf, 'pricing.py');
    assert.equal(await workbench.page.evaluate(badgeOf, 'pricing.py'), '17');
    // Of a folder with warnings in it VS Code shows that instead; below this one there are none.
    assert.equal(await workbench.page.evaluate(badgeOf, 'jobs'), '15');
  });

  it('inlay hints end the heads of hot functions', async () => {
    await workbench.page
      .locator('.view-line', { hasText: /def\squote.*CPU\s17\.2\s%/ })
      .first()
      .waitFor();
  });

  it('problems are listed with what to do', async () => {
    await workbench.openFile('storage/receipts.py');
    await workbench.lens(/1 finding/).waitFor();
    await workbench.runCommand('View: Focus Problems');
    await workbench.treeItem(/Recreation of AWS SDK Service Clients: 6\.9\s% of CPU/).waitFor();
    await pictures('problems');
    await workbench.treeItem(/Recreation of AWS SDK Service Clients: 6\.9\s% of CPU/).dblclick();
    // Of the editor: the row in the panel says its line too.
    await workbench.page.locator('.statusbar-item', { hasText: 'Ln 25' }).waitFor();
    await workbench.page.locator('.editor-instance .monaco-editor.focused').waitFor();
    await takeQuickFix('What to Do');
    await workbench.webview.getByRole('heading', { name: 'What to do' }).waitFor();
    await workbench.runCommand('View: Hide Panel');
    await workbench.showViewContainer('Burnline');
    await workbench.treeItem(/^CPU, latest hour/).waitFor();
    await pictures('report');
  });

  it('call hierarchies are of calls that were seen, with their shares', async () => {
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile('web/handlers.py');
    await workbench.lens(/^CPU/).first().waitFor();
    await press('Control+g');
    const lines = readFileSync(join(workbench.surroundings.workspace, 'shop/web/handlers.py'), 'utf8').split(
      '\n',
    );
    await workbench.quickInput.fill(`:${lines.findIndex((line) => line.includes('def handle')) + 1}:9`);
    await press('Enter');
    await workbench.runCommand('Calls: Show Call Hierarchy');
    await workbench
      .treeItem(/\d\s% · [\d,]+ samples/)
      .first()
      .waitFor();
    await pictures('calls');
  });

  it('a click in the coverage view says where a function is, and its figure is there', async () => {
    await withService(workbench, async (gateway) => {
      const agent = { type: 'CodeGuruProfiler-python', version: '1.2.6' };
      const end = Date.now() - 1000;
      const profile = profileOf(DRAWN, { agent, start: end - 30_000, end });
      await gateway.createGroup(DEPLOYED);
      await gateway.postAgentProfile(DEPLOYED, new TextEncoder().encode(encodeAgentProfile(profile)));
    });
    await workbench.runCommand('View: Close All Editors');
    await workbench.showViewContainer('Burnline');
    await workbench.runCommand('Burnline: Refresh');
    await workbench.treeItem(/^deployed/).waitFor();
    await workbench.runCommand('Burnline: Select Profiling Group…');
    await workbench.quickRow(DEPLOYED).click();
    await status().getByText(`${DEPLOYED} · latest hour`).waitFor();
    await workbench.runCommand('Burnline: Show Coverage');
    await workbench.page
      .getByText(/0\s% of CPU stands in this workspace, 100\s% was not found\./)
      .first()
      .waitFor();
    await workbench.treeItem(/^handler:serve, 90\.0\s%/).waitFor();
    await pictures('coverage');
    await workbench.treeItem(/^handler:serve, 90\.0\s%/).click();
    await workbench.quickRow('functions/b/handler.py').waitFor();
    await workbench.screenshot('places-which-dark');
    await workbench.quickRow('functions/b/handler.py').click();
    await workbench
      .notification(/All that ran in \/var\/task is looked for in functions\/b from now on/)
      .waitFor();
    await workbench.page
      .getByText(/100\s% of CPU stands in this workspace\./)
      .first()
      .waitFor();
    await workbench.openFile('b/handler.py');
    await workbench.lens(/^CPU 90\.0\s% \(self 90\.0\s%\)/).waitFor();
  });
});

/** Runs in the page: what stands at the end of a row of the Explorer. undefined while there is nothing. */
function badgeOf(name: string): string | undefined {
  const rows = [...document.querySelectorAll('.explorer-folders-view .monaco-list-row')];
  const row = rows.find((one) => one.querySelector('.label-name')?.textContent === name);
  const [badge] = [...(row?.querySelectorAll('.monaco-icon-label, .monaco-icon-label-container') ?? [])]
    .map((label) => getComputedStyle(label, '::after').content)
    .filter((content) => /\d/.test(content));
  return badge?.replace(/"/g, '');
}
