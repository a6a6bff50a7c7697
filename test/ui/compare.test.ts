import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeAgentProfile } from '../../src/profile/codec/agent-profile';
import { eventually } from '../harness/eventually';
import { profileOf } from '../fixtures/text-profile';
import type { Workbench } from '../workbench/workbench';
import { openShop, postMoreShopRuns, postShopRuns, SHOP, withService } from './shop-window';

// The comparison in a real window: two recorded runs of the sample, one after the other.

const OTHER = 'warehouse';
const FILE = 'baseline.json';

function agentProfile(drawing: string, start: number): string {
  const agent = { type: 'CodeGuruProfiler-python', version: '1.2.6' };
  return encodeAgentProfile(profileOf(drawing, { agent, start, end: start + 30_000 }));
}

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

  const table = () => workbench.webview.getByRole('table');
  const rows = () => table().getByRole('rowheader');
  const selected = () => workbench.webview.getByRole('region', { name: 'Selected frame' });
  const heading = (name: string) => table().getByRole('columnheader', { name, exact: true });
  const side = (letter: 'A' | 'B') => button(new RegExp(`^${letter} .*, change$`));
  const sentence = (said: RegExp) =>
    workbench.webview.getByRole('region', { name: 'What is compared' }).getByText(said).waitFor();
  /** In the dialog of that title; the one before it may still be closing. */
  const typeFile = async (title: string, file: string) => {
    const heading = workbench.page.locator('.quick-input-title', { hasText: title });
    await heading.waitFor();
    await workbench.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    // The dialog reads folders while it is typed into: it may put back its own path, and takes no Enter meanwhile.
    while (await heading.isVisible()) {
      await workbench.quickInput.fill(file);
      await workbench.page.waitForTimeout(500);
      await workbench.page.keyboard.press('Enter');
      await heading.waitFor({ state: 'hidden', timeout: 2000 }).catch(() => undefined);
    }
  };
  /** Waits until nothing is on its way. */
  const settled = () =>
    workbench.webview.locator('[aria-busy=true]:visible').first().waitFor({ state: 'detached' });
  const picture = (name: string) => workbench.webview.getByRole('radio', { name });
  const button = (name: string | RegExp) => workbench.webview.getByRole('button', { name });

  it('says exactly what it compares, and from how many samples', async () => {
    await side('A')
      .getByText(new RegExp(`^${SHOP} \\d`))
      .waitFor();
    await side('B')
      .getByText(new RegExp(`^${SHOP} \\d`))
      .waitFor();
    await sentence(
      /^Each function’s share of CPU: A \d+ samples.*, B \d+ samples.*\. A function of 10 % has to change /,
    );
    await workbench.screenshot('compare-dark');
  });

  it('measures in four ways, and says which', async () => {
    const ways = [
      ['Per second', /^Each function’s samples of CPU per second of the range: A \d/],
      ['Per host or vCPU-hour', /^Each function’s samples of CPU per (host|vCPU)-hour: A \d/],
      ['Raw samples', /^Each function’s samples of CPU as counted: A \d/],
      ['By share', /^Each function’s share of CPU: A \d/],
    ] as const;
    for (const [way, said] of ways) {
      await workbench.webview.getByRole('combobox', { name: 'Measure' }).click();
      await workbench.webview.getByRole('option', { name: way }).click();
      await sentence(said);
    }
  });

  it('has a column for each figure, self and total', async () => {
    assert.deepEqual(await table().getByRole('columnheader').allTextContents(), [
      'Function',
      'A',
      'B',
      'Change',
      '×',
      '99 % interval',
      'Self A',
      'Self B',
      'Self change',
      '$ a year',
    ]);
  });

  it('lists every function with its change, the biggest first', async () => {
    await rows().first().waitFor();
    await settled();
    assert.equal(await heading('Change').getAttribute('aria-sort'), 'descending');
    assert.ok((await rows().count()) > 20);
  });

  it('sorts by any column, by mouse and by keyboard', async () => {
    await heading('Function').getByRole('button').click();
    assert.equal(await heading('Function').getAttribute('aria-sort'), 'ascending');
    const names = await rows().allTextContents();
    assert.deepEqual(
      names,
      [...names].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
    );
    await workbench.page.keyboard.press('Enter');
    assert.equal(await heading('Function').getAttribute('aria-sort'), 'descending');
    await heading('Change').getByRole('button').click();
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
      (await table().getByRole('row').nth(1).getByRole('cell').nth(2).textContent()) ?? '';
    const before = await change();
    assert.match(before, /^[+−]/);
    await button('Swap A and B').click();
    await settled();
    assert.equal(
      await change(),
      before.startsWith('+') ? before.replace('+', '−') : before.replace('−', '+'),
    );
    await button('Swap A and B').click();
    await settled();
    assert.equal(await change(), before);
  });

  it('tells new functions and gone ones apart from others', async () => {
    for (const filter of ['Slower', 'Faster', 'New', 'Gone']) {
      await button(new RegExp(`^${filter} \\d`)).click();
      const counted = Number(/\d+/.exec((await button(new RegExp(`^${filter} `)).textContent()) ?? '')?.[0]);
      assert.equal(await rows().count(), counted, filter);
    }
    await button(/^All \d/).click();
  });

  it('draws the three pictures, and keeps the function that was chosen', async () => {
    await rows().first().click();
    const name = (await rows().first().textContent()) ?? '';
    for (const one of ['Hottest first', 'Inspect', 'From entry points']) {
      await picture(one).click();
      await workbench.webview.getByRole('radio', { name: one, checked: true }).waitFor();
      await settled();
      await selected().getByText(name).first().waitFor();
    }
  });

  it('hides what somebody does not want to see, and takes it back', async () => {
    await rows().first().click();
    const scrolled = () =>
      workbench.webview.locator('.chart-scroller').evaluate(({ scrollTop }) => scrollTop);
    const before = await scrolled();
    await workbench.webview
      .getByRole('treegrid')
      .first()
      .getByRole('row', { selected: true })
      .first()
      .focus();
    assert.equal(await scrolled(), before, 'the focus scrolls');
    await workbench.page.keyboard.press('h');
    await workbench.webview.getByText('1 hidden frame').first().waitFor();
    await workbench.page.keyboard.press('u');
    await workbench.webview.getByText('1 hidden frame').first().waitFor({ state: 'hidden' });
    await settled();
  });

  it('has everything within reach of Tab, in the order in which it stands', async () => {
    await side('A').focus();
    for (const next of ['Swap A and B', /^B .*, change$/]) {
      await workbench.page.keyboard.press('Tab');
      await button(next).and(workbench.webview.locator(':focus')).waitFor();
    }
    await workbench.page.keyboard.press('Shift+Tab');
    const before = await rows().first().textContent();
    await workbench.page.keyboard.press('Enter');
    await workbench.page.keyboard.press('Enter');
    await settled();
    assert.equal(await rows().first().textContent(), before);
  });

  it('writes its table into a file', async () => {
    await button(/^More$/).click();
    await workbench.webview.getByRole('menuitem', { name: 'Table (CSV)' }).click();
    const file = join(workbench.surroundings.workspace, 'changes.csv');
    await typeFile('Export', file);
    const text = await eventually('written', () => existsSync(file) && readFileSync(file, 'utf8'));
    assert.match(text, /^Function,A,B,Change,×,99 % interval,Self A,/);
    assert.ok(text.split('\r\n').length > (await rows().count()));
  });

  for (const theme of ['light', 'high-contrast', 'high-contrast-light'] as const) {
    it(`can be looked at in ${theme}`, async () => {
      await workbench.setTheme(theme);
      await workbench.screenshot(`compare-${theme}`);
    });
  }

  it('can be looked at in blue and orange, and in a narrow column', async () => {
    await workbench.setTheme('dark');
    await button(/^More$/).click();
    await workbench.webview.getByRole('menuitemradio', { name: 'A blue, B orange' }).click();
    await workbench.screenshot('compare-blue-orange');
    await workbench.page.setViewportSize({ width: 740, height: 800 });
    await workbench.screenshot('compare-narrow');
    await workbench.page.setViewportSize({ width: 1280, height: 800 });
  });

  it('is as it was after the window is reloaded', async () => {
    await picture('Hottest first').click();
    await workbench.reloadWithEditors('"type":"hotspots"', '"blue-orange"');
    await workbench.webview.getByRole('radio', { name: 'Hottest first', checked: true }).waitFor();
    await side('B')
      .getByText(new RegExp(`^${SHOP} \\d`))
      .waitFor();
    await picture('From entry points').click();
  });

  it('goes to the source of a row with Enter, where lenses say both sides', async () => {
    await rows()
      .getByText(/^shop\.pricing/)
      .first()
      .click();
    await workbench.page.keyboard.press('Enter');
    await workbench.page.getByRole('tab', { name: 'pricing.py' }).waitFor();
    await workbench
      .lens(/^A [\d.]+\s% → B [\d.]+\s% \((no clear change|[+−][\d.]+\spoints)\)/)
      .first()
      .waitFor({ state: 'attached' });
    await workbench.screenshot('compare-lens-dark');
    await workbench.page.getByRole('tab', { name: /^Comparison/ }).click();
  });

  it('takes another range for a side', async () => {
    await side('B').click();
    await workbench.quickRow(`Another time range of ${SHOP}…`).click();
    await workbench.quickRow('latest hour').click();
    await sentence(/: A \d+ samples.*, B 859 samples/);
  });

  it('takes another group for a side', async () => {
    await withService(workbench, async (gateway) => {
      await gateway.createGroup(OTHER);
      const text = agentProfile('main  200\n  load  100', Date.now() - 60_000);
      await gateway.postAgentProfile(OTHER, new TextEncoder().encode(text));
      writeFileSync(join(workbench.surroundings.workspace, FILE), text);
    });
    await side('A').click();
    await workbench.quickRow('Another group…').click();
    await workbench.quickRow(OTHER).click();
    await workbench.quickRow('latest hour').click();
    await side('A')
      .getByText(new RegExp(`^${OTHER} \\d`))
      .waitFor();
  });

  it('takes a file for a side', async () => {
    await side('A').click();
    await workbench.quickRow('A profile file…').click();
    await typeFile('Open Profile File', join(workbench.surroundings.workspace, FILE));
    await side('A').getByText(FILE).waitFor();
    await sentence(/: A 300 samples.*, B 859 samples/);
  });

  it('takes the focus from nobody when a side is refreshed, and has it when they come back', async () => {
    await settled();
    await rows().first().click();
    await workbench.page.keyboard.press('ArrowDown');
    const focused = workbench.webview.locator('tr:focus');
    await focused.waitFor();
    await workbench.page.keyboard.press('F1');
    await workbench.quickInput.fill('>Burnline');
    await postMoreShopRuns(workbench);
    await sentence(/: A 300 samples.*, B 1,718 samples/);
    await focused.waitFor({ state: 'detached' });
    await workbench.page.keyboard.type(': Open');
    assert.equal(await workbench.quickInput.inputValue(), '>Burnline: Open');
    await workbench.page.keyboard.press('Escape');
    await focused.waitFor();
  });

  it('offers another side where one cannot be had', async () => {
    rmSync(join(workbench.surroundings.workspace, FILE));
    await workbench.reloadWithEditors(FILE);
    await workbench.webview.getByRole('alert').getByText(FILE).first().waitFor();
    await button('A Change…').click();
    await workbench.quickRow('Another group…').waitFor();
    await workbench.page.keyboard.press('Escape');
  });
});
