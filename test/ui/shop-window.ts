import { resolve } from 'node:path';
import { createGateway } from '../../src/aws/gateway';
import type { Gateway } from '../../src/aws/gateway';
import { ensureService } from '../../src/service/handshake';
import { recordedProfiles } from '../../src/start/recordings';
import type { Workbench, WorkbenchOptions } from '../workbench/workbench';
import { openWorkbench } from '../workbench/workbench';

/** What the UI tests share: the sample shop in a window, with what real agents recorded of it in the service. */

export const SHOP = 'shop';

export async function openShop(options: WorkbenchOptions = {}): Promise<Workbench> {
  return openWorkbench({ workspace: 'test/fixtures/shop', ...options });
}

/** Posts two recorded runs, fifteen minutes apart, as if the sample had just run where the window has it. */
export async function postShopRuns(workbench: Workbench): Promise<void> {
  await withService(workbench, async (gateway) => {
    await gateway.createGroup(SHOP);
    await postRuns(gateway, workbench);
  });
}

/** As if it had run again, where {@link postShopRuns} made its group. */
export async function postMoreShopRuns(workbench: Workbench): Promise<void> {
  await withService(workbench, (gateway) => postRuns(gateway, workbench));
}

/** The service of a window from outside, as an agent meets it; started where the window has not done so yet. */
export async function withService<T>(
  { surroundings }: Workbench,
  work: (gateway: Gateway) => Promise<T>,
): Promise<T> {
  const dataFolder = surroundings.env.BURNLINE_DATA;
  const command = [process.execPath, resolve('dist', 'service.js'), '--data', dataFolder];
  const gateway = createGateway({ kind: 'local', address: await ensureService({ dataFolder, command }) });
  try {
    return await work(gateway);
  } finally {
    gateway.dispose();
  }
}

async function postRuns(gateway: Gateway, { surroundings }: Workbench): Promise<void> {
  for (const text of recordedProfiles(surroundings.workspace, Date.now())) {
    await gateway.postAgentProfile(SHOP, new TextEncoder().encode(text));
  }
}
