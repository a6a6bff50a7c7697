import { parseArgs } from 'node:util';
import { errorMessage } from '../base/error-message';
import { parseTarget } from './events/parse-target';
import type { Sink } from './events/sink';
import { defaultDataFolder } from './handshake';
import type { Log } from './log';
import { createLog } from './log';
import { FolderInUseError, startService } from './start-service';
import type { RemoteOptions } from './http/tls-options';
import { readRemoteOptions } from './http/tls-options';

/**
 * The service as a process of its own:
 *
 *     service.js --data DIR [--port N] [--region R] [--account ID] [--fast] [--idle-exit SECONDS]
 *         [--events FILE|URL]... [--longest-pause MS]
 *         [--host ADDRESS --allow-remote --tls-cert FILE --tls-key FILE [--remote-port N]]
 *
 * It is started detached and survives the window that started it; nobody watches it, so it ends by itself when nobody
 * has spoken to it for a while. SIGTERM and SIGINT end it in order. Exit codes: 0 ended in order, or the folder has its
 * service already; 1 could not start; 2 bad arguments. --longest-pause makes housekeeping come round sooner than it does by
 * itself: who kills the service in the middle of aggregation, as tests do, cannot wait for it each time.
 */
const TEN_MINUTES = 600;

async function main(): Promise<void> {
  const log = createLog();
  const options = readArguments(log);
  if (options === undefined) {
    process.exitCode = 2;
    return;
  }
  try {
    await run(options, log);
  } catch (error) {
    log(errorMessage(error));
    process.exitCode = error instanceof FolderInUseError ? 0 : 1;
  }
}

async function run({ idleSeconds, ...options }: Options, log: Log): Promise<void> {
  const idle = createIdleTimer(idleSeconds * 1000, () => stop(`nobody asked anything for ${idleSeconds} s`));
  const service = await startService({ ...options, log, onActivity: idle.touch });
  idle.touch();
  const { endpoint, remoteEndpoint } = service.address;
  const where = remoteEndpoint === undefined ? endpoint : `${endpoint} and ${remoteEndpoint}`;
  log(`process ${process.pid} listens on ${where} for ${options.dataFolder}`);

  let isStopping = false;
  function stop(why: string): void {
    if (isStopping) {
      return;
    }
    isStopping = true;
    log(`ending: ${why}`);
    idle.end();
    service.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log(`did not end in order: ${String(error)}`);
        process.exit(1);
      },
    );
  }
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  // The terminal or window that started it goes away; the service stays.
  process.on('SIGHUP', () => log('SIGHUP: going on'));
}

/** Runs from the first touch; each one begins the wait anew. */
function createIdleTimer(idleMs: number, onIdle: () => void) {
  let timer: NodeJS.Timeout | undefined;
  return {
    touch: () => {
      if (idleMs > 0) {
        timer = timer?.refresh() ?? setTimeout(onIdle, idleMs);
      }
    },
    end: () => {
      clearTimeout(timer);
    },
  };
}

interface Options {
  readonly dataFolder: string;
  readonly port: number;
  readonly region: string;
  readonly accountId: string;
  readonly fast: boolean;
  readonly remote: RemoteOptions | undefined;
  readonly eventSinks: readonly Sink[];
  readonly longestPause: number;
  readonly idleSeconds: number;
}

function readArguments(log: Log): Options | undefined {
  try {
    const { values } = parseArgs({
      options: {
        data: { type: 'string', default: defaultDataFolder(process.env, process.platform) },
        port: { type: 'string', default: '0' },
        region: { type: 'string', default: 'us-east-1' },
        account: { type: 'string', default: '000000000000' },
        fast: { type: 'boolean', default: false },
        host: { type: 'string' },
        'allow-remote': { type: 'boolean' },
        'tls-cert': { type: 'string' },
        'tls-key': { type: 'string' },
        'remote-port': { type: 'string' },
        events: { type: 'string', multiple: true, default: [] },
        'longest-pause': { type: 'string', default: String(TEN_MINUTES * 1000) },
        'idle-exit': { type: 'string', default: String(TEN_MINUTES) },
      },
    });
    return {
      dataFolder: values.data,
      port: toNumber('--port', values.port, 65_535),
      region: matching('--region', values.region, /^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as us-east-1'),
      accountId: matching('--account', values.account, /^\d{12}$/, 'twelve digits'),
      fast: values.fast,
      remote: readRemoteOptions(values, (text) => toNumber('--remote-port', text, 65_535)),
      eventSinks: values.events.map(parseTarget),
      longestPause: toNumber('--longest-pause', values['longest-pause'], TEN_MINUTES * 1000),
      idleSeconds: toNumber('--idle-exit', values['idle-exit'], 1_000_000),
    };
  } catch (error) {
    log(errorMessage(error));
    return undefined;
  }
}

function toNumber(name: string, text: string, most: number): number {
  const value = Number(matching(name, text, /^\d+$/, `a whole number up to ${most}`));
  if (value > most) {
    throw new Error(`${name} must be a whole number up to ${most}, not ${text}.`);
  }
  return value;
}

function matching(name: string, text: string, pattern: RegExp, what: string): string {
  if (!pattern.test(text)) {
    throw new Error(`${name} must be ${what}, not ${JSON.stringify(text)}.`);
  }
  return text;
}

void main();
