import { resolve } from 'node:path';
import { reportOutcome, runSuite } from '../harness/run-suite';
import { endWithSignals, skipWithoutWorkbench } from './main';

// The runner of the UI suite: plain Node. Each test file opens the workbench that it needs.

const options = { timeout: 180_000, print: (line: string) => console.log(line) };

/**
 * A real window loses a key or a focus once in some thousand steps, and each test of a file goes on from where the one
 * before left the window. So a file in which one fails is begun anew in a new window, once. What fails there has
 * failed; what passes is still a failure that somebody has to explain, so both are printed.
 */
async function main(): Promise<void> {
  endWithSignals();
  skipWithoutWorkbench();
  const files = process.argv.slice(2);
  let outcome = await runSuite({ files, bail: true, ...options });
  if (outcome.failed > 0) {
    console.log(`  again ${files.join(', ')}, in a new window`);
    // Loaded once, a file says no more which tests it has.
    for (const file of files) delete require.cache[resolve(file)];
    outcome = await runSuite({ files, ...options });
  }
  process.exit(reportOutcome(outcome));
}

void main();
