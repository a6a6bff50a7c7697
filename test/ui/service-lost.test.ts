import assert from 'node:assert/strict';
import { findService } from '../../src/service/handshake';
import type { ServiceAddress } from '../../src/service/handshake';
import { eventually } from '../harness/eventually';
import type { Workbench } from '../workbench/workbench';
import { openShop, postMoreShopRuns, postShopRuns, SHOP } from './shop-window';

// The embedded service is a process like any other: somebody ends it, a laptop stops it. The window says so, keeps
// what it has, and goes on by itself.

describe('a service that goes away', () => {
  let workbench: Workbench;
  let stopped: ServiceAddress | undefined;
  before(async () => {
    workbench = await openShop();
    await workbench.showViewContainer('Burnline');
    await postShopRuns(workbench);
    await workbench.treeItem(/^CPU, latest hour/).waitFor();
    await workbench.runCommand('Burnline: Open Flame Graph');
    await workbench.webview.locator('canvas').first().waitFor();
  });
  after(async () => {
    if (stopped) process.kill(stopped.pid, 'SIGCONT');
    await workbench.close();
  });

  const service = async (): Promise<ServiceAddress> => {
    const found = await findService(workbench.surroundings.env.BURNLINE_DATA);
    assert.ok(found);
    return found;
  };

  it('is started again when it was killed, with all that it had', async () => {
    const killed = await service();
    process.kill(killed.pid, 'SIGKILL');
    await eventually('started again', async () => {
      const next = await findService(killed.dataFolder);
      return next !== undefined && next.pid !== killed.pid;
    });
    await postMoreShopRuns(workbench);
    await workbench.treeItem(new RegExp(`^${SHOP}, Profiling · .*4 findings`)).waitFor();
    await workbench.treeItem(/^CPU, latest hour · 1,718 samples/).waitFor();
    await workbench.webview.getByText('1,718 samples').first().waitFor();
  });

  it('is said not to answer when it hangs, and what was there stays', async () => {
    stopped = await service();
    process.kill(stopped.pid, 'SIGSTOP');
    await workbench.treeItem(/^Embedded service, not reachable/).waitFor({ timeout: 60_000 });
    await workbench.treeItem(/^The embedded service \(process \d+\) does not answer/).waitFor();
    await workbench.treeItem(/^CPU, latest hour · 1,718 samples/).waitFor();
  });

  it('is back by itself when it goes on', async () => {
    assert.ok(stopped);
    process.kill(stopped.pid, 'SIGCONT');
    await workbench.treeItem(/^Embedded service, running/).waitFor();
    await workbench.treeItem(/does not answer/).waitFor({ state: 'detached' });
    assert.equal((await service()).pid, stopped.pid);
  });
});
