import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import { reasonOf } from './skip';

// Runs bundled test files and reports them; the same in plain Node and inside an extension host. What surrounds a
// suite (a service, a workbench, a browser) is not started here.

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface SuiteOptions {
  readonly files: readonly string[];
  /** Milliseconds that one test may take. */
  readonly timeout: number;
  readonly print: (line: string) => void;
}

/** One file at a time, so that one that throws while it is read does not hide the tests of the others. */
class Suite extends Mocha {
  load(file: string, onError: (error: unknown) => void): void {
    this.files = [file];
    try {
      this.loadFiles();
    } catch (error) {
      onError(error);
    }
    this.files = [];
  }
}

/** Runs every test whose full name holds the text of BURNLINE_GREP, or all. */
export async function runSuite({ files, timeout, print }: SuiteOptions): Promise<Outcome> {
  const mocha = new Suite({ ui: 'bdd', timeout, reporter: Mocha.reporters.Base });
  if (process.env.BURNLINE_GREP) {
    mocha.fgrep(process.env.BURNLINE_GREP);
  }
  const outcome = { passed: 0, failed: 0, skipped: 0 };
  const fail = (title: string, why: string) => {
    outcome.failed += 1;
    print(`  FAIL  ${title}\n${why.replace(/^/gm, '        ')}`);
  };
  for (const file of files) {
    mocha.load(file, (error) => fail(file, describeError(error)));
  }
  await new Promise((done) => {
    const runner = mocha.run(done);
    runner.on('pass', (test) => {
      outcome.passed += 1;
      print(`  ok    ${test.fullTitle()}${test.speed === 'slow' ? ` (${test.duration ?? 0} ms)` : ''}`);
    });
    runner.on('fail', (test, error) => fail(test.fullTitle(), describeError(error)));
    runner.on('pending', (test) => {
      const reason = reasonOf(test);
      if (reason === undefined) {
        fail(test.fullTitle(), 'It is skipped without a word; use skip() of test/harness/skip.ts.');
        return;
      }
      outcome.skipped += 1;
      print(`  skip  ${test.fullTitle()}: ${reason}`);
    });
  });
  if (outcome.passed + outcome.failed + outcome.skipped === 0) {
    fail('the suite', 'No test ran: a suite that ran nothing has shown nothing.');
  }
  return outcome;
}

/** Writes the outcome where the build looks for it, and answers the exit code that goes with it. */
export function reportOutcome(outcome: Outcome): number {
  if (process.env.BURNLINE_REPORT) {
    writeFileSync(process.env.BURNLINE_REPORT, JSON.stringify(outcome));
  }
  return outcome.failed === 0 ? 0 : 1;
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const cause = error.cause === undefined ? '' : `\ncaused by ${describeError(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
