import { defaultDataFolder, ensureService, files, findService } from '../service/handshake';
import type { ServiceAddress } from '../service/handshake';
import type { Log } from './log';

/** Seconds without a request after which the service ends by itself: no window and no agent needs it any more. */
const IDLE_EXIT_SECONDS = 600;

/** The embedded service as the extension meets it: a process of its own that outlives a reload of the window. */
export interface ServiceProcess {
  /** Its log of events, whether or not it runs. */
  eventsFile(): string;
  /** The running one or none; never starts one. */
  find(): Promise<ServiceAddress | undefined>;
  /** Callers at the same time share one start. */
  ensure(): Promise<ServiceAddress>;
}

/**
 * @param serviceFile the bundle that runs as the service
 * @param dataFolderSetting '' for the folder that windows, command line and `npm start` share
 * @param onDidFind called with every address before it is given to anybody
 */
export function createServiceProcess(
  serviceFile: string,
  dataFolderSetting: () => string,
  log: Log,
  onDidFind: (address: ServiceAddress) => void,
): ServiceProcess {
  const dataFolder = (): string => dataFolderSetting() || defaultDataFolder(process.env, process.platform);
  let starting: Promise<ServiceAddress> | undefined;
  const start = (): Promise<ServiceAddress> =>
    ensureService({
      dataFolder: dataFolder(),
      // The editor's own runtime as plain Node: nothing to install, and the version that `engines` promises.
      command: [
        process.execPath,
        serviceFile,
        '--data',
        dataFolder(),
        '--idle-exit',
        String(IDLE_EXIT_SECONDS),
        // Who starts a program here looks at it now: agents report every few seconds, not every five minutes.
        '--fast',
      ],
      env: { ELECTRON_RUN_AS_NODE: '1' },
      log: (line) => log.info(line),
    });
  return {
    eventsFile: () => files.events(dataFolder()),
    find: async () => {
      const address = await findService(dataFolder());
      if (address) onDidFind(address);
      return address;
    },
    ensure: async () => {
      const address = await (starting ??= start().finally(() => (starting = undefined)));
      onDidFind(address);
      return address;
    },
  };
}
