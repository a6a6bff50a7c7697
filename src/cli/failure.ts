import { errorMessage } from '../base/error-message';
import { visibleText } from '../base/visible-text';

/** The question was wrong (2), or nobody could be reached (3). 1 is an answer, not a failure. */
export type FailureCode = 2 | 3;

/** How a command ends that cannot do what was asked: a sentence of what, why and what next. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    message: string,
    readonly exitCode: FailureCode = 2,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** Whether an error was made for people; of any other, the stack is worth more than the words. */
export function isExpected(error: unknown): error is Failure {
  return error instanceof Failure;
}

/** Messages may quote what a file or a service said. */
export function oneLine(error: unknown): string {
  const message = errorMessage(error);
  return visibleText(message.trim().replace(/\s*\n\s*/g, ' '), 2000);
}
