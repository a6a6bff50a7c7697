import type { Disposable } from '../base/disposables';
import type { Milliseconds } from '../profile/units';

export interface LiveWorld {
  /** Whether somebody looks at something that grows. Asked before every refresh. */
  isLive(): boolean;
  interval(): Milliseconds;
  /** Resolves when it is over, however it ended. */
  refresh(): Promise<void>;
}

/** Fetches anew what is live, one time after the other: the next wait begins when the answer is there. */
export class LiveRefresh implements Disposable {
  private timer: NodeJS.Timeout | undefined;
  private isRunning = false;
  private isDisposed = false;

  constructor(private readonly world: LiveWorld) {}

  /** Something changed that decides whether it is live. */
  wake(): void {
    if (this.isDisposed || this.isRunning || !this.world.isLive()) return;
    this.timer ??= setTimeout(() => void this.run(), this.world.interval());
  }

  dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.timer);
  }

  private async run(): Promise<void> {
    this.timer = undefined;
    if (this.isDisposed || !this.world.isLive()) return;
    this.isRunning = true;
    await this.world.refresh();
    this.isRunning = false;
    this.wake();
  }
}
