import { functionTotalsOf, hottestOf } from '../focus/figures';
import type { LoadedProfile } from '../focus/loaded-profile';
import { frameRef } from '../profile/hot-spots';
import type { FunctionTotals } from '../profile/hot-spots';
import type { StateView } from '../profile/thread-states';
import type { Locator } from '../source/location';

export interface ReadAheadOptions {
  readonly locator: Pick<Locator, 'locate'>;
  readonly roots: () => readonly string[];
}

/** So many functions: people go to the hottest, and a search of the workspace for a name takes a tenth of a second. */
const READ_AHEAD = 40;

/**
 * Reads the files of a profile's hottest functions once somebody looks at one: to parse a text of five thousand lines takes a
 * tenth of a second, and the locator remembers what it found. One after the other, each time when nothing else is asked.
 */
export class ReadAhead {
  private last: FunctionTotals | undefined;
  private isDisposed = false;

  constructor(private readonly options: ReadAheadOptions) {}

  /** Resolves when it is done or another profile came; for tests, as nobody else waits for it. */
  async begin({ profile }: LoadedProfile, view: StateView): Promise<void> {
    const totals = functionTotalsOf(profile, view);
    if (totals === this.last) return;
    this.last = totals;
    const { locator, roots } = this.options;
    for (const frame of hottestOf(totals, 'total').slice(0, READ_AHEAD)) {
      if (this.isDisposed || totals !== this.last) return;
      // Whoever asks about the function itself is told why it is nowhere.
      await locator.locate(frameRef(totals, frame), roots()).catch(() => undefined);
    }
  }

  dispose(): void {
    this.isDisposed = true;
  }
}
