import assert from 'node:assert/strict';
import type { Workbench } from '../workbench/workbench';
import { openShop, postShopRuns, SHOP } from './shop-window';

// The comparison in a real window: two recorded runs of the sample, one after the other.

describe('the comparison', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openShop();
    await workbench.showViewContainer('Burnline');
    await postShopRuns(workbench);
    await workbench.treeItem(/^CPU, latest hour/).waitFor();
    await workbench.runCommand('Burnline: Compare…');
    await workbench.quickRow('Later half against the earlier half of what is shown').click();
    await workbench.webview.locator('canvas').waitFor();
  });
  after(() => workbench.close());

  const rows = () => workbench.webview.getByRole('rowheader');
  const selected = () => workbench.webview.getByRole('region', { name: 'Selected frame' });
  const heading = (name: string) => workbench.webview.getByRole('columnheader', { name });
  const button = (name: string | RegExp) => workbench.webview.getByRole('button', { name });

  it('says exactly what it compares, and from how many samples', async () => {
    await workbench.webview.getByRole('heading', { name: `${SHOP}: B against A` }).waitFor();
    const sentence =
      /^Share of CPU in each range: A is .* \(\d+ samples\), B is .* \(\d+ samples\)\. Differences within about ± /;
    await workbench.webview.getByText(sentence).waitFor();
    await workbench.screenshot('compare-dark');
  });

  it('lists every function with its change, the biggest first', async () => {
    await rows().first().waitFor();
    assert.equal(await heading('Change').getAttribute('aria-sort'), 'descending');
    assert.ok((await rows().count()) > 20);
  });

  it('sorts by any column, by mouse and by keyboard', async () => {
    await button('Function').click();
    assert.equal(await heading('Function').getAttribute('aria-sort'), 'ascending');
    const names = await rows().allTextContents();
    assert.deepEqual(
      names,
      [...names].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
    );
    await workbench.page.keyboard.press('Enter');
    assert.equal(await heading('Function').getAttribute('aria-sort'), 'descending');
    await button('Change').click();
  });

  it('leads from a row to its place in the graph, and on with the arrows', async () => {
    const name = (await rows().nth(1).textContent()) ?? '';
    await rows().first().click();
    await selected()
      .getByText((await rows().first().textContent()) ?? '')
      .first()
      .waitFor();
    await workbench.page.keyboard.press('ArrowDown');
    await selected().getByText(name).first().waitFor();
    await selected()
      .getByText(/A [\d.<\s]+% → B [\d.<\s]+% \([+−][\d.]+\s?points/)
      .waitFor();
  });

  it('turns round', async () => {
    const change = async () =>
      (await workbench.webview.getByRole('row').nth(1).getByRole('cell').nth(2).textContent()) ?? '';
    const before = await change();
    await button('Swap A and B').click();
    const flipped = before.startsWith('+') ? before.replace('+', '−') : before.replace('−', '+');
    await workbench.webview.getByRole('cell', { name: flipped }).first().waitFor();
    assert.equal(await change(), flipped);
    await button('Swap A and B').click();
  });

  it('tells new functions and gone ones apart from others', async () => {
    for (const filter of ['Slower', 'Faster', 'New', 'Gone']) {
      await button(new RegExp(`^${filter} \\d`)).click();
      const counted = Number(/\d+/.exec((await button(new RegExp(`^${filter} `)).textContent()) ?? '')?.[0]);
      assert.equal(await rows().count(), counted, filter);
    }
    await button(/^All \d/).click();
  });

  for (const theme of ['light', 'high-contrast', 'high-contrast-light'] as const) {
    it(`can be looked at in ${theme}`, async () => {
      await workbench.setTheme(theme);
      await workbench.screenshot(`compare-${theme}`);
    });
  }

  it('goes to the source of a row with Enter', async () => {
    await workbench.setTheme('dark');
    await rows()
      .getByText(/^shop\.pricing/)
      .first()
      .click();
    await workbench.page.keyboard.press('Enter');
    await workbench.page.getByRole('tab', { name: 'pricing.py' }).waitFor();
  });
});
