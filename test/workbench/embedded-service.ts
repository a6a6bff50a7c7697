import { findService } from '../../src/service/handshake';

/** The embedded service outlives its window on purpose; the scratch folder of a test, where it stores, does not. */
export async function stopService(dataFolder: string): Promise<void> {
  const service = await findService(dataFolder);
  if (service) process.kill(service.pid);
}
