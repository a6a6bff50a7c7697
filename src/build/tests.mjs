// `npm test`: every part in turn, a failing one hiding none of the others, one line of totals at the end.
import { checkLint, checkTypes } from './checks.mjs';
import { runSuite, suites } from './suites.mjs';

/**
 * What a part has to say: tests by outcome. A check such as the types counts as one test.
 * @typedef {{ passed: number, failed: number, skipped: number }} Outcome
 */

/** @typedef {(args: string[]) => Promise<Outcome>} Part */

/**
 * In turn, first what needs the machine for itself; those of one row side by side: the service mostly waits, for disks,
 * agents and other programs.
 */
const everyTime = [['agent'], ['unit'], ['service', 'types', 'lint'], ['host'], ['ui']];

/** @type {Record<string, Part>} */
const parts = {
  types: checkTypes,
  lint: checkLint,
  ...Object.fromEntries(Object.keys(suites).map((name) => [name, (args) => runSuite(name, args)])),
};

/**
 * `test [PART [PATH…] [--grep TEXT]]`: all parts, or one; of one, only the files below a path, and only the tests
 * whose name holds the text.
 * @param {string[]} args
 */
export async function test([only, ...args]) {
  if (only !== undefined && !(only in parts)) {
    console.error(
      `There is no part ${JSON.stringify(only)}; the parts are ${Object.keys(parts).join(', ')}.`,
    );
    process.exit(2);
  }
  const total = { passed: 0, failed: 0, skipped: 0 };
  const summary = [];
  for (const row of only === undefined ? everyTime : [[only]]) {
    console.log(`\n== ${row.join(' and ')}`);
    for (const { name, outcome, seconds } of await Promise.all(row.map((name) => timed(name, args)))) {
      total.passed += outcome.passed;
      total.failed += outcome.failed;
      total.skipped += outcome.skipped;
      summary.push(`${name.padEnd(8)} ${describe(outcome)} (${seconds.toFixed(1)} s)`);
    }
  }
  console.log(`\n${summary.join('\n')}\n\n${describe(total)}`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

/**
 * @param {string} name
 * @param {string[]} args
 */
async function timed(name, args) {
  const started = performance.now();
  const outcome = await runPart(name, args);
  return { name, outcome, seconds: (performance.now() - started) / 1000 };
}

/**
 * A part that breaks down itself counts as one failed test, and the next part gets its turn.
 * @param {string} name
 * @param {string[]} args
 * @returns {Promise<Outcome>}
 */
async function runPart(name, args) {
  try {
    return await /** @type {Part} */ (parts[name])(args);
  } catch (error) {
    console.error(error);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** @param {Outcome} outcome */
function describe({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
