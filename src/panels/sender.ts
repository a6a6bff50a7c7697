import { takeApart } from '../protocol/pieces';

/** What posts to a page. Resolves when the page has it. */
type Post = (message: unknown) => PromiseLike<unknown>;

let lastNumber = 0;

/**
 * Sends messages to a page in their order. Small ones go at once; the columns of a big one go ahead in pieces, the next
 * one when the one before has arrived, so that nothing else waits for longer than a piece takes. See protocol/pieces.ts.
 */
export class Sender {
  /** The end of the queue while something is in it. */
  private last: Promise<void> | undefined;
  private isStopped = false;

  constructor(private readonly post: Post) {}

  send(message: unknown): void {
    if (this.isStopped) return;
    const { shell, pieces } = takeApart(message, ++lastNumber);
    if (!this.last && pieces.length === 0) return void this.post(shell);
    const sent = (this.last ?? Promise.resolve()).then(() => this.deliver(shell, pieces));
    this.last = sent;
    void sent.finally(() => {
      if (this.last === sent) this.last = undefined;
    });
  }

  /** What is on its way is given up: the page is gone, or starts over. */
  stop(): void {
    this.isStopped = true;
  }

  private async deliver(shell: unknown, pieces: ReturnType<typeof takeApart>['pieces']): Promise<void> {
    for (const cut of pieces) {
      for (const piece of cut()) {
        if (this.isStopped) return;
        await this.post(piece);
      }
    }
    if (!this.isStopped) void this.post(shell);
  }
}
