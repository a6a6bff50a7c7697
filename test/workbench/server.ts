import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { shippedFiles } from '../../src/build/shipped.mjs';
import { installWorkbench, serverFolder, serverNode } from './install';

// VS Code's server on loopback with settings, extensions and data of its own. No browser is started here.

export interface ServerOptions {
  /** Folders of extensions to install: what their .vscodeignore lets into a package is copied. */
  readonly extensions?: readonly string[];
  /** User settings, over ours. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Reaches the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** 'trusted' never asks; 'untrusted' opens folders in restricted mode, and trusting one is up to the user. */
  readonly trust?: 'trusted' | 'untrusted';
  /** Kept when the server ends; without one, a scratch folder goes with it. */
  readonly dataFolder?: string;
  readonly log?: (line: string) => void;
}

export interface Server {
  readonly port: number;
  /** Where a browser opens a folder of this machine; the address carries the key that the server asks for. */
  addressOf(folder: string): string;
  /** Settings, extensions, logs. */
  readonly dataFolder: string;
  readonly logFile: string;
  /** Ends the server and everything it started. Happens by itself when this process exits. */
  stop(): void;
}

const settings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  // The sample lies inside this checkout, and a question about that would be the first thing on the screen.
  'git.openRepositoryInParentFolders': 'never',
  'update.mode': 'none',
  'window.autoDetectColorScheme': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

export async function startServer(options: ServerOptions = {}): Promise<Server> {
  installWorkbench(options.log ?? (() => undefined));
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'burnline-workbench-'));
  const port = await findFreePort();
  const logFile = join(dataFolder, 'server.log');
  const key = prepare(dataFolder, options);
  const child = spawnServer(dataFolder, port, logFile, options);
  const stop = () => {
    process.off('exit', stop);
    killGroup(child);
    if (options.dataFolder === undefined) {
      rmSync(dataFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    }
  };
  process.on('exit', stop);
  if (!(await isReady(port, child))) {
    const said = readFileSync(logFile, 'utf8');
    stop();
    throw new Error(`VS Code's server did not start; it said:\n${said}`);
  }
  const addressOf = (folder: string) => {
    const query = new URLSearchParams({ tkn: key, folder });
    return `http://127.0.0.1:${port}/?${query.toString()}`;
  };
  return { port, addressOf, dataFolder, logFile, stop };
}

/** Writes settings, extensions and the key into the data folder, and answers the key. */
function prepare(dataFolder: string, { extensions = [], trust, settings: own }: ServerOptions): string {
  const all = { ...settings, 'security.workspace.trust.enabled': trust === 'untrusted', ...own };
  // What is of the machine (an interpreter, connections) counts only where the server has it for itself.
  for (const owner of ['User', 'Machine']) {
    const folder = join(dataFolder, 'server', 'data', owner);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'settings.json'), JSON.stringify(all, null, 2));
  }
  const home = join(dataFolder, 'extensions');
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home);
  for (const folder of extensions) {
    installExtension(folder, home);
  }
  // Loopback is open to every user and, by rebound names, every web page; and a workbench runs programs.
  const key = randomBytes(24).toString('hex');
  writeFileSync(keyFileIn(dataFolder), key, { mode: 0o600 });
  return key;
}

const keyFileIn = (dataFolder: string) => join(dataFolder, 'connection-token');

/** The server takes every folder that it finds for an installed extension when it has no list of them yet. */
function installExtension(folder: string, home: string): void {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
  const installed = join(home, `${manifest.publisher}.${manifest.name}-${manifest.version}`);
  for (const file of shippedFiles(folder)) {
    cpSync(join(folder, file), join(installed, file));
  }
}

function spawnServer(
  dataFolder: string,
  port: number,
  logFile: string,
  { trust, env }: ServerOptions,
): ChildProcess {
  const args = [
    join(serverFolder, 'out', 'server-main.js'),
    ...['--host', '127.0.0.1', '--port', `${port}`, '--connection-token-file', keyFileIn(dataFolder)],
    ...['--server-data-dir', join(dataFolder, 'server'), '--extensions-dir', join(dataFolder, 'extensions')],
    ...['--accept-server-license-terms', '--telemetry-level', 'off', '--disable-telemetry'],
    ...(trust === 'untrusted' ? [] : ['--disable-workspace-trust']),
  ];
  const log = openSync(logFile, 'a');
  const child = spawn(serverNode() ?? process.execPath, args, {
    cwd: dataFolder,
    // A group of its own, so that its extension host and terminals end with it.
    detached: true,
    stdio: ['ignore', log, log],
    // An empty gallery: no marketplace is asked for anything.
    env: { ...ownEnvironment(), EXTENSIONS_GALLERY: '{}', ...env },
  });
  closeSync(log);
  return child;
}

/** Without what a terminal of VS Code adds: it names the sockets and the mode of that other VS Code. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.filter(([name]) => !/^(VSCODE_|ELECTRON_)/.test(name)));
}

async function isReady(port: number, child: ChildProcess): Promise<boolean> {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/version`).catch(() => undefined);
    if (answer?.ok) return true;
    await delay(100);
  }
  return false;
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

async function findFreePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening, fail) => probe.once('error', fail).listen(0, '127.0.0.1', listening));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}
