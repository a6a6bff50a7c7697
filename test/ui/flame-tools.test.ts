import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { EXPORT_FORMATS, FILE_ENDINGS } from '../../src/export/formats';
import { parseFlameLink } from '../../src/host/flame-link';
import { eventually } from '../harness/eventually';
import type { Workbench } from '../workbench/workbench';
import { burnline } from '../cli/burnline';
import type { FlamePage } from './flame-page';
import { openShopFlame } from './flame-page';
import { SHOP } from './shop-window';

// What stands around the graph, in a real window: search, pictures, table, help, range, views, link, export, own code.

const PLAIN = { samples: '859 samples', picture: 'From entry points', changes: [], hidden: '' };

const EXPORT_LABELS = {
  svg: 'Interactive SVG',
  html: 'Page (HTML)',
  collapsed: 'Collapsed stacks',
  pprof: 'pprof',
  speedscope: 'speedscope JSON',
  'agent-profile': 'Agent profile (JSON)',
} as const;

describe('around the flame graph', () => {
  let flame: FlamePage;
  let workbench: Workbench;
  before(async () => {
    flame = await openShopFlame();
    ({ workbench } = flame);
  });
  after(() => workbench.close());

  const role = (...args: Parameters<Workbench['webview']['getByRole']>) =>
    workbench.webview.getByRole(...args);
  /** The text of a field; the input is in the shadow of the toolkit's control, which is where keys go. */
  const fill = async (place: string, text: string) => {
    await workbench.webview.locator(`${place} vscode-text-field`).click();
    await flame.press('ControlOrMeta+a', 'Delete');
    await workbench.page.keyboard.type(text);
  };
  const more = async (entry: string) => {
    await flame.button('More').click();
    await flame.entry(entry).click();
  };
  const inWorkspace = (...names: string[]) => join(workbench.surroundings.workspace, ...names);

  describe('search', () => {
    it('minds upper and lower case, and patterns, when asked to', async () => {
      await flame.search('RULE:QUOTE');
      await flame.becomes({ found: '3 · 17.2 %' });
      await flame.button('Match case').click();
      await flame.becomes({ found: 'no match' });
      await flame.button('Match case').click();
      await flame.becomes({ found: '3 · 17.2 %' });
      await flame.search('(Bulk|Loyalty)Rule:quote$');
      await flame.becomes({ found: 'no match' });
      await flame.button('Regular expression').focus();
      await flame.press('Space');
      await flame.becomes({ found: '2 · 9.8 %' });
    });

    it('says what is wrong with a pattern', async () => {
      await flame.search('(');
      const { found } = await flame.until((look) => look.found !== '' && !/^\d/.test(look.found));
      assert.match(found, /\w+ \w+/);
      await flame.search('Rule:quote$');
      await flame.becomes({ found: '3 · 17.2 %' });
    });

    it('keeps only what is found by its own button, and finds it again when that is taken back', async () => {
      await flame.button('Keep only stacks with a match (k)').click();
      await flame.becomes({ samples: '148 samples', changes: ['/Rule:quote$/i (only)'] });
      await flame.button('Take back: /Rule:quote$/i (only)').click();
      await flame.becomes(PLAIN);
      await flame.button('Regular expression').click();
      await clearSearch(flame);
    });
  });

  it('takes back steps one by one, whichever they are, and all at once', async () => {
    await flame.select('BulkRule:quote');
    await flame.press('h');
    await flame.select('SeasonalRule:quote');
    await flame.press('h');
    await flame.select('CheckoutHandler:redeem');
    await flame.press('d');
    const dropped = 'shop.web.handlers:CheckoutHandler:redeem (dropped)';
    await flame.becomes({ samples: '732 samples', hidden: '2 hidden frames', changes: [dropped] });
    await flame.button('2 hidden frames').focus();
    await flame.press('Enter');
    await flame.button('Show shop.pricing:BulkRule:quote').click();
    await flame.becomes({ hidden: '1 hidden frame', changes: [dropped] });
    await flame.press('Escape');
    await flame.focusGraph();
    await flame.press('x');
    await flame.becomes(PLAIN);
    await flame.press('u');
    await flame.becomes({ hidden: '1 hidden frame', changes: [dropped] });
    await flame.press('x');
    await flame.becomes(PLAIN);
  });

  it('says why nothing can be done', async () => {
    await flame.canvas.click({ position: await flame.at(0.1, 0) });
    await flame.press('f');
    await flame.becomes({ note: 'Select a frame first.' });
    await flame.press('k');
    await flame.becomes({ note: 'Search for something first.' });
  });

  it('changes pictures by tabs, with the mouse and with arrows', async () => {
    await flame.select('BulkRule:quote');
    await role('radio', { name: 'Hottest first' }).click();
    await flame.becomes({ picture: 'Hottest first', selected: 'shop.pricing:BulkRule:quote' });
    await flame.press('ArrowRight');
    await flame.becomes({ picture: 'Inspect', samples: '66 samples' });
    await flame.press('ArrowRight');
    await flame.becomes({ ...PLAIN, selected: 'shop.pricing:BulkRule:quote' });
  });

  it('orders by name or by weight', async () => {
    await flame.focusGraph();
    await flame.press('Home');
    const firstIs = async (name: string) => flame.pointsAt(await flame.at(0.05, 1), name);
    await firstIs('threading:Thread:_bootstrap');
    await flame.press('o');
    await firstIs('threading:Worker:_bootstrap');
    await more('By name');
    await firstIs('threading:Thread:_bootstrap');
  });

  it('tells what its colours mean', async () => {
    const legend = workbench.webview.locator('.legend-entries');
    await more('Packages');
    await legend.getByText('shop').first().waitFor();
    await more('Thread states');
    await legend.getByText('running').first().waitFor();
    await more('My code, libraries, runtime');
    await legend
      .getByText(/my code/i)
      .first()
      .waitFor();
  });

  it('counts any set of thread states', async () => {
    await role('combobox', { name: 'Thread states' }).click();
    await role('option', { name: 'Custom' }).click();
    const waiting = role('group', { name: 'States that count' }).getByTitle('WAITING', { exact: true });
    await waiting.getByRole('checkbox').check();
    await flame.until(({ samples }) => Number.parseInt(samples.replaceAll(',', '')) > 859);
    await waiting.getByRole('checkbox').uncheck();
    await flame.becomes({ samples: '859 samples' });
    await role('combobox', { name: 'Thread states' }).click();
    await role('option', { name: 'CPU' }).click();
    await flame.until(({ facts }) => /^[\d.]+ % of CPU/.test(facts));
  });

  it('lists all functions in a table that is walked and sorted without a mouse', async () => {
    await flame.focusGraph();
    await flame.press('t');
    const table = role('treegrid', { name: 'Functions' });
    await table.waitFor();
    await table.locator('[role=row]:focus').waitFor();
    await fill('.functions-bar', 'BulkRule');
    const listed = table.locator('.functions-body [aria-level="1"]');
    await listed.nth(2).waitFor({ state: 'detached' });
    assert.equal(await listed.count(), 2);
    await workbench.screenshot('flame-table');
    await fill('.functions-bar', '');
    await listed.nth(2).waitFor();
    await flame.press('Tab', 'Tab');
    await flame.press('t');
    await flame.canvas.waitFor();
    await flame.until(({ focused }) => focused !== '');
  });

  it('shows all its keys, and none of them acts behind the sheet', async () => {
    await flame.focusGraph();
    await flame.press('?');
    const sheet = role('dialog', { name: 'Keys' });
    await sheet.getByText('Focus on Function').waitFor();
    await flame.press('2');
    await workbench.screenshot('flame-help');
    await flame.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
    await flame.becomes(PLAIN);
  });

  it('moves its window by the minimap', async () => {
    const part = role('slider', { name: 'Part of the graph that is shown' });
    assert.equal(await part.getAttribute('aria-valuetext'), 'the whole graph');
    await flame.focusGraph();
    await flame.press('+', '+');
    await workbench.webview.locator('[aria-valuetext^="44"]').waitFor();
    await part.dblclick();
    await workbench.webview.locator('[aria-valuetext="the whole graph"]').waitFor();
  });

  it('copies names, without a mouse', async () => {
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await flame.select('BulkRule:quote');
    await flame.press('c');
    await clipboard(workbench, /^shop\.pricing:BulkRule:quote$/);
  });

  describe('a whole way to look', () => {
    const changed = {
      samples: '732 samples',
      picture: 'From entry points',
      changes: ['shop.web.handlers:CheckoutHandler:redeem (dropped)'],
      hidden: '1 hidden frame',
      selected: 'shop.orders:OrderBook:snapshot',
    };

    it('is saved under a name in the workspace, and applied', async () => {
      await flame.select('CheckoutHandler:redeem');
      await flame.press('d');
      await flame.becomes({ samples: '732 samples' });
      await flame.select('PriceList:best');
      await flame.press('h');
      await flame.select('OrderBook:snapshot');
      await flame.becomes(changed);
      await flame.button('Views').click();
      await fill('.views', 'without redeem');
      await flame.press('Enter');
      await flame.button('without redeem').first().waitFor();
      const kept = JSON.parse(readFileSync(inWorkspace('.burnline', 'views.json'), 'utf8')) as {
        views: { name: string }[];
      };
      assert.deepEqual(
        kept.views.map(({ name }) => name),
        ['without redeem'],
      );
      await flame.press('Escape');
      await flame.focusGraph();
      await flame.press('x');
      await flame.becomes(PLAIN);
      await flame.button('Views').click();
      await role('button', { name: 'without redeem', exact: true }).click();
      await flame.becomes(changed);
    });

    it('survives a reload of the window', async () => {
      await flame.search('quote');
      const before = await flame.look();
      await workbench.reloadWithEditors('"text":"quote"');
      await flame.canvas.waitFor();
      await flame.becomes({ ...before, focused: '' });
      await clearSearch(flame);
    });

    it('is copied as a link that says all of it', async () => {
      await more('Copy Link');
      const link = await clipboard(
        workbench,
        /^[\w-]+:\/\/burnline\.burnline\/flame\?connection=local&group=shop/,
      );
      // VS Code takes one layer of percent signs off before it hands the query on.
      const parsed = parseFlameLink(decodeURIComponent(link.slice(link.indexOf('?') + 1)));
      assert.deepEqual(parsed?.source, { connectionId: 'local', group: SHOP, range: { latest: 3_600_000 } });
      assert.deepEqual(
        parsed.spec.transforms.map(({ type }) => type),
        ['drop-function', 'hide-function'],
      );
      assert.equal(parsed.spec.selected?.at(-1)?.name, changed.selected);
    });

    it('is deleted', async () => {
      await flame.button('Views').click();
      await flame.button('Delete the view without redeem').click();
      await workbench.webview.getByText('No saved views yet.').waitFor();
      assert.ok(!readFileSync(inWorkspace('.burnline', 'views.json'), 'utf8').includes('without redeem'));
      await flame.press('Escape');
    });
  });

  describe('export', () => {
    const save = async (label: string, name: string): Promise<string> => {
      await more(label);
      // What is typed before the dialog has proposed a name is overwritten by that.
      await expectValue(workbench.quickInput, /\/shop\.\w+/);
      const file = inWorkspace(name);
      await workbench.quickInput.fill(file);
      await flame.press('Enter');
      await eventually(`${name} is written`, () => existsSync(file) && readFileSync(file).length > 0);
      return file;
    };

    for (const format of EXPORT_FORMATS) {
      it(`of ${format} holds what is shown`, async () => {
        const file = await save(EXPORT_LABELS[format], `out${FILE_ENDINGS[format]}`);
        const text = readFileSync(file);
        // Pictures are read by people: their figures are tested beside the code that writes them.
        if (format === 'svg' || format === 'html') {
          assert.ok(text.includes('shop.orders:OrderBook:snapshot'));
          return;
        }
        const { stdout, stderr } = await burnline(['top', '--json', file]);
        assert.equal(stderr, '');
        assert.equal((JSON.parse(stdout) as { total: number }).total, 732);
      });
    }

    it('of the picture is a PNG', async function () {
      // VS Code's dialog may still be opening when its proposal is looked for.
      this.retries(2);
      const bytes = readFileSync(await save('Picture (PNG)', 'out.png'));
      assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
    });
  });

  describe('the range', () => {
    const picker = () => role('dialog', { name: 'Time range' });
    const open = async () => {
      await workbench.webview.locator('.toolbar .tool[aria-haspopup=dialog]').first().focus();
      await flame.press('Enter');
      await picker().waitFor();
    };

    it('is one of the usual ones, by keyboard', async () => {
      await flame.focusGraph();
      await flame.press('x');
      await flame.becomes(PLAIN);
      await open();
      await picker()
        .getByText(/^Profiles for /)
        .waitFor();
      await workbench.screenshot('flame-range');
      await picker().getByRole('button', { name: 'Latest 24 hours' }).focus();
      await flame.press('Enter');
      await picker().waitFor({ state: 'hidden' });
      await workbench.treeItem(/^CPU, latest (?!hour).* · 859 samples/).waitFor();
      await flame.becomes(PLAIN);
    });

    it('is only the later run in the latest five minutes', async () => {
      await open();
      await picker().getByRole('button', { name: 'Latest 5 minutes' }).press('Enter');
      const { samples } = await flame.until((look) => look.samples !== '859 samples');
      const count = Number.parseInt(samples);
      // How much of the run lies in them depends on where the clock cuts five minutes.
      assert.ok(count > 0 && count < 859, samples);
    });

    it('says that there is nothing in a range that was typed in', async () => {
      await open();
      const day = (hour: string) => `2026-01-05T${hour}:00`;
      await picker().getByLabel('From').fill(day('10'));
      await picker().getByLabel('To').fill(day('11'));
      await picker().getByLabel('To').press('Enter');
      await workbench.webview.getByText(/^No samples in this range: /).waitFor();
    });
  });

  it('takes as own code what is chosen, and keeps that as a setting', async () => {
    await flame.button(/^My code: /).click();
    const chooser = role('dialog', { name: 'My code' });
    await fill('.code-chooser', 'logging');
    await chooser.getByRole('checkbox').first().check();
    await chooser.getByRole('button', { name: 'Apply' }).click();
    await workbench.webview.locator('.tool[title*="logging"]').waitFor();
    assert.match(
      readFileSync(inWorkspace('.vscode', 'settings.json'), 'utf8'),
      /"burnline\.myCode": \[[^\]]*"logging/,
    );
  });
});

async function expectValue(input: Locator, wanted: RegExp): Promise<void> {
  await eventually(`${wanted.source} is proposed`, async () => wanted.test(await input.inputValue()));
}

async function clearSearch(flame: FlamePage): Promise<void> {
  await flame.focusGraph();
  await flame.press('/', 'Escape', 'Escape');
  await flame.becomes({ found: '' });
}

async function clipboard({ page }: Workbench, wanted: RegExp): Promise<string> {
  return eventually(`${wanted.source} is copied`, async () => {
    const text = await page.evaluate(() => navigator.clipboard.readText());
    return wanted.test(text) && text;
  });
}
