import * as path from 'node:path';
import { defaultDataFolder, ensureService, findService } from '../service/handshake';
import type { ServiceAddress } from '../service/handshake';
import type { Log } from './log';

/** Seconds without a request after which the service ends by itself: no window and no agent needs it any more. */
const IDLE_EXIT_SECONDS = 600;

/** The embedded service as the extension meets it: a process of its own that outlives a reload of the window. */
export interface ServiceProcess {
  readonly dataFolder: string;
  /** The running one or none; never starts one. */
  find(): Promise<ServiceAddress | undefined>;
  /** Callers at the same time share one start. */
  ensure(): Promise<ServiceAddress>;
}

/**
 * @param distFolder where service.js is
 * @param dataFolderSetting '' for the folder that window, command line and `npm start` share
 */
export function createServiceProcess(
  distFolder: string,
  dataFolderSetting: string,
  log: Log,
): ServiceProcess {
  const dataFolder = dataFolderSetting || defaultDataFolder(process.env, process.platform);
  let starting: Promise<ServiceAddress> | undefined;
  return {
    dataFolder,
    find: () => findService(dataFolder),
    ensure: () =>
      (starting ??= ensureService({
        dataFolder,
        // The editor's own runtime as plain Node: nothing to install, and the version that `engines` promises.
        command: [
          process.execPath,
          path.join(distFolder, 'service.js'),
          '--data',
          dataFolder,
          '--idle-exit',
          String(IDLE_EXIT_SECONDS),
        ],
        env: { ELECTRON_RUN_AS_NODE: '1' },
        log: (line) => log.info(line),
      }).finally(() => (starting = undefined))),
  };
}
