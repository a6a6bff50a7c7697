import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorMessage } from '../base/error-message';
import type { ServiceAddress } from '../service/handshake';
import { ensureService, findService } from '../service/handshake';
import { StartError } from './start-error';

const STOP_TIMEOUT_MS = 10_000;
const POLL_MS = 50;

/**
 * The embedded service on a data folder of this checkout, telling agents to report every few seconds. One that runs
 * there already may have been started by a window and be a slow one, so it is ended first; its data stays.
 */
export async function startOwnService(dataFolder: string, signal: AbortSignal): Promise<ServiceAddress> {
  const running = await findService(dataFolder);
  if (running !== undefined) {
    await stopService(running);
  }
  try {
    return await ensureService({
      dataFolder,
      command: [process.execPath, join('dist', 'service.js'), '--data', dataFolder, '--fast'],
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    throw new StartError(errorMessage(error), 3, error);
  }
}

/** Ends a service in order and waits until it is gone; it stores what it has answered 204 to, however it ends. */
export async function stopService({ pid }: ServiceAddress): Promise<void> {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  for (let signal: NodeJS.Signals | 0 = 'SIGTERM'; Date.now() < deadline; signal = 0) {
    try {
      process.kill(pid, signal);
    } catch {
      return; // No such process any more.
    }
    await sleep(POLL_MS);
  }
}
