import type { Workbench } from '../workbench/workbench';
import { openShop, postMoreShopRuns, SHOP, withService } from './shop-window';

describe('a group that is there before its first profile', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openShop();
    await workbench.showViewContainer('Burnline');
    await withService(workbench, (gateway) => gateway.createGroup(SHOP));
  });
  after(() => workbench.close());

  it('opens by itself when that comes', async () => {
    await workbench.treeItem(new RegExp(`^${SHOP}, Pending · no agent yet`)).waitFor();
    await postMoreShopRuns(workbench);
    await workbench.treeItem(/^CPU, latest hour · 859 samples/).waitFor();
  });
});
