import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { visibleText } from '../../src/base/visible-text';
import { renderHtml } from '../../src/export/html';
import type { Profile } from '../../src/profile/tables';
import { profileOf } from '../fixtures/text-profile';
import {
  accessibilityProblems,
  exportedFiles,
  HOSTILE_NAMES,
  hostileProfile,
  SHOP,
  type OpenFile,
} from './exported-files';

function htmlOf(profile: Profile, title = 'shop'): string {
  return renderHtml(profile, profile.samples.states, { title, subtitle: 'a minute' });
}

describe('an exported page in a browser', () => {
  const files = exportedFiles();
  let file: OpenFile;
  let page: Page;
  before(async () => {
    file = await files.open('shop.html', htmlOf(profileOf(SHOP)));
    page = file.page;
  });

  const box = (name: string) => page.getByRole('treeitem', { name: new RegExp(`^${name}\\b`) });
  const text = async (selector: string) =>
    (await page.locator(selector).textContent())?.replaceAll('\u00a0', ' ');
  const crumbs = () =>
    page.getByRole('navigation', { name: 'Zoomed to' }).getByRole('listitem').allTextContents();
  const rows = () =>
    page
      .locator('tbody tr')
      .evaluateAll((all) =>
        all.map((row) =>
          [...row.children].map((cell) => cell.textContent?.replaceAll('\u00a0', ' ')).join(' | '),
        ),
      );

  it('describes what is under the pointer', async () => {
    await box('shop.cart:Cart:load').hover();
    assert.equal(
      await text('.details'),
      'shop.cart:Cart:load · /srv/cart.py:12 · 35.0 % · 350 samples · self 10.0 % · 100 samples',
    );
  });

  it('zooms to what is clicked, out by its crumbs, and back with Escape', async () => {
    await box('shop.cart:Cart:load').click();
    assert.deepEqual(await crumbs(), ['all', 'main', 'shop.cart:Cart:load']);
    assert.equal(await box('shop.cart:Cart:show').count(), 0);
    await page.getByRole('listitem').filter({ hasText: 'main' }).getByRole('button').click();
    assert.deepEqual(await crumbs(), ['all', 'main']);
    await box('shop.cart:Cart:show').click();
    await page.keyboard.press('Escape');
    assert.deepEqual(await crumbs(), ['all']);
  });

  it('is walked and zoomed by keyboard, one stop for Tab', async () => {
    assert.equal(await page.locator('.box[tabindex="0"]').count(), 1);
    await page.keyboard.press('Home');
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    assert.deepEqual(await crumbs(), ['all', 'main', 'shop.cart:Cart:show']);
    assert.equal(await page.locator('.box:focus').getAttribute('data-label'), 'shop.cart:Cart:show');
    await page.keyboard.press('Escape');
  });

  it('finds functions, counts each sample once and goes to those that are too narrow to see', async () => {
    const search = page.getByRole('searchbox');
    const found = () => text('output');
    await search.fill('json');
    assert.equal(await found(), '2 found · 28.0 % of the whole');
    assert.equal(await page.locator('.match').count(), 2);
    await search.press('Enter');
    assert.equal(await found(), '1 of 2 · 28.0 % of the whole');
    await search.fill('sliver');
    await search.press('Enter');
    assert.equal((await crumbs()).at(-1), 'shop.page:sliver');
    await page.getByRole('checkbox', { name: 'regex' }).check();
    await search.fill('^m.in$');
    assert.equal(await found(), '1 found · 100 % of the whole');
    await search.fill('[');
    assert.match((await found()) ?? '', /^This is not a regular expression/);
    await page.getByRole('checkbox', { name: 'regex' }).uncheck();
    await search.fill('');
    assert.equal(await found(), '');
    await page.locator('.box').first().click();
  });

  it('lists functions by self, by total and by name', async () => {
    assert.equal((await rows())[0], 'shop.page:draw | 56.9 % · 569 samples | 57.0 % · 570 samples');
    await page.getByRole('button', { name: 'Total' }).click();
    assert.equal((await rows())[0], 'main | 0 % · 0 samples | 100 % · 1,000 samples');
    await page.getByRole('button', { name: 'Function', exact: true }).click();
    assert.match((await rows())[0] ?? '', /^json:parse \| 28.0 % · 280 samples \| /);
    assert.equal((await rows()).length, 6);
    assert.equal(await page.locator('th[aria-sort="ascending"]').textContent(), 'Function');
    await page.getByRole('row', { name: 'sliver' }).getByRole('button').click();
    assert.equal((await crumbs()).at(-1), 'shop.page:sliver');
    await page.keyboard.press('Escape');
  });

  it('is light or dark as the person has it', async () => {
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.emulateMedia({ colorScheme: 'light' });
    assert.equal(await ground(), 'rgb(255, 255, 255)');
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.equal(await ground(), 'rgb(31, 31, 31)');
  });

  it('has no problem that axe-core finds, light or dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await accessibilityProblems(page), []);
    }
  });

  it('asks for nothing and breaks nothing', () => assert.deepEqual(file.incidents, []));

  it('shows hostile names as text', async () => {
    const [name] = HOSTILE_NAMES;
    const { page, incidents } = await files.open('hostile.html', htmlOf(hostileProfile(), name));
    const labels = await page
      .locator('.box')
      .evaluateAll((elements) => elements.map((element) => (element as HTMLElement).title.split('\n')[0]));
    assert.deepEqual(labels.sort(), ['all', ...HOSTILE_NAMES.map((hostile) => visibleText(hostile))].sort());
    assert.equal(await page.locator('script').count(), 2);
    assert.equal(await page.locator('img').count(), 0);
    assert.equal(await page.title(), name);
    await page.getByRole('searchbox').fill('hacked');
    assert.equal(await page.evaluate(() => 'hacked' in window), false);
    assert.deepEqual(incidents, []);
  });

  it('runs no script but its own', async () => {
    const other = `<script>window.hacked = 1</script><body onload="window.hacked = 2">`;
    const { page } = await files.open(
      'other.html',
      htmlOf(profileOf(SHOP)).replace('<header>', `${other}<header>`),
    );
    await box('main').first().waitFor();
    assert.equal(await page.evaluate(() => 'hacked' in window), false);
  });
});
