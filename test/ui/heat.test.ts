import assert from 'node:assert/strict';
import { eventually } from '../harness/eventually';
import type { Workbench } from '../workbench/workbench';
import { openShop, postShopRuns } from './shop-window';

// What can only be seen: bars beside hot lines, text behind them, and the picture in the hover.

describe('line heat', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openShop({ theme: 'dark', settings: { 'burnline.heat.style': 'both' } });
    await workbench.showViewContainer('Burnline');
    await postShopRuns(workbench);
    await workbench.openFile('shop/pricing.py');
    await workbench
      .lens(/^CPU 17\.2\s%/)
      .first()
      .waitFor();
  });
  after(() => workbench.close());

  it('writes the share behind hot lines, and draws a bar beside each in the colour of its step', async () => {
    await workbench.page.waitForFunction(textsBehindLines);
    const texts = await workbench.page.evaluate(textsBehindLines);
    assert.ok(texts);
    assert.ok(
      texts.some((text) => /^17\.2\s% of CPU$/.test(text)),
      texts.join('; '),
    );
    const bars = await workbench.page.evaluate(barsBesideLines);
    assert.ok(bars.length > 0);
    for (const bar of bars) assert.match(bar, /^[2-5]px (solid|dashed) rgb\(\d+, \d+, \d+\)$/);
  });

  it('has other colours in each kind of theme', async () => {
    const seen = new Set<string>();
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await workbench.setTheme(theme);
      const bars = await eventually(`bars of their own in ${theme}`, async () => {
        const now = (await workbench.page.evaluate(barsBesideLines)).join('; ');
        return !seen.has(now) && now;
      });
      seen.add(bars);
      await workbench.screenshot(`heat-${theme}`);
    }
  });

  it('has the last day of a function as a picture in its hover', async () => {
    const { page } = workbench;
    const picture = page.locator('.monaco-hover img[alt^="CPU over the last day"]');
    const head = page.locator('.view-line', { hasText: 'def quote' }).first();
    // A hover does not wait for the service; what comes late is in the next one.
    for (let tries = 0; tries < 10 && !(await picture.isVisible()); tries += 1) {
      await head.locator('span', { hasText: 'quote' }).last().hover();
      await page.waitForTimeout(1500);
      if (await picture.isVisible()) break;
      await page.mouse.move(5, 5);
      await page.waitForTimeout(1000);
    }
    assert.match((await picture.getAttribute('alt')) ?? '', /low [\d.]+\s%, high [\d.]+\s%, now [\d.]+\s%$/);
    assert.match((await picture.getAttribute('src')) ?? '', /^data:image\/svg\+xml;base64,/);
    await workbench.screenshot('heat-hover');
  });
});

/** Runs in the page. undefined while there is none. */
function textsBehindLines(): string[] | undefined {
  const contents = [...document.querySelectorAll('.view-line span')]
    .map((span) => getComputedStyle(span, '::after').content)
    .filter((content) => content.includes('CPU'));
  return contents.length > 0 ? contents.map((content) => content.replace(/^"|"$/g, '')) : undefined;
}

/** Runs in the page: the left borders of decorated lines. */
function barsBesideLines(): string[] {
  return [...document.querySelectorAll('.view-overlays .cdr')]
    .map((line) => getComputedStyle(line))
    .filter(({ borderLeftWidth }) => borderLeftWidth !== '0px')
    .map((style) => `${style.borderLeftWidth} ${style.borderLeftStyle} ${style.borderLeftColor}`);
}
