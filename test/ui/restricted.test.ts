import assert from 'node:assert/strict';
import type { Workbench } from '../workbench/workbench';
import { openShop, postShopRuns, SHOP } from './shop-window';

describe('a workspace that is not trusted', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openShop({ trust: 'untrusted' });
    await workbench.showViewContainer('Burnline');
  });
  after(() => workbench.close());

  it('offers to trust it instead of running anything', async () => {
    await workbench.page.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
    assert.equal(await workbench.page.getByRole('button', { name: 'Start Profiling Agent…' }).count(), 0);
  });

  it('may be looked at', async () => {
    await postShopRuns(workbench);
    await workbench.treeItem(new RegExp(`^${SHOP}, Profiling`)).waitFor();
    await workbench.openFile('shop/pricing.py');
    await workbench
      .lens(/^CPU [\d.]+\s%/)
      .first()
      .waitFor();
  });

  it('starts no program', async () => {
    await workbench.page.keyboard.press('F1');
    await workbench.quickInput.fill('>Burnline: Start Profiling');
    // In a trusted workspace the row is there at once.
    const row = workbench.quickRow('Burnline: Start Profiling Agent…');
    await assert.rejects(row.waitFor({ timeout: 3000 }), /Timeout/);
    await workbench.page.keyboard.press('Escape');
  });
});
