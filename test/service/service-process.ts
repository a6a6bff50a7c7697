import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceAddress } from '../../src/service/handshake';
import { files, findService } from '../../src/service/handshake';

/** dist/service.js as a process that this test may kill. */

/** Tests run in the checkout's root. */
export const SERVICE_BUNDLE = resolve('dist/service.js');

export interface ServiceProcess {
  readonly child: ChildProcess;
  readonly address: ServiceAddress;
  /** Waits for the end; gives exit code or signal. */
  readonly ended: () => Promise<number | NodeJS.Signals | null>;
}

export async function spawnService(
  dataFolder: string,
  args: readonly string[] = [],
): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [SERVICE_BUNDLE, '--data', dataFolder, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const printed: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  const exit = once(child, 'exit').then(
    ([code, signal]) => (code ?? signal) as number | NodeJS.Signals | null,
  );
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`dist/service.js ended: ${printed.join('')}`);
    }
    // What the one before left behind may still be there; only our own process counts.
    const address = advertisedPid(dataFolder) === child.pid ? await findService(dataFolder) : undefined;
    if (address !== undefined) {
      return { child, address, ended: () => exit };
    }
    await sleep(10);
  }
}

/** Runs dist/service.js to its end. */
export async function runToEnd(args: readonly string[]): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [SERVICE_BUNDLE, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  const chunks: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr: Buffer.concat(chunks).toString() };
}

function advertisedPid(dataFolder: string): number | undefined {
  try {
    return (JSON.parse(readFileSync(files.advertisement(dataFolder), 'utf8')) as { pid: number }).pid;
  } catch {
    return undefined; // Not written yet, or removed a moment ago.
  }
}
