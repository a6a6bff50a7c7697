import { appendFileSync } from 'node:fs';
import { reportOutcome, runSuite } from '../harness/run-suite';

/**
 * The module that VS Code's extension host imports as extensionTestsPath. It prints to the file that
 * BURNLINE_HOST_LOG names, since the console of a host goes to the window.
 */
export async function run(): Promise<void> {
  const { BURNLINE_HOST_FILES = '[]', BURNLINE_HOST_LOG = '' } = process.env;
  process.setSourceMapsEnabled(true);
  const outcome = await runSuite({
    files: JSON.parse(BURNLINE_HOST_FILES) as string[],
    timeout: 60_000,
    print: (line) => appendFileSync(BURNLINE_HOST_LOG, `${line}\n`),
  });
  if (reportOutcome(outcome) !== 0) {
    throw new Error(`${outcome.failed} tests failed`);
  }
}
