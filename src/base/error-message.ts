/** What was thrown, in words. Anything can be thrown; ours are errors whose message is a sentence. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
