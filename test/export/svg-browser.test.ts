import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { visibleText } from '../../src/base/visible-text';
import { renderSvg } from '../../src/export/svg';
import { ProfileBuilder } from '../../src/profile/builder';
import { computeCallTree } from '../../src/profile/call-tree';
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

function svgOf(profile: Profile, title = 'shop'): string {
  const { total, sum } = computeCallTree(profile, profile.samples.states);
  return renderSvg({ profile, total, sum, title, subtitle: 'a minute' });
}

describe('an exported SVG in a browser', () => {
  const files = exportedFiles();
  let file: OpenFile;
  let page: Page;
  before(async () => {
    file = await files.open('shop.svg', svgOf(profileOf(SHOP)));
    page = file.page;
  });

  const box = (name: string) => page.getByRole('treeitem', { name: new RegExp(`^${name}\\b`) });
  const details = () => page.locator('.details').textContent();
  /** Without the stroke that marks the focus. */
  const widthOf = async (name: string) =>
    Math.round(Number(await box(name).first().locator('rect').getAttribute('width')));
  const focused = () =>
    page.evaluate(() => document.activeElement?.querySelector('title')?.textContent?.split('\n')[0]);

  it('fills the window and names itself', async () => {
    assert.equal(await widthOf('all'), 983);
    assert.equal(await page.title(), 'shop');
  });

  it('says what is under the pointer', async () => {
    await box('shop.cart:Cart:load').hover();
    assert.equal(
      (await details())?.replaceAll('\u00a0', ' '),
      'shop.cart:Cart:load · /srv/cart.py:12 · 35.0 % · 350 samples',
    );
  });

  it('zooms to what is clicked, and back with Escape', async () => {
    await box('shop.cart:Cart:load').click();
    assert.equal(await widthOf('shop.cart:Cart:load'), 983);
    assert.equal(await box('shop.cart:Cart:show').isVisible(), false);
    assert.equal(await widthOf('main'), 983);
    await page.keyboard.press('Escape');
    assert.equal(await box('shop.cart:Cart:show').isVisible(), true);
    assert.equal(await widthOf('shop.cart:Cart:load'), 343);
  });

  it('is walked and zoomed by keyboard', async () => {
    await page.keyboard.press('Home');
    assert.equal(await focused(), 'all');
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
    assert.equal(await focused(), 'shop.cart:Cart:show');
    assert.match((await details()) ?? '', /^shop\.cart:Cart:show · /);
    await page.keyboard.press('Enter');
    assert.equal(await widthOf('shop.cart:Cart:show'), 983);
    await page.getByRole('button', { name: 'Reset zoom' }).click();
    assert.equal(await widthOf('main'), 983);
    assert.equal(await widthOf('shop.cart:Cart:load'), 343);
  });

  it('finds functions, counts them and goes to those that are too narrow to see', async () => {
    const search = page.getByRole('searchbox');
    const found = async () => (await page.getByRole('status').textContent())?.replaceAll('\u00a0', ' ');
    await search.fill('json');
    assert.equal(await found(), '2 found · 28.0 % of the whole');
    assert.equal(await page.locator('.match').count(), 2);
    await search.press('Enter');
    assert.equal(await found(), '1 of 2 · 28.0 % of the whole');
    await search.fill('page');
    assert.equal(await found(), '2 found · 57.0 % of the whole');
    await search.fill('sliver');
    assert.ok((await widthOf('shop.page:sliver')) < 3);
    await search.press('Enter');
    assert.equal(await widthOf('shop.page:sliver'), 983);
    await page.getByRole('checkbox', { name: 'regex' }).check();
    await search.fill('^(load|main)$');
    assert.equal(await found(), '1 found · 100 % of the whole');
    await search.fill('(');
    assert.match((await found()) ?? '', /^This is not a regular expression/);
    await search.fill('nothing like it');
    assert.equal(await found(), 'nothing found');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.match').count(), 0);
  });

  it('is light or dark as the person has it, and keeps to two colours where they want that', async () => {
    const ground = () => page.locator('.ground').evaluate((element) => getComputedStyle(element).fill);
    await page.emulateMedia({ colorScheme: 'light' });
    assert.equal(await ground(), 'rgb(255, 255, 255)');
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.equal(await ground(), 'rgb(31, 31, 31)');
    await page.emulateMedia({ forcedColors: 'active' });
    const fills = await page
      .locator('.box rect')
      .evaluateAll((boxes) => [...new Set(boxes.map((element) => getComputedStyle(element).fill))]);
    assert.equal(fills.length, 1);
    await page.emulateMedia({ forcedColors: 'none', colorScheme: 'light' });
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
    const { page, incidents } = await files.open('hostile.svg', svgOf(hostileProfile(), name));
    const titles = await page
      .locator('.box > title')
      .evaluateAll((elements) => elements.map((element) => element.textContent?.split('\n')[0]));
    const expected = HOSTILE_NAMES.map((hostile) =>
      visibleText(hostile).replace(/[\ufffe\uffff]/g, '\ufffd'),
    );
    assert.deepEqual(titles.sort(), ['all', ...expected].sort());
    assert.equal(await page.locator('script').count(), 1);
    assert.equal(await page.locator('img').count(), 0);
    assert.equal(await page.title(), name);
    await page.getByRole('searchbox').fill('window.hacked');
    assert.equal(await page.evaluate(() => 'hacked' in window), false);
    assert.deepEqual(incidents, []);
  });

  it('says no share of too few samples, and that what is too narrow was not searched', async () => {
    const few = await files.open('few.svg', svgOf(profileOf('main  4\n  load  4')));
    await few.page.getByRole('searchbox').fill('load');
    assert.equal(await few.page.getByRole('status').textContent(), '1 found');
    const narrow = await files.open('narrow.svg', svgOf(profileOf('main  9999\n  load  1')));
    await narrow.page.getByRole('searchbox').fill('load');
    assert.equal(await narrow.page.getByRole('status').textContent(), 'nothing found, in what is drawn');
  });

  it('gives functions without a name something to be called', async () => {
    const builder = new ProfileBuilder();
    builder.sample(builder.stack(-1, builder.frame('', '')), 'RUNNABLE', 30);
    const nameless = await files.open('nameless.svg', svgOf(builder.finish(profileOf('a  1').meta)));
    assert.equal(await nameless.page.getByRole('treeitem', { name: /^<no name>/ }).count(), 1);
  });
});
