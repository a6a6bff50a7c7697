import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Milliseconds after which something is taken for lost: long, because a machine may have other work, and shorter than
 * any test may take, so that the failure says what did not come.
 */
const PATIENCE = 45_000;

/**
 * Asks until there is an answer: for what a test waits for and has no event that it could see.
 *
 * @param what the failure says that it was never so; asked for then, so that it can tell how it was instead
 * @param ask undefined, false or '' while it is not so yet
 */
export async function eventually<T>(
  what: string | (() => string),
  ask: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false && answer !== '') return answer;
    if (Date.now() > deadline) assert.fail(`never: ${typeof what === 'string' ? what : what()}`);
    await delay(50);
  }
}
