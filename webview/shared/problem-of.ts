import { errorMessage } from '../../src/base/error-message';

/** Why something that was asked for did not work, to be said where it was asked for; '' when it did. */
export async function problemOf(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
    return '';
  } catch (error) {
    return errorMessage(error);
  }
}
