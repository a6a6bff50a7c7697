// Running a tool of node_modules, without a shell.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './node.mjs';

/**
 * Runs a script on this Node with our streams.
 * @param {string} script relative to the checkout
 * @param {string[]} args
 * @param {{ nodeArgs?: string[], env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<boolean>} whether it exited with 0
 */
export function runNode(script, args, { nodeArgs = [], env = {} } = {}) {
  const child = spawn(process.execPath, [...nodeArgs, join(root, script), ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code === 0));
  });
}
