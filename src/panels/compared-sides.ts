import type { LoadedProfile, ProfileKey } from '../focus/loaded-profile';
import { isSameKey, isSamePicture, keyOf } from '../focus/loaded-profile';
import type { Failure } from '../protocol/source';

export type SideName = 'a' | 'b';

export type Sides = Readonly<Record<SideName, ProfileKey>>;

/** Both of them, here: A is the baseline of B. */
export type LoadedSides = Readonly<Record<SideName, LoadedProfile>>;

export interface SidesWorld {
  load(key: ProfileKey, signal: AbortSignal): Promise<LoadedProfile>;
  failureOf(error: unknown): Failure;
  /** Other profiles are shown; what is waited for, or failed, may be another as well. */
  shown(sides: LoadedSides): void;
  /** Only what is waited for, or failed, is another. */
  waited(): void;
}

/**
 * What a comparison shows, what it waits for, and why that did not come. What somebody asked for last is what is shown
 * in the end, or its failure is: a fresh profile that comes by itself meanwhile neither ends the waiting nor hides the
 * failure.
 */
export class ComparedSides {
  private shown: LoadedSides | undefined;
  /** What was asked for last: it is shown, waited for, or failed. */
  private asked: Sides | undefined;
  private pending: AbortController | undefined;
  private failed: Failure | undefined;
  private isDisposed = false;

  constructor(private readonly world: SidesWorld) {}

  get loaded(): LoadedSides | undefined {
    return this.shown;
  }

  get failure(): Failure | undefined {
    return this.failed;
  }

  get isWaiting(): boolean {
    return this.pending !== undefined;
  }

  /** What another side would be put beside. A side that could not be had is to be tried again, not to be kept. */
  get wanted(): Sides | undefined {
    const { failed, shown, asked } = this;
    return failed && shown ? keysOf(shown) : asked;
  }

  show(sides: LoadedSides): void {
    this.settle();
    this.shown = sides;
    this.asked = keysOf(sides);
    this.world.shown(sides);
  }

  /** A side whose range moves with the clock is kept up to date. */
  follow(fresh: LoadedProfile): void {
    if (!this.shown) return;
    const { a, b } = this.shown;
    const sides = { a: isRefreshOf(fresh, a) ? fresh : a, b: isRefreshOf(fresh, b) ? fresh : b };
    if (sides.a === a && sides.b === b) return;
    this.shown = sides;
    this.world.shown(sides);
  }

  /** Puts something else on one side; what was asked for the other stays asked for. */
  change(side: SideName, key: ProfileKey): void {
    const { wanted } = this;
    if (wanted) void this.load({ ...wanted, [side]: key });
  }

  retry(): void {
    if (this.asked) void this.load(this.asked);
  }

  /** What is shown stays until its successor is here. Never rejects: what fails is kept as the failure. */
  async load(wanted: Sides): Promise<void> {
    if (this.isDisposed) return;
    this.settle();
    const pending = new AbortController();
    this.pending = pending;
    this.asked = wanted;
    this.world.waited();
    try {
      const [a, b] = await Promise.all(
        [wanted.a, wanted.b].map((key) => this.world.load(key, pending.signal)),
      );
      if (!pending.signal.aborted) this.show({ a: this.freshest(a), b: this.freshest(b) });
    } catch (error) {
      if (!pending.signal.aborted) this.fail(this.world.failureOf(error));
    }
  }

  fail(failure: Failure): void {
    if (this.isDisposed) return;
    this.settle();
    this.failed = failure;
    this.world.waited();
  }

  /** Nobody is told of anything any more, whatever still comes. */
  dispose(): void {
    this.isDisposed = true;
    this.pending?.abort();
  }

  /** What came by itself may have overtaken what was asked for before it. */
  private freshest(answer: LoadedProfile): LoadedProfile {
    const { a, b } = this.shown ?? {};
    const known = [a, b].find((side) => side && isSameKey(side, answer));
    return known && known.fetchedAt > answer.fetchedAt ? known : answer;
  }

  private settle(): void {
    this.pending?.abort();
    this.pending = undefined;
    this.failed = undefined;
  }
}

function keysOf({ a, b }: LoadedSides): Sides {
  return { a: keyOf(a), b: keyOf(b) };
}

function isRefreshOf(fresh: LoadedProfile, shown: LoadedProfile): boolean {
  return isSameKey(fresh, shown) && !isSamePicture(fresh, shown);
}
