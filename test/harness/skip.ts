// Each test file is bundled with a copy of this module, so the reason travels on the test itself.
const skipReason = Symbol.for('burnline.skipReason');

interface Skippable {
  [skipReason]?: string;
  readonly parent?: Skippable | undefined;
}

/**
 * Skips a test, or from a `before` hook the suite around it, and says why: a skip without a reason fails.
 *
 *     before(function () { skip(this, 'python3 is not on PATH'); });
 */
export function skip(context: Mocha.Context, reason: string): never {
  const runnable = context.runnable();
  const isHook = 'type' in runnable && runnable.type === 'hook';
  const skipped: Skippable | undefined = isHook ? runnable.parent : runnable;
  if (skipped) {
    skipped[skipReason] = reason;
  }
  return context.skip();
}

/** The reason that was given for the test, or for a suite around it. */
export function reasonOf(test: Skippable): string | undefined {
  return test[skipReason] ?? (test.parent && reasonOf(test.parent));
}
