import { copyFileSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { skip } from '../harness/skip';
import type { Workbench } from '../workbench/workbench';
import { FlamePage } from './flame-page';
import { openShop } from './shop-window';

// Profiles that nobody here recorded, opened from their files in a real window. Totals are the ones that independent
// tools counted.

const FOLDER = resolve('..', 'shared', 'profiles');

/** How the panel says the total that EXPECTED.json has: 10 ms a sample of the collapsed and pprof files. */
const FILES = [
  { file: 'kafka-cpu.pb.gz', says: '5.8 s (582 samples)', search: 'kafka' },
  { file: 'vertx-java.collapsed.txt', says: '285 samples', search: 'vertx' },
  { file: 'jdk21.jfr', says: '2,914 samples', search: 'java' },
  { file: 'sympy.pyinstrument.json', says: '1.1 s', search: 'sympy' },
] as const;

describe('a real profile from a file', () => {
  let workbench: Workbench;
  let flame: FlamePage;
  before(async function () {
    if (!existsSync(FOLDER)) skip(this, 'the collection of real profiles is not beside this checkout');
    workbench = await openShop();
    await workbench.showViewContainer('Burnline');
    flame = new FlamePage(workbench);
  });
  after(() => workbench?.close());

  for (const { file, says, search } of FILES) {
    it(`is drawn whole, searched and transformed: ${file}`, async () => {
      const path = join(workbench.surroundings.workspace, file);
      copyFileSync(join(FOLDER, file), path);
      await workbench.runCommand('Burnline: Open Profile File…');
      await workbench.page.locator('.quick-input-title', { hasText: 'Open Profile File' }).waitFor();
      // Filled in before the dialog has read the folder, the path would be replaced by the folder's.
      await workbench.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
      await workbench.quickInput.fill(path);
      await workbench.page.keyboard.press('Enter');
      await workbench.page.getByRole('tab', { name: new RegExp(file.replaceAll('.', '\\.')) }).waitFor();
      await flame.canvas.waitFor();
      await workbench.webview.locator('.legend-status', { hasText: says }).waitFor();
      await flame.search(search);
      await flame.until(({ found }) => /^[\d,]+ · /.test(found));
      await flame.press('Enter');
      await flame.until(({ found, selected }) => found.startsWith('1/') && selected !== '');
      await flame.press('Escape', 'Escape');
      await flame.press('f');
      await flame.until(({ changes }) => changes.length === 1);
      await flame.press('u');
      await flame.until(({ changes }) => changes.length === 0);
      await workbench.webview.locator('.legend-status', { hasText: says }).waitFor();
      await workbench.screenshot(`real-${file}`);
      await workbench.runCommand('View: Close Editor');
    });
  }
});
