import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { eventually } from '../harness/eventually';
import type { Workbench } from '../workbench/workbench';
import { openShop, postShopRuns } from './shop-window';

describe('the hover of a function', () => {
  let workbench: Workbench;
  before(async () => {
    // With a fleet it is the longest that it gets.
    const settings = { 'burnline.fleet': { instanceType: 'm5.large', count: 4 } };
    workbench = await openShop({ theme: 'dark', settings });
    await workbench.showViewContainer('Burnline');
    await postShopRuns(workbench);
    await workbench.treeItem(/^CPU, latest hour/).waitFor();
    await workbench.openFile('shop/pricing.py');
    await workbench.lens(/^CPU 17\.2\s% \(self 4\.5/).waitFor();
  });
  after(() => workbench.close());

  for (const theme of ['dark', 'light'] as const) {
    it(`shows its figures and where to go from here without being scrolled, in ${theme}`, async () => {
      await workbench.setTheme(theme);
      const source = readFileSync(join(workbench.surroundings.workspace, 'shop', 'pricing.py'), 'utf8');
      const line = source.split('\n').findIndex((one) => one.includes('def quote(self, lines)')) + 1;
      await workbench.page.keyboard.press('Control+g');
      await workbench.quickInput.fill(`:${line}`);
      await workbench.page.keyboard.press('Enter');
      await workbench.runCommand('Show or Focus Hover');
      const hover = workbench.page.locator('.monaco-hover', { hasText: 'Flame Graph' }).first();
      const link = hover.getByText('Inspect', { exact: true });
      await link.waitFor();
      // The sparkline is there a moment later than its words.
      for (const text of [/17\.2\s% of the latest/, /\$[\d,]+\/yr/, /^Inspect$/, /^Hide$/]) {
        await untilSeen(hover, hover.getByText(text).first());
      }
      await workbench.screenshot(`hover-fleet-${theme}`);
      await workbench.page.keyboard.press('Escape');
    });
  }
});

async function untilSeen(around: Locator, inside: Locator): Promise<void> {
  let boxes: readonly unknown[] = [];
  await eventually(
    () => `seen without scrolling: ${JSON.stringify(boxes)}`,
    async () => {
      const [box, text] = [await around.boundingBox(), await inside.boundingBox()];
      boxes = [box, text];
      return box && text && text.y >= box.y && text.y + text.height <= box.y + box.height;
    },
  );
}
