// Running a tool of node_modules, without a shell.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './node.mjs';

/**
 * Runs a script on this Node with our streams.
 * @param {string} script relative to the checkout
 * @param {string[]} args
 * @param {{ nodeArgs?: string[], env?: NodeJS.ProcessEnv, timeout?: number }} [options] `timeout` in milliseconds
 * @returns {Promise<boolean>} whether it exited with 0
 */
export function runNode(script, args, { nodeArgs = [], env = {}, timeout } = {}) {
  const child = spawn(process.execPath, [...nodeArgs, join(root, script), ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
    timeout,
  });
  return new Promise((resolve, reject) => {
    // Whoever ends us means the tool as well; a terminal tells both by itself.
    const end = () => {
      child.kill('SIGTERM');
      process.exit(143);
    };
    process.once('SIGTERM', end);
    child.on('error', reject);
    child.on('exit', (code) => {
      process.off('SIGTERM', end);
      resolve(code === 0);
    });
  });
}
