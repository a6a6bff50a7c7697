import { spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseObject } from '../base/parse-object';
import { equalText } from './auth/equal-text';
import type { AccessKey, StoredKey } from './auth/key-file';
import { adminKeyOf, keyOf, readKeyFile } from './auth/key-file';

/**
 * How everybody else (extension host, command line, `npm start`) finds the one service of a data folder, or starts it.
 * The service itself never calls this; it shares the file names and the proof of identity with it. Nothing in here
 * imports the rest of the service but how keys are read, so that finding one does not load one.
 *
 * In the data folder (0700):
 *
 *     keys.json       0600  made at first start; who can read it may call the service
 *     keys.lock             held while keys.json is changed
 *     service.json    0600  where the running service listens; no secret; gone when it ended in order
 *     service.lock          held by the running service, see lock.ts
 *     service.log           what a detached service prints, bounded, see log.ts
 *     burnline.db           the store
 *     events.jsonl    0600  what was found, an event a line; events.jsonl.1 holds what was there before
 */

/** A service that answers now, and what a client needs to talk to it. */
export interface ServiceAddress {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly endpoint: string;
  /** `https://NAME:PORT` where other machines are let in. */
  readonly remoteEndpoint?: string;
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
  /** Of a key that may do everything. */
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** What programs under the agent are given: it may report, and little else. Undefined where all such were removed. */
  readonly agentKey?: AccessKey;
  readonly pid: number;
  readonly dataFolder: string;
  /** Where a damaged database was put, when this start found one and began anew. */
  readonly setAside?: string;
}

/** service.json: all of the address that is no secret. */
export type Advertisement = Omit<
  ServiceAddress,
  'accessKeyId' | 'secretAccessKey' | 'agentKey' | 'dataFolder'
>;

export interface EnsureOptions {
  readonly dataFolder: string;
  /** Program and arguments that start a service on that folder; run detached when none is found. */
  readonly command: readonly string[];
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly log?: (line: string) => void;
}

export const files = {
  keys: (dataFolder: string) => join(dataFolder, 'keys.json'),
  keysLock: (dataFolder: string) => join(dataFolder, 'keys.lock'),
  advertisement: (dataFolder: string) => join(dataFolder, 'service.json'),
  lock: (dataFolder: string) => join(dataFolder, 'service.lock'),
  log: (dataFolder: string) => join(dataFolder, 'service.log'),
  database: (dataFolder: string) => join(dataFolder, 'burnline.db'),
  events: (dataFolder: string) => join(dataFolder, 'events.jsonl'),
};

/** A log longer than this is emptied before it is written to again. */
export const LOG_LIMIT_BYTES = 1024 * 1024;

/** Where the service answers the question of {@link findService}; no operation of the API has such a path. */
export const IDENTITY_PATH = '/burnline/identity';

/** A first start makes keys and a database and reads a bundle of a megabyte: under a second, more on a busy machine. */
const START_TIMEOUT_MS = 20_000;
const POLL_MS = 50;

/**
 * How a service ends that found its folder taken, see main.ts. Who has the folder is getting ready, or on its way out
 * and answers no more; either is over in a moment, and then the next attempt finds it or takes its place.
 */
const FOLDER_IN_USE = 'code 0';
const RETRY_MS = 500;

/**
 * A folder that is taken and still advertised belongs to a service that is busy, stopped or hung. Starting others does
 * not help it, and whoever waits is better told soon: this and a probe or two.
 */
const HANG_TIMEOUT_MS = 10_000;
const PROBE_TIMEOUT_MS = 2_000;

/** The folder that the extension, the command line and `npm start` share unless they are told another. */
export function defaultDataFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (env.BURNLINE_DATA) {
    return env.BURNLINE_DATA;
  }
  if (platform === 'win32') {
    return join(env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'burnline');
  }
  if (platform === 'darwin') {
    return join(homedir(), 'Library', 'Application Support', 'burnline');
  }
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'burnline');
}

/**
 * The service of a data folder if one runs now. What service.json says may be stale, and its port may be somebody
 * else's by now, so the listener must prove that it knows the folder's secret before it is trusted with a request.
 */
export async function findService(dataFolder: string): Promise<ServiceAddress | undefined> {
  const advertisement = readAdvertisement(dataFolder);
  const keys = readKeyFile(files.keys(dataFolder));
  if (advertisement === undefined || keys === undefined) {
    return undefined;
  }
  const address = toAddress(advertisement, keys, dataFolder);
  const isOurs = await probe(address.endpoint, address.secretAccessKey);
  return isOurs ? address : undefined;
}

export function toAddress(
  advertisement: Advertisement,
  keys: readonly StoredKey[],
  dataFolder: string,
): ServiceAddress {
  const agentKey = keyOf(keys, 'agent');
  return { ...advertisement, ...adminKeyOf(keys), ...(agentKey && { agentKey }), dataFolder };
}

/**
 * The service of a data folder, started when none runs. Two callers at once may both start one; the lock lets one of
 * them live, and both callers find that one.
 *
 * @throws {Error} when none is ready in time, with the end of what it printed
 */
