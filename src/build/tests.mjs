// `npm test`: every part in turn, a failing one hiding none of the others, one line of totals at the end.
import { checkLint, checkTypes } from './checks.mjs';
import { runSuite, suites } from './suites.mjs';

/**
 * What a part has to say: tests by outcome. A check such as the types counts as one test.
 * @typedef {{ passed: number, failed: number, skipped: number }} Outcome
 */

/** @typedef {(args: string[]) => Promise<Outcome>} Part */

const everyTime = ['types', 'lint', 'unit', 'service', 'host', 'ui'];

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
  for (const name of only === undefined ? everyTime : [only]) {
    const started = performance.now();
    console.log(`\n== ${name}`);
    const outcome = await runPart(name, args);
    total.passed += outcome.passed;
    total.failed += outcome.failed;
    total.skipped += outcome.skipped;
    summary.push(
      `${name.padEnd(8)} ${describe(outcome)} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
    );
  }
  console.log(`\n${summary.join('\n')}\n\n${describe(total)}`);
  process.exitCode = total.failed === 0 ? 0 : 1;
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
