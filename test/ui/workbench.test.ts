import assert from 'node:assert/strict';
import { openWorkbench, type Workbench } from '../workbench/workbench';

// What every other UI test stands on: Burnline, installed as its package would be, in a browser that knows nothing.

describe('the workbench', () => {
  let workbench: Workbench | undefined;
  const open = async (options: Parameters<typeof openWorkbench>[0]) =>
    (workbench = await openWorkbench(options));
  afterEach(async () => {
    await workbench?.close();
    workbench = undefined;
  });

  it('shows the view container of Burnline and asks nobody else for anything', async () => {
    const { page, surroundings } = await open({ workspace: 'test/fixtures/shop' });
    await page.locator('.activitybar').getByRole('tab', { name: 'Burnline' }).waitFor();
    assert.deepEqual([...surroundings.refusedHosts], []);
  });

  it('opens a folder that is not trusted in restricted mode', async () => {
    const { page } = await open({ workspace: 'test/fixtures/shop', trust: 'untrusted' });
    await page
      .getByRole('button', { name: /Restricted Mode/ })
      .first()
      .waitFor();
  });

  it('follows the theme of the system while it is open', async () => {
    const opened = await open({ theme: 'light' });
    for (const theme of ['light', 'high-contrast', 'dark', 'high-contrast-light'] as const) {
      await opened.setTheme(theme);
    }
  });

  it('opens files and runs commands by the names that people see', async () => {
    const opened = await open({ workspace: 'test/fixtures/shop' });
    await opened.openFile('accounting.py');
    await opened.runCommand('View: Toggle Primary Side Bar Visibility');
    await opened.page.locator('.sidebar').waitFor({ state: 'hidden' });
  });
});
