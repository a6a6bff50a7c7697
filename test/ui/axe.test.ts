import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Workbench } from '../workbench/workbench';
import type { FlamePage } from './flame-page';
import { openShopFlame } from './flame-page';

// axe-core in every state of the panels: it finds what can be found without a person, and nothing serious is left.

const SOURCE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

describe('axe-core finds nothing serious in', () => {
  let flame: FlamePage;
  let workbench: Workbench;
  before(async () => {
    flame = await openShopFlame();
    ({ workbench } = flame);
  });
  after(() => workbench.close());

  const check = async (): Promise<void> => {
    const body = workbench.webview.locator('body');
    // The page's own policy lets no script in; what drives the browser may run one all the same.
    const frame = await (await body.elementHandle())?.ownerFrame();
    assert.ok(frame);
    await frame.evaluate(SOURCE);
    const { violations } = await frame.evaluate(() =>
      (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join('\n  ')}`);
    assert.equal(serious.join('\n'), '');
  };
  const button = (name: string | RegExp) => flame.button(name).first();

  it('the flame graph', check);

  it('the flame graph with a selection, a search and hidden frames', async () => {
    await flame.select('shop.web.server:Worker:run');
    await flame.press('h');
    await flame.until(({ hidden }) => hidden !== '');
    await flame.search('quote');
    await check();
    await button(/hidden frame/).click();
    await check();
    await flame.press('Escape');
    await flame.focusGraph();
    await flame.press('x');
  });

  it('its context menu and its sheet of keys', async () => {
    await flame.focusGraph();
    await flame.press('Shift+F10');
    await flame.menu.waitFor();
    await check();
    await flame.press('Escape');
    await flame.press('?');
    await workbench.webview.getByRole('dialog', { name: 'Keys' }).waitFor();
    await check();
    await flame.press('Escape');
  });

  it('its popovers: range, own code and views', async () => {
    for (const name of [/[AP]M|\d\d:\d\d/, /^My code/, /^Views/]) {
      await button(name).click();
      await workbench.page.waitForTimeout(300);
      await check();
      await button(name).click();
    }
  });

  it('the table of functions', async () => {
    await flame.focusGraph();
    await flame.press('t');
    await workbench.webview.getByRole('treegrid', { name: 'Functions' }).waitFor();
    await check();
    await flame.press('t');
  });

  for (const theme of ['light', 'high-contrast', 'high-contrast-light'] as const) {
    it(`the flame graph in ${theme}`, async () => {
      await workbench.setTheme(theme);
      await workbench.page.waitForTimeout(300);
      await check();
    });
  }

  it('the comparison', async () => {
    await workbench.setTheme('dark');
    await workbench.runCommand('Burnline: Compare…');
    await workbench.quickRow('Later half against the earlier half of what is shown').click();
    await workbench.webview.getByRole('table').waitFor();
    await workbench.webview.locator('.chart canvas').waitFor();
    await check();
  });
});
