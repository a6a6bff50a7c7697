import { isProfilerError } from '../aws/profiler-error';
import { errorMessage } from '../base/error-message';
import type { Failure } from '../protocol/source';

/** What a page says in the place of a picture. Errors of ours are sentences already, next step included. */
export function failureOf(error: unknown): Failure {
  if (isProfilerError(error)) {
    return { message: error.message, canRetry: error.help.includes('retry') };
  }
  return { message: errorMessage(error), canRetry: true };
}
