/** Why `npm start` cannot go on: a sentence of what happened and why, then the next step. */
export class StartError extends Error {
  override readonly name = 'StartError';

  /** @param exitCode 2 the question was wrong, 3 something could not be reached (CONTRACTS: exit codes) */
  constructor(
    message: string,
    readonly exitCode: 2 | 3,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** Said wherever the real agent cannot be had. */
export const RECORDED_HINT = '`npm start -- --recorded` shows recorded runs instead.';
