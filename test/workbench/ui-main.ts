import { resolve } from 'node:path';
import { reportOutcome, runSuite, type Outcome } from '../harness/run-suite';
import { endWithSignals, skipWithoutWorkbench } from './main';

// The runner of the UI suite: plain Node. Each test file opens the workbench that it needs.

const options = { timeout: 180_000, print: (line: string) => console.log(line) };

async function main(): Promise<void> {
  endWithSignals();
  skipWithoutWorkbench();
  const files = process.argv.slice(2);
  // Of single tests by name many a file has none, so those run as one suite.
  const outcome = await (process.env.BURNLINE_GREP ? runSuite({ files, ...options }) : runInTurn(files));
  process.exit(reportOutcome(outcome));
}

async function runInTurn(files: readonly string[]): Promise<Outcome> {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const file of files) {
    const { passed, failed, skipped } = await runFile(file);
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

/**
 * A real window loses a key or a focus once in some thousand steps, and each test of a file goes on from where the one
 * before left the window. So a file in which one fails is begun anew in a new window, once. What fails there has
 * failed; what passes is still a failure that somebody has to explain, so both say what happened.
 */
async function runFile(file: string): Promise<Outcome> {
  const outcome = await runSuite({ files: [file], bail: true, ...options });
  if (outcome.failed === 0) return outcome;
  console.log(`  again ${file}, in a new window`);
  // Loaded once, a file says no more which tests it has.
  delete require.cache[resolve(file)];
  return runSuite({ files: [file], ...options });
}

void main();
