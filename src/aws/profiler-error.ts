/** Why a question to the profiler was not answered, as the program needs to tell the cases apart. */
export type ProfilerErrorCode =
  | 'aborted'
  | 'conflict'
  | 'credentials-expired'
  | 'credentials-missing'
  | 'credentials-rejected'
  | 'forbidden'
  | 'not-found'
  | 'quota'
  | 'server'
  | 'throttled'
  | 'unreachable'
  | 'unreadable'
  | 'validation';

/** What a person may do next; the surfaces turn it into buttons. */
export type ProfilerHelp = 'copy-policy' | 'change-connection' | 'retry' | 'show-log';

/** A failure as a person reads it: `message` is one sentence of what happened and why, then the next step. */
export class ProfilerError extends Error {
  override readonly name = 'ProfilerError';

  constructor(
    readonly code: ProfilerErrorCode,
    message: string,
    readonly help: readonly ProfilerHelp[],
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

/** By name: the SDK and what speaks to it are a bundle of their own, with a class of their own. */
export function isProfilerError(error: unknown): error is ProfilerError {
  return error instanceof Error && error.name === 'ProfilerError';
}
