import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { eventually } from '../harness/eventually';
import type { Workbench } from '../workbench/workbench';
import type { FlamePage } from './flame-page';
import { openShopFlame } from './flame-page';
import { postMoreShopRuns, SHOP } from './shop-window';

// The flame graph in a real window, by mouse and by keyboard. What is drawn is tested elsewhere; here it is whether
// the canvas, the controls around it, the host and the editor belong together.

describe('the flame graph', () => {
  let workbench: Workbench;
  let flame: FlamePage;
  let canvas: Locator;
  before(async () => {
    flame = await openShopFlame();
    ({ workbench, canvas } = flame);
  });
  after(() => workbench.close());

  const crumbs = () => workbench.webview.getByRole('navigation', { name: 'Zoomed to' }).getByRole('listitem');
  const selected = () => workbench.webview.getByRole('region', { name: 'Selected frame' });
  const choose = async (view: 'CPU' | 'Latency') => {
    await workbench.webview.getByRole('combobox', { name: 'Thread states' }).click();
    await workbench.webview.getByRole('option', { name: view }).click();
  };
  const press = (key: string) => workbench.page.keyboard.press(key);

  it('says of what and when it is', async () => {
    await workbench.webview.getByRole('heading', { name: SHOP, exact: true }).waitFor();
    await workbench.webview.getByText(/^859 samples, \d+\ss · agent /).waitFor();
  });

  it('describes the frame under the pointer', async () => {
    await canvas.hover({ position: { x: 60, y: 30 } });
    const tip = workbench.webview.locator('.tooltip');
    await tip.getByText(/^\d+(\.\d)?\s% of CPU · self /).waitFor();
    await workbench.screenshot('flame-hover');
  });

  it('zooms to what is clicked, and back by its crumbs', async () => {
    await canvas.click({ position: { x: 60, y: 30 } });
    await canvas.click({ position: { x: 60, y: 50 } });
    await crumbs().nth(2).waitFor();
    await crumbs().first().getByRole('button').click();
    await crumbs().nth(1).waitFor({ state: 'detached' });
  });

  it('finds functions, counts them and walks from one to the next', async () => {
    await canvas.hover();
    await canvas.click({ position: { x: 60, y: 10 } });
    await press('/');
    await workbench.page.keyboard.type('quote');
    const count = workbench.webview.getByRole('search').getByRole('status');
    await count.getByText(/^\d+ · \d+\.\d\s%$/).waitFor();
    await press('Enter');
    await count.getByText(/^1\/\d+ · /).waitFor();
    await press('Enter');
    await count.getByText(/^2\/\d+ · /).waitFor();
    await selected().getByText(/quote/).first().waitFor();
    await workbench.screenshot('flame-search');
    await press('Escape');
    await count.getByText(/./).waitFor({ state: 'detached' });
  });

  it('is walked by keyboard, and tells a screen reader where one is', async () => {
    await canvas.click({ position: { x: 60, y: 10 } });
    const rows = workbench.webview
      .getByRole('treegrid', { name: 'Call graph from entry points' })
      .getByRole('row');
    await flame.becomes({ focused: '1 | all | 100 % | 0 %' });
    await press('ArrowDown');
    await flame.becomes({ focused: '2 | threading:Worker:_bootstrap | 86.7 % | 0 %' });
    await press('ArrowLeft');
    await flame.becomes({ focused: '2 | threading:Thread:_bootstrap | 13.3 % | 0 %' });
    assert.equal(await workbench.webview.locator('.chart-tree [tabindex="0"]').count(), 1);
    const current = rows.and(workbench.webview.locator('[aria-selected=true]'));
    assert.deepEqual(
      await Promise.all(
        ['aria-level', 'aria-posinset', 'aria-setsize', 'aria-expanded'].map((name) =>
          current.getAttribute(name),
        ),
      ),
      ['2', '1', '2', 'true'],
    );
    await press('ArrowUp');
    await flame.becomes({ focused: '1 | all | 100 % | 0 %' });
  });

  it('describes the selected frame to a screen reader', async () => {
    await press('ArrowDown');
    await press('e');
    await workbench.webview.locator('[aria-live]', { hasText: '745 samples' }).waitFor({ state: 'attached' });
    await press('ArrowUp');
  });

  it('keeps its place while another tab is in front, and over a reload of the window', async () => {
    await canvas.click({ position: { x: 60, y: 10 } });
    await press('ArrowDown');
    await press('Space');
    const { zoom: name } = await flame.until(({ zoom }) => zoom !== 'all');
    await workbench.openFile('main.py');
    await workbench.page.getByRole('tab', { name: `Flame Graph: ${SHOP}` }).click();
    await crumbs().last().getByText(name, { exact: true }).waitFor();
    await choose('Latency');
    await flame.becomes({ samples: '12,631 samples' });
    await workbench.reloadWithEditors('"states":"latency"');
    await crumbs().last().getByText(name, { exact: true }).waitFor();
    await flame.becomes({ samples: '12,631 samples' });
    await choose('CPU');
    await crumbs().first().getByRole('button').click();
  });

  it('shows the latency of the same program, and the editor follows', async () => {
    await choose('Latency');
    await flame.becomes({ samples: '12,631 samples' });
    await workbench.screenshot('flame-latency');
    await choose('CPU');
    await workbench.webview.getByText(/^859 samples, \d+\ss · agent /).waitFor();
  });

  for (const theme of ['light', 'high-contrast', 'high-contrast-light', 'dark'] as const) {
    it(`repaints in ${theme}`, async () => {
      const before = await canvas.screenshot();
      await workbench.setTheme(theme);
      await untilChanged(canvas, before);
      await workbench.screenshot(`flame-${theme}`);
    });
  }

  it('keeps what is under the pointer while the wheel zooms, and moves with the hand', async () => {
    await canvas.hover({ position: { x: 600, y: 90 } });
    const tip = workbench.webview.locator('.tooltip > div').first();
    await tip.waitFor();
    const name = (await tip.textContent()) ?? '';
    const seen = workbench.webview.getByRole('slider', { name: 'Part of the graph that is shown' });
    const whole = await seen.getAttribute('aria-valuetext');
    await workbench.page.mouse.wheel(0, -400);
    await seen.and(workbench.webview.locator(`:not([aria-valuetext="${whole}"])`)).waitFor();
    await flame.pointsAt({ x: 601, y: 90 }, name);
    await canvas.dragTo(canvas, { sourcePosition: { x: 300, y: 90 }, targetPosition: { x: 500, y: 90 } });
    await flame.pointsAt({ x: 800, y: 90 }, name);
    await canvas.click({ position: { x: 60, y: 10 } });
  });

  it('keeps its place when new profiles arrive', async () => {
    await canvas.click({ position: { x: 600, y: 90 } });
    const { zoom } = await flame.until((look) => look.zoom !== 'all' && look.zoom === look.selected);
    await postMoreShopRuns(workbench);
    await flame.becomes({ samples: '1,718 samples', zoom, selected: zoom });
    await canvas.click({ position: { x: 60, y: 10 } });
  });

  it('takes the focus from nobody when it draws anew, and has it when they come back', async () => {
    await flame.focusGraph();
    await press('F1');
    await workbench.quickInput.fill('>Burnline');
    await postMoreShopRuns(workbench);
    await flame.until(({ samples, focused }) => samples === '2,577 samples' && focused === '');
    await workbench.page.keyboard.type(': Open');
    assert.equal(await workbench.quickInput.inputValue(), '>Burnline: Open');
    await press('Escape');
    await flame.until(({ focused }) => focused !== '');
  });

  it('has the focus again when its menu closes, though the picture was replaced meanwhile', async () => {
    await flame.focusGraph();
    await press('Shift+F10');
    await flame.menu.waitFor();
    await postMoreShopRuns(workbench);
    await flame.until(({ samples }) => samples === '3,436 samples');
    await press('Escape');
    await flame.until(({ focused }) => focused !== '');
  });

  it('goes to the source of what is double-clicked', async () => {
    await canvas.dblclick({ position: { x: 600, y: 70 } });
    await workbench.page.getByRole('tab', { name: 'server.py' }).waitFor();
    await workbench.page.getByRole('tab', { name: `Flame Graph: ${SHOP}` }).click();
    await canvas.waitFor();
  });

  it('says why there is no source for what is not in the workspace', async () => {
    await canvas.click({ position: { x: 60, y: 10 } });
    await flame.search('file:threading.py _bootstrap_inner');
    await press('Enter');
    await selected().getByRole('button', { name: 'Go to Source' }).click();
    await selected()
      .getByText(/^No source for threading:/)
      .waitFor();
    await press('Escape');
  });

  it('goes to the line of a function with Enter', async () => {
    await flame.search('BulkRule:quote');
    await press('Enter');
    await selected().getByText('shop.pricing:BulkRule:quote').waitFor();
    await selected().getByRole('button', { name: 'Go to Source' }).focus();
    await press('Enter');
    await workbench.page.getByRole('tab', { name: 'pricing.py' }).waitFor();
    await workbench.page
      .getByText(/^Ln \d+, Col/)
      .first()
      .waitFor();
  });
});

/** Waits until a canvas looks different from before; a picture has no other event that a test could see. */
async function untilChanged(canvas: Locator, before: Buffer): Promise<void> {
  await eventually('repainted', async () => !before.equals(await canvas.screenshot()));
}
