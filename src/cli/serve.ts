import { parseTarget } from '../service/events/parse-target';
import { defaultDataFolder, findService } from '../service/handshake';
import {
  FolderInUseError,
  startService,
  type RunningService,
  type StartOptions,
} from '../service/start-service';
import { readRemoteOptions, type RemoteArguments, type RemoteOptions } from '../service/http/tls-options';
import { matching, readArguments, wholeNumber } from './arguments';
import { Failure, oneLine } from './failure';
import type { Terminal } from './terminal';

const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

/** `burnline serve`: the embedded service in this process, until it is told to end. */
export async function serve(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args);
  const ending = untilToldToEnd();
  const service = await start({ ...options, log: (line) => terminal.note(line) });
  const { dataFolder, agentKey, ...address } = service.address;
  const forAgents = agentKey && {
    agentAccessKeyId: agentKey.accessKeyId,
    agentSecretAccessKey: agentKey.secretAccessKey,
  };
  process.stdout.write(`${JSON.stringify({ ...address, ...forAgents, dataDir: dataFolder })}\n`);
  const where = [address.endpoint, address.remoteEndpoint ?? []].flat().join(' and ');
  terminal.note(`The embedded service listens on ${where}; Ctrl+C ends it.`);
  await ending;
  await service.close();
  return 0;
}

function readOptions(args: readonly string[]): Omit<StartOptions, 'log'> {
  const { values, positionals } = readArguments(args, {
    port: { type: 'string', default: '0' },
    data: { type: 'string', default: defaultDataFolder(process.env, process.platform) },
    region: { type: 'string', default: 'us-east-1' },
    account: { type: 'string', default: '000000000000' },
    fast: { type: 'boolean', default: false },
    events: { type: 'string', multiple: true, default: [] },
    host: { type: 'string' },
    'allow-remote': { type: 'boolean' },
    'tls-cert': { type: 'string' },
    'tls-key': { type: 'string' },
    'remote-port': { type: 'string' },
  });
  if (positionals.length > 0) {
    throw new Failure(`serve takes options only, not ${JSON.stringify(positionals[0])}.`);
  }
  return {
    dataFolder: values.data,
    port: wholeNumber('--port', values.port, 65_535),
    region: matching('--region', values.region, REGION, 'a region such as us-east-1'),
    accountId: matching('--account', values.account, /^\d{12}$/, 'twelve digits'),
    fast: values.fast,
    eventSinks: values.events.map(readEvents),
    remote: readRemote(values),
  };
}

function readEvents(target: string): ReturnType<typeof parseTarget> {
  try {
    return parseTarget(target);
  } catch (error) {
    throw new Failure(oneLine(error), 2, error);
  }
}

function readRemote(values: RemoteArguments): RemoteOptions | undefined {
  try {
    return readRemoteOptions(values, (text) => wholeNumber('--remote-port', text, 65_535));
  } catch (error) {
    throw error instanceof Failure ? error : new Failure(oneLine(error), 2, error);
  }
}

/** Listening starts before the service does: a signal on the way up must not leave the folder half open. */
function untilToldToEnd(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

async function start(options: StartOptions): Promise<RunningService> {
  try {
    return await startService(options);
  } catch (error) {
    if (error instanceof FolderInUseError) throw new Failure(await whoHasIt(options.dataFolder), 2, error);
    throw new Failure(
      `The embedded service could not start in ${options.dataFolder}: ${oneLine(error)}`,
      2,
      error,
    );
  }
}

async function whoHasIt(dataFolder: string): Promise<string> {
  const running = await findService(dataFolder);
  const who = running === undefined ? 'Another process' : `Process ${running.pid}`;
  return `${who} already serves ${dataFolder}; stop it, or choose another folder with --data.`;
}
