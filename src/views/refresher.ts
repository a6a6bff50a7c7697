import type { Disposable } from '../base/disposables';
import type { Milliseconds } from '../profile/units';
import type { ConnectHow, GroupsModel } from './groups-model';

export interface RefresherWorld {
  /** Whether somebody looks or a program is being profiled. Otherwise nothing is asked by itself. */
  isLive(): boolean;
  /** Whether the embedded service may be started: only where somebody looks at the side bar. */
  how(): ConnectHow;
  interval(): Milliseconds;
}

/** When the model asks again: one question at a time, by itself while somebody looks, at once when told. */
export class Refresher implements Disposable {
  private timer: NodeJS.Timeout | undefined;
  private running: { readonly abort: AbortController; readonly done: Promise<void> } | undefined;
  private isDisposed = false;

  constructor(
    private readonly model: GroupsModel,
    private readonly world: RefresherWorld,
  ) {}

  /** Something may have become live: ask now, and go on as long as it is. */
  wake(): void {
    if (!this.running) void this.refresh({});
  }

  /** `force` asks again what was just asked; an ordinary refresh that is under way is given up for it. */
  async refresh({
    force = false,
    how = this.world.how(),
  }: {
    force?: boolean;
    how?: ConnectHow;
  }): Promise<void> {
    if (this.isDisposed) return;
    const before = this.running;
    before?.abort.abort();
    clearTimeout(this.timer);
    const abort = new AbortController();
    const done = (before?.done ?? Promise.resolve()).then(() =>
      this.model.refresh({ force, how, signal: abort.signal }),
    );
    const running = { abort, done };
    this.running = running;
    await done;
    if (this.running !== running) return;
    this.running = undefined;
    this.schedule();
  }

  /** Resolves when nothing is being asked. */
  async idle(): Promise<void> {
    while (this.running) await this.running.done;
  }

  dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.timer);
    this.running?.abort.abort();
  }

  private schedule(): void {
    if (this.isDisposed || !this.world.isLive()) return;
    this.timer = setTimeout(() => this.wake(), this.world.interval());
  }
}
