// The parts of `npm test` that read the sources: types, lint and formatting. Each part counts as one test.
import { runNode } from './processes.mjs';

/** @import { Outcome } from './tests.mjs' */

/** One per set of platform types, so that a pure folder cannot name Node and a page cannot name it either. */
const projects = [
  'tsconfig.json',
  'src/build/tsconfig.pure.json',
  'webview/tsconfig.json',
  'test/tsconfig.json',
];

/** @returns {Promise<Outcome>} */
export async function checkTypes() {
  let isGood = true;
  for (const project of projects) {
    isGood = (await runNode('node_modules/typescript/bin/tsc', ['-p', project])) && isGood;
  }
  return asOutcome(isGood);
}

/**
 * @param {string[]} paths what to look at; everything when there is none
 * @returns {Promise<Outcome>}
 */
export async function checkLint(paths) {
  const where = paths.length > 0 ? paths : ['.'];
  const isLinted = await runNode('node_modules/eslint/bin/eslint.js', ['--max-warnings', '0', ...where]);
  const prettier = ['--check', '--ignore-unknown', '--log-level', 'warn', ...where];
  const isFormatted = await runNode('node_modules/prettier/bin/prettier.cjs', prettier);
  return asOutcome(isLinted && isFormatted);
}

/**
 * Writes what `checkLint` would ask for, as far as tools can.
 * @param {string[]} paths
 */
export async function format(paths) {
  const where = paths.length > 0 ? paths : ['.'];
  await runNode('node_modules/eslint/bin/eslint.js', ['--fix', ...where]);
  await runNode('node_modules/prettier/bin/prettier.cjs', [
    '--write',
    '--ignore-unknown',
    '--log-level',
    'warn',
    ...where,
  ]);
}

/** @param {boolean} isGood */
function asOutcome(isGood) {
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0 };
}