export async function ensureService(options: EnsureOptions): Promise<ServiceAddress> {
  const { dataFolder, signal, log } = options;
  signal?.throwIfAborted();
  const running = await findService(dataFolder);
  if (running !== undefined) {
    return running;
  }
  // By a clock that nobody sets: one that is put forward meanwhile, as after a sleep, is no reason to give up.
  let deadline = performance.now() + START_TIMEOUT_MS;
  let child = spawnDetached(options);
  let hasLost = false;
  log?.(`starting the embedded service on ${dataFolder}`);
  for (;;) {
    const found = await findService(dataFolder);
    if (found !== undefined) {
      return found;
    }
    const isHeld = holderOf(dataFolder) !== undefined;
    if (hasLost && !isHeld) {
      child = spawnDetached(options);
    }
    const ended = child.ended();
    if ((ended !== undefined && ended !== FOLDER_IN_USE) || performance.now() > deadline) {
      throw new Error(startFailure(dataFolder, ended));
    }
    if (ended === FOLDER_IN_USE && isHeld && !hasLost) {
      deadline = Math.min(deadline, performance.now() + HANG_TIMEOUT_MS);
    }
    hasLost = ended === FOLDER_IN_USE;
    await sleep(hasLost ? RETRY_MS : POLL_MS, undefined, { signal });
  }
}

/** Bytes that only a holder of the secret can make, bound to a question and to the listener that was asked. */
export function proveIdentity(secretAccessKey: string, nonce: string, endpoint: string): string {
  // Requests are signed with keys derived from 'AWS4' + secret, so no answer here is of use to forge a signature.
  return createHmac('sha256', `BURNLINE${secretAccessKey}`)
    .update(`identity\n${nonce}\n${endpoint}`)
    .digest('hex');
}

/** Made before anything is written into it, and closed to other users even where it existed. */
export function makeDataFolder(dataFolder: string): void {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  chmodSync(dataFolder, 0o700);
}

/** Empties a log that grew too long. */
function boundLog(path: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) {
    truncateSync(path);
  }
}

/** Not to be believed: who wrote it may be gone, see {@link findService}. */
export function readAdvertisement(dataFolder: string): Advertisement | undefined {
  const text = readText(files.advertisement(dataFolder));
  const value = text === undefined ? undefined : parseObject(text);
  if (value === undefined) {
    return undefined;
  }
  const { endpoint, remoteEndpoint, region, accountId, pid, setAside } = value;
  return typeof endpoint === 'string' &&
    /^http:\/\/127\.0\.0\.1:\d{1,5}$/.test(endpoint) &&
    typeof region === 'string' &&
    typeof accountId === 'string' &&
    typeof pid === 'number'
    ? {
        endpoint,
        ...(typeof remoteEndpoint === 'string' ? { remoteEndpoint } : {}),
        region,
        accountId,
        pid,
        setAside: typeof setAside === 'string' ? setAside : undefined,
      }
    : undefined;
}

async function probe(endpoint: string, secretAccessKey: string): Promise<boolean> {
  const nonce = randomBytes(16).toString('hex');
  try {
    const answer = await fetch(`${endpoint}${IDENTITY_PATH}?nonce=${nonce}`, {
      redirect: 'error',
      signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
    });
    // A stranger may answer without end; our proof is one short line.
    const length = Number(answer.headers.get('content-length') ?? Infinity);
    if (!answer.ok || length > 1024) {
      await answer.body?.cancel();
      return false;
    }
    return equalText(await answer.text(), proveIdentity(secretAccessKey, nonce, endpoint));
  } catch {
    return false; // Nobody listens there, or nobody who speaks HTTP: for the caller both mean "not running".
  }
}

function spawnDetached({ dataFolder, command, env }: EnsureOptions) {
  const [program, ...args] = command;
  if (program === undefined) {
    throw new Error('No command was given to start the embedded service with.');
  }
  makeDataFolder(dataFolder);
  boundLog(files.log(dataFolder));
  const log = openSync(files.log(dataFolder), 'a', 0o600);
  let ended: string | undefined;
  const child = spawn(program, args, {
    detached: true,
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log],
    windowsHide: true,
  });
  closeSync(log);
  child.once('exit', (code, signal) => (ended = signal ? `signal ${signal}` : `code ${code}`));
  child.once('error', (error) => (ended = error.message));
  child.unref();
  return { ended: () => ended };
}

function startFailure(dataFolder: string, ended: string | undefined): string {
  const holder = holderOf(dataFolder);
  if (ended === FOLDER_IN_USE && holder !== undefined) {
    return (
      `The embedded service (process ${holder}) does not answer; it may be busy or stopped. ` +
      'Wait for it, or end that process and another one is started.'
    );
  }
  const how =
    ended === undefined ? `did not answer within ${START_TIMEOUT_MS / 1000} seconds` : `ended with ${ended}`;
  const last = (readText(files.log(dataFolder)) ?? '').trimEnd().split('\n').at(-1) ?? '';
  const why = last === '' ? '' : ` Its last words: ${last.slice(0, 500)}`;
  return `The embedded service ${how}; see ${files.log(dataFolder)}.${why}`;
}

/** The process that advertises the folder, as long as it lives; what a killed one left behind names nobody. */
function holderOf(dataFolder: string): number | undefined {
  const pid = readAdvertisement(dataFolder)?.pid;
  if (pid === undefined) {
    return undefined;
  }
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? pid : undefined;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
