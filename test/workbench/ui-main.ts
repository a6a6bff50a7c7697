import { reportOutcome, runSuite } from '../harness/run-suite';
import { endWithSignals, skipWithoutWorkbench } from './main';

// The runner of the UI suite: plain Node. Each test file opens the workbench that it needs.

async function main(): Promise<void> {
  endWithSignals();
  skipWithoutWorkbench();
  const outcome = await runSuite({
    files: process.argv.slice(2),
    timeout: 180_000,
    print: (line) => console.log(line),
  });
  process.exit(reportOutcome(outcome));
}

void main();
