import { join, relative, resolve } from 'node:path';
import type { Gateway } from '../aws/gateway';
import { createGateway } from '../aws/gateway';
import { errorMessage } from '../base/error-message';
import type { ServiceAddress } from '../service/handshake';
import { openEditor } from './editor';
import type { StartOptions } from './options';
import { readOptions } from './options';
import { startOwnService, stopService } from './own-service';
import { ensureEnvironment } from './python-environment';
import { postRecordings } from './recordings';
import type { Sample } from './sample';
import { ensureSampleGroup, runSample, SAMPLE_FOLDER } from './sample';
import { StartError } from './start-error';
import { Terminal } from './terminal';
import { untilClosed, untilSeen } from './watch';

/**
 * `npm start`: from a checkout to numbers above the hot methods. The steps, each said in the terminal as it is done:
 * the embedded service, the sample program under its real agent, VS Code with the extension in it. What was started
 * here ends here, last things first. Nothing in this folder ships, and nothing else imports it.
 */
const DATA_FOLDER = resolve(process.env.BURNLINE_DATA || join('.burnline', 'data'));
const ENVIRONMENT_FOLDER = resolve('.burnline', 'venv');

/** What to end, in the order in which it was started. */
type Endings = (() => Promise<void> | void)[];

async function start(options: StartOptions, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const endings: Endings = [];
  try {
    const address = await startService(terminal, endings, signal);
    const gateway = createGateway({ kind: 'local', address });
    endings.push(() => gateway.dispose());
    const startedAt = Date.now();
    const sample = await startProfiles(options, { address, gateway }, terminal, endings, signal);
    const watched = { gateway, sample, startedAt, terminal };
    if (options.headless) {
      await untilSeen(watched, signal);
      return;
    }
    await startEditor(options, terminal, endings);
    await untilClosed({ ...watched, isOwnProject: options.folder !== undefined }, signal);
  } finally {
    for (const end of endings.reverse()) await end();
  }
}

async function startService(
  terminal: Terminal,
  endings: Endings,
  signal: AbortSignal,
): Promise<ServiceAddress> {
  const address = await startOwnService(DATA_FOLDER, signal);
  endings.push(() => stopService(address));
  terminal.step('Service', `${address.endpoint}, data in ${relative('.', DATA_FOLDER)}`);
  return address;
}

/** Gets agent profiles to come in: from the sample, which is returned, or from recordings, or none for a project of yours. */
async function startProfiles(
  { folder, recorded }: StartOptions,
  { address, gateway }: { readonly address: ServiceAddress; readonly gateway: Gateway },
  terminal: Terminal,
  endings: Endings,
  signal: AbortSignal,
): Promise<Sample | undefined> {
  if (folder !== undefined) {
    terminal.step('Program', 'yours, started with the command "Burnline: Start Profiling Agent…"');
    return undefined;
  }
  await ensureSampleGroup(gateway, signal);
  if (recorded) {
    const count = await postRecordings(gateway, signal);
    terminal.step('Program', `not run; ${count} agent profiles of two recorded runs were posted`);
    return undefined;
  }
  const python = await ensureEnvironment(ENVIRONMENT_FOLDER, (line) => terminal.line(`  ${line}`), signal);
  terminal.step(
    'Python',
    `${python.version} with agent ${python.agentVersion} in ${relative('.', ENVIRONMENT_FOLDER)}`,
  );
  const sample = runSample(python.path, address);
  endings.push(() => sample.stop());
  terminal.step(
    'Program',
    `${relative('.', SAMPLE_FOLDER)} runs under the agent; the first profile comes in about 6 s`,
  );
  return sample;
}

async function startEditor(
  { folder = SAMPLE_FOLDER, browser }: StartOptions,
  terminal: Terminal,
  endings: Endings,
) {
  const log = (line: string) => terminal.line(`  ${line}`);
  const editor = await openEditor({ folder, dataFolder: DATA_FOLDER, browser, log });
  endings.push(() => editor.stop());
  terminal.step('Editor', editor.where);
  terminal.line('  Burnline in the activity bar has the groups; hot functions carry figures in the editor.');
  terminal.line('  Ctrl+C ends all of it.');
}

/** Aborts on the first signal to end, and when whoever ran us is gone: a killed npm must not leave a busy sample. */
function endingSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => controller.abort(new Ended(name)));
  }
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) controller.abort(new Ended('the end of the process that ran it'));
  }, 1_000).unref();
  return controller.signal;
}

/** Somebody ended the command; no failure. */
class Ended extends Error {}

async function main(): Promise<number> {
  const signal = endingSignal();
  let isHeadless = false;
  try {
    const options = readOptions(process.argv.slice(2));
    isHeadless = options.headless;
    await start(options, new Terminal(), signal);
    return 0;
  } catch (error) {
    // A window's command is ended by Ctrl+C, that is how it ends; one that was to print figures has not done so.
    if (signal.aborted) return isHeadless ? 130 : 0;
    process.stderr.write(`${errorMessage(error)}\n`);
    return error instanceof StartError ? error.exitCode : 3;
  }
}

void main().then((code) => process.exit(code));
