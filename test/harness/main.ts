import { reportOutcome, runSuite } from './run-suite';

// The runner of the suites that need nothing around them: file names are its arguments.

async function main(): Promise<void> {
  const outcome = await runSuite({
    files: process.argv.slice(2),
    timeout: 60_000,
    print: (line) => console.log(line),
  });
  process.exit(reportOutcome(outcome));
}

void main();
