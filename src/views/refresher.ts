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

export interface Wanted {
  readonly force?: boolean;
  readonly how?: ConnectHow;
}

interface Running extends Required<Wanted> {
  readonly abort: AbortController;
  /** Never rejects. */
  readonly done: Promise<void>;
}

/** When the model asks again: one question at a time, by itself while somebody looks, at once when told. */
export class Refresher implements Disposable {
  private timer: NodeJS.Timeout | undefined;
  private running: Running | undefined;
  private isDisposed = false;

  constructor(
    private readonly model: Pick<GroupsModel, 'refresh'>,
    private readonly world: RefresherWorld,
  ) {}

  /** Something may have become live: ask now, and go on as long as it is. */
  wake(): void {
    const { running } = this;
    if (!running || (running.how === 'peek' && this.world.how() === 'start')) void this.refresh({});
  }

  /**
   * `force` asks again what was just asked. What is under way is given up, and asked with the rest: who wanted it forced,
   * or started, still gets that. Rejects where the model fails, and goes on asking.
   */
  async refresh(wanted: Wanted): Promise<void> {
    if (this.isDisposed) return;
    const before = this.running;
    before?.abort.abort();
    clearTimeout(this.timer);
    const force = wanted.force === true || before?.force === true;
    const how = before?.how === 'start' ? 'start' : (wanted.how ?? this.world.how());
    const abort = new AbortController();
    const refreshed = (before?.done ?? Promise.resolve()).then(() =>
      this.model.refresh({ force, how, signal: abort.signal }),
    );
    const running = { abort, force, how, done: refreshed.catch(() => undefined) };
    this.running = running;
    try {
      await refreshed;
    } finally {
      if (this.running === running) {
        this.running = undefined;
        this.schedule();
      }
    }
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
