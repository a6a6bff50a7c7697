import type { Disposable } from '../base/disposables';

/**
 * Something that is worked out anew whenever what it depends on is another. Who asks for the same shares the work, who asks
 * for something else ends it.
 */
export class Latest implements Disposable {
  private key: readonly unknown[] | undefined;
  private running = new AbortController();
  private done = Promise.resolve(false);

  /**
   * @param key what it depends on, compared part by part
   * @returns whether it is worked out for that; not where somebody has asked for something else meanwhile. Rejects where the
   *   work failed, which is tried again for whoever asks next.
   */
  for(key: readonly unknown[], work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    if (this.key?.every((part, i) => part === key[i])) return this.done;
    this.running.abort();
    const running = new AbortController();
    [this.key, this.running] = [key, running];
    this.done = work(running.signal).then(
      () => !running.signal.aborted,
      (error: unknown) => {
        if (running.signal.aborted) return false;
        this.key = undefined;
        throw error;
      },
    );
    return this.done;
  }

  /** What it depends on has changed though the key has not: whoever asks next has it worked out again. */
  forget(): void {
    this.running.abort();
    this.key = undefined;
  }

  dispose(): void {
    this.running.abort();
  }
}
