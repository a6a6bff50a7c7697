import { resolve } from 'node:path';
import { reportOutcome, runSuite, type Outcome } from '../harness/run-suite';
import { endWithSignals, skipWithoutWorkbench } from './main';

// The runner of the UI suite: plain Node. Each test file opens the workbench that it needs.

async function main(): Promise<void> {
  endWithSignals();
  skipWithoutWorkbench();
  const files = process.argv.slice(2);
  // Of single tests by name many a file has none.
  const outcome = process.env.BURNLINE_GREP
    ? await runSuite({ files, ...options })
    : (await inTurn(files, runFile)).reduce(sum);
  process.exit(reportOutcome(outcome));
}

const options = { timeout: 120_000, print: (line: string) => console.log(line) };

/**
 * A real window loses a key or a focus once in some thousand steps, and the tests of a file go on from where the one before
 * left it. So a file in which one fails is begun anew in a new window, once, and says so; what fails there has failed.
 */
async function runFile(file: string): Promise<Outcome> {
  const outcome = await runSuite({ files: [file], bail: true, ...options });
  if (outcome.failed === 0) return outcome;
  console.log(`  again ${file}, in a new window`);
  // Loaded once, a file says no more which tests it has.
  delete require.cache[resolve(file)];
  return runSuite({ files: [file], ...options });
}

async function inTurn<T, R>(list: readonly T[], run: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const one of list) results.push(await run(one));
  return results;
}

function sum(one: Outcome, other: Outcome): Outcome {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}

void main();
