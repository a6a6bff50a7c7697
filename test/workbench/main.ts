import { reportOutcome } from '../harness/run-suite';
import { whyNoBrowser } from './browser';
import { whyNoWorkbench } from './install';

// What the two runners that need a workbench begin with.

/** Exiting, unlike being killed, ends the servers and browsers that were started. */
export function endWithSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => process.exit(130));
  }
}

/** Where no workbench can be had, says so in one line and exits: nothing failed, and one suite was skipped. */
export function skipWithoutWorkbench(): void {
  const reason = whyNoWorkbench() ?? whyNoBrowser();
  if (reason === undefined) return;
  console.log(`  skip  the whole suite: ${reason}`);
  process.exit(reportOutcome({ passed: 0, failed: 0, skipped: 1 }));
}
