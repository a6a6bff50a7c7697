import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { EpochMs } from '../profile/units';
import { createEngine } from './engine/engine';
import { startDelivery } from './events/delivery';
import { createFileSink } from './events/file-sink';
import type { Sink } from './events/sink';
import type { Advertisement, ServiceAddress } from './handshake';
import { files, makeDataFolder, readAdvertisement, toAddress } from './handshake';
import { startHousekeeping } from './housekeeping';
import { openKeyRing } from './auth/key-ring';
import { loadKeys } from './auth/keys';
import { takeLock } from './lock';
import type { Log } from './log';
import { writeSecretFile } from './secret-file';
import type { Limits } from './http/server';
import { openServer } from './http/server';
import type { Service } from './service';
import { openSoundStore } from './store/sound-store';
import type { RemoteOptions } from './http/tls-options';

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
  readonly limits?: Partial<Limits>;
  /** Lets other machines in, encrypted. */
  readonly remote?: RemoteOptions;
  /** Where events go, beside the data folder's own log of them. */
  readonly eventSinks?: readonly Sink[];
  readonly onActivity?: () => void;
  /** The longest pause between rounds of housekeeping, in milliseconds; see housekeeping.ts for what they are without. */
  readonly longestPause?: number;
  /** The bundle of engine/thread.ts; by default the one beside this program. */
  readonly threadScript?: string;
}

/** A year of a few events a day. */
const EVENTS_LIMIT_BYTES = 8 * 1024 * 1024;

const THREAD_SCRIPT = join(__dirname, 'service-thread.js');

export interface RunningService {
  readonly address: ServiceAddress;
  /** What its operations work with, for what runs in the same process. */
  readonly service: Service;
  /** Finishes what is under way, then gives the folder back. */
  close(): Promise<void>;
}

/** Another service, of this process or another, has the data folder. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
}

/**
 * Runs the service of a data folder in this process: lock, keys, store, engine, listener, and last the advertisement, so
 * that who finds it finds it ready. It ends in the opposite order.
 *
 * @throws {FolderInUseError}
 */
export async function startService(options: StartOptions): Promise<RunningService> {
  const { dataFolder, port = 0, region = 'us-east-1', accountId = '000000000000', log } = options;
  const {
    fast = false,
    clock = Date.now,
    limits,
    remote,
    eventSinks = [],
    onActivity,
    threadScript = THREAD_SCRIPT,
  } = options;
  const undo: (() => unknown)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) {
      await step();
    }
  };
  try {
    makeDataFolder(dataFolder);
    const lock = lockFolder(dataFolder);
    undo.push(() => lock.release());
    const keys = loadKeys(dataFolder, clock());
    const databasePath = files.database(dataFolder);
    const { store, setAside } = openSoundStore(databasePath, log);
    undo.push(() => store.close());
    const engine = createEngine({ script: threadScript, databasePath, log });
    undo.push(() => engine.close());
    const service: Service = { store, engine, clock, region, accountId, fast, log };
    const ownLog = createFileSink(files.events(dataFolder), {
      name: 'events.jsonl',
      limitBytes: EVENTS_LIMIT_BYTES,
    });
    const delivery = startDelivery({ events: store.events, sinks: [ownLog, ...eventSinks], log });
    undo.push(() => delivery.stop());
    const housekeeping = startHousekeeping(service, options.longestPause);
    undo.push(() => housekeeping.stop());
    const keyRing = openKeyRing(dataFolder, log);
    const http = await openServer({ service, keys: keyRing, port, remote, limits, onActivity });
    undo.push(() => http.close());
    const { endpoint, remoteEndpoint } = http;
    const advertisement: Advertisement = {
      endpoint,
      ...(remoteEndpoint && { remoteEndpoint }),
      region,
      accountId,
      pid: process.pid,
      setAside,
    };
    writeSecretFile(files.advertisement(dataFolder), advertisement);
    undo.push(() => rmSync(files.advertisement(dataFolder), { force: true }));
    return { address: toAddress(advertisement, keys, dataFolder), service, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function lockFolder(dataFolder: string): { release(): void } {
  const lock = takeLock(files.lock(dataFolder));
  if (lock !== undefined) {
    return lock;
  }
  const pid = readAdvertisement(dataFolder)?.pid;
  throw new FolderInUseError(
    `Another Burnline service${pid === undefined ? '' : ` (process ${pid})`} is using ${dataFolder}; ` +
      'stop that one, or choose another data folder.',
  );
}
