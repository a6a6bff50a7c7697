import { rmSync } from 'node:fs';
import type { EpochMs } from '../profile/units';
import type { BodyLimits } from './body';
import type { Advertisement, ServiceAddress } from './handshake';
import { files, makeDataFolder, readAdvertisement } from './handshake';
import { loadKeys } from './keys';
import { takeLock } from './lock';
import type { Log } from './log';
import { writeSecretFile } from './secret-file';
import { createService } from './server';
import { openSqliteStore } from './store/sqlite-store';

export interface StartOptions {
  readonly dataFolder: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly region?: string;
  /** Twelve digits. */
  readonly accountId?: string;
  /** Agents are told to report every few seconds. */
  readonly fast?: boolean;
  readonly log: Log;
  readonly clock?: () => EpochMs;
  readonly limits?: BodyLimits;
  readonly onActivity?: () => void;
}

export interface RunningService {
  readonly address: ServiceAddress;
  /** Finishes what is under way, then gives the folder back. */
  close(): Promise<void>;
}

/** Another service, of this process or another, has the data folder. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
}

/**
 * Runs the service of a data folder in this process: lock, keys, store, listener, and last the advertisement, so that
 * who finds it finds it ready.
 *
 * @throws {FolderInUseError}
 */
export async function startService(options: StartOptions): Promise<RunningService> {
  const { dataFolder, port = 0, region = 'us-east-1', accountId = '000000000000', log } = options;
  makeDataFolder(dataFolder);
  const lock = takeLock(files.lock(dataFolder));
  if (lock === undefined) {
    const pid = readAdvertisement(dataFolder)?.pid;
    throw new FolderInUseError(
      `Another Burnline service${pid === undefined ? '' : ` (process ${pid})`} is using ${dataFolder}; ` +
        'stop that one, or choose another data folder.',
    );
  }
  try {
    const keys = loadKeys(dataFolder);
    const store = openSqliteStore(files.database(dataFolder));
    try {
      const { fast = false, clock = Date.now, limits, onActivity } = options;
      const service = { store, clock, region, accountId, fast, log };
      const http = createService({ service, keys, limits, onActivity });
      const endpoint = await http.listen(port);
      const advertisement: Advertisement = { endpoint, region, accountId, pid: process.pid };
      writeSecretFile(files.advertisement(dataFolder), advertisement);
      const close = async () => {
        rmSync(files.advertisement(dataFolder), { force: true });
        await http.close();
        store.close();
        lock.release();
      };
      return { address: { ...advertisement, ...keys[0], dataFolder }, close };
    } catch (error) {
      store.close();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw error;
  }
}
