import { rmSync } from 'node:fs';
import { makeFolder } from '../service/running-service';
import type { ServiceProcess } from '../service/service-process';
import { spawnService } from '../service/service-process';
import type { Defer } from './measure';

/** The service as users have it, dist/service.js in a process of its own, for as long as a scenario takes. */

export function makeOwnFolder(defer: Defer): string {
  const folder = makeFolder();
  defer(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function startOwnService(folder: string, defer: Defer): Promise<ServiceProcess> {
  const service = await spawnService(folder);
  defer(() => endOwnService(service));
  return service;
}

/** Nothing where it has ended already. */
export async function endOwnService({ child, ended }: ServiceProcess): Promise<void> {
  child.kill();
  await ended();
}
