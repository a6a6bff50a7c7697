import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workbench } from '../workbench/workbench';
import { openShop, postShopRuns } from './shop-window';

// What a person sees of the numbers while reading and editing: coverage, hot methods, edits that come and go, reasons.

describe('insights on the line', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openShop({ theme: 'dark' });
    await workbench.showViewContainer('Burnline');
    await postShopRuns(workbench);
    await workbench.treeItem(/^CPU, latest hour/).waitFor();
  });
  after(() => workbench.close());

  const lens = () => workbench.lens(/^CPU 17\.2\s% \(self 4\.5\s%\)/);
  const press = (key: string) => workbench.page.keyboard.press(key);
  const goToLine = async (line: number) => {
    await press('Control+g');
    await workbench.quickInput.fill(`:${line}`);
    await press('Enter');
  };

  it('say how much of the profile stands in the workspace, and what does not', async () => {
    await workbench.runCommand('Burnline: Show Coverage');
    await workbench.page
      .getByText(/of CPU stands in this workspace/)
      .first()
      .waitFor();
    await workbench.treeItem(/^Other people’s code/).click();
    await workbench
      .treeItem(/outside of the workspace/)
      .first()
      .waitFor();
  });

  it('list the hottest methods of one’s own, and lead to them', async () => {
    await workbench.runCommand('Burnline: Focus on Hot Methods View');
    await workbench
      .treeItem(/bought_together/)
      .first()
      .waitFor();
    await workbench.screenshot('inline-views-dark');
  });

  it('say that they speak of the code before an edit, until the edit is undone', async () => {
    await workbench.openFile('shop/pricing.py');
    await lens().waitFor();
    const line = lineOf('def quote(self, lines)', workbench);
    await goToLine(line + 1);
    await press('End');
    await press('Enter');
    await workbench.page.keyboard.type('lines = list(lines)');
    await workbench
      .lens(/before your edit/)
      .first()
      .waitFor();
    await workbench.screenshot('inline-edited-dark');
    for (let undone = 0; undone < 5 && (await workbench.lens(/before your edit/).count()) > 0; undone++) {
      await press('ControlOrMeta+Z');
      await workbench.page.waitForTimeout(600);
    }
    await lens().waitFor();
    await workbench
      .lens(/before your edit/)
      .first()
      .waitFor({ state: 'detached' });
  });

  it('say why a line has its number, or none', async () => {
    await goToLine(1);
    await workbench.runCommand('Burnline: Why Is There (No) Number Here?');
    await workbench.notification(/This line is in no function/).waitFor();
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('go away all at once, and come back', async () => {
    await workbench.openFile('shop/pricing.py');
    // Walking may have scrolled it away; lenses are there only where they can be seen.
    await goToLine(lineOf('def quote(self, lines)', workbench));
    await lens().waitFor();
    await workbench.runCommand('Burnline: Toggle Inline Insights');
    await lens().waitFor({ state: 'detached' });
    await workbench.runCommand('Burnline: Toggle Inline Insights');
    await lens().waitFor();
  });

  for (const theme of ['light', 'high-contrast', 'high-contrast-light', 'dark'] as const) {
    it(`can be read in ${theme}`, async () => {
      await workbench.setTheme(theme);
      await workbench.openFile('storage/receipts.py');
      await workbench.lens(/^CPU/).first().waitFor();
      await workbench.screenshot(`inline-${theme}`);
    });
  }

  it('explain a function in a hover, which leads to the flame graph without it', async () => {
    await workbench.openFile('shop/pricing.py');
    await goToLine(lineOf('def quote(self, lines)', workbench));
    await workbench.runCommand('Show or Focus Hover');
    const hover = workbench.page.locator('.monaco-hover', { hasText: 'Flame Graph' }).first();
    await hover.getByText('Inspect', { exact: true }).waitFor();
    await workbench.screenshot('inline-hover-dark');
    await hover.getByText('Hide', { exact: true }).click();
    await workbench.page.getByRole('tab', { name: 'Flame Graph: shop' }).waitFor();
    await workbench.webview.getByRole('button', { name: /^\d+ hidden frames?/ }).waitFor();
  });
});

/** From 1, of the first line of pricing.py that holds the text. */
function lineOf(text: string, { surroundings }: Workbench): number {
  const source = readFileSync(join(surroundings.workspace, 'shop', 'pricing.py'), 'utf8');
  const line = source.split('\n').findIndex((one) => one.includes(text));
  assert.ok(line >= 0, `pricing.py has ${text}`);
  return line + 1;
}
