import { Emitter } from '../base/events';
import type { Disposable } from '../base/disposables';
import type { StateView } from '../profile/thread-states';
import type { LoadedProfile, ProfileKey } from './loaded-profile';

/** What the focus needs of the world: one question. The host answers it through the gateways and the cache. */
export interface ProfileLoader {
  load(key: ProfileKey, signal: AbortSignal): Promise<LoadedProfile>;
}

/** Two profiles held against each other. */
export interface FocusedComparison {
  readonly a: LoadedProfile;
  readonly b: LoadedProfile;
}

/**
 * What the person is looking at now: a profile, the states that count in it, and perhaps a comparison. Every surface
 * reads it here, so all of them show the same figure. Knows nothing of VS Code, windows or clocks.
 */
export class Focus implements Disposable {
  private readonly changed = new Emitter<LoadedProfile | undefined>();
  private readonly viewChanged = new Emitter<StateView>();
  private readonly comparisonChanged = new Emitter<FocusedComparison | undefined>();
  private shown: LoadedProfile | undefined;
  private shownView: StateView = 'cpu';
  private shownComparison: FocusedComparison | undefined;

  readonly onDidChange = this.changed.event;
  readonly onDidChangeView = this.viewChanged.event;
  readonly onDidChangeComparison = this.comparisonChanged.event;

  constructor(private readonly loader: ProfileLoader) {}

  /** Undefined until something was opened. Stays while its successor is on the way. */
  get current(): LoadedProfile | undefined {
    return this.shown;
  }

  get view(): StateView {
    return this.shownView;
  }

  get comparison(): FocusedComparison | undefined {
    return this.shownComparison;
  }

  /** A profile without looking at it: for a panel of its own or one side of a comparison. */
  load(key: ProfileKey, signal: AbortSignal): Promise<LoadedProfile> {
    return this.loader.load(key, signal);
  }

  /** Shows what is already here. The same value again is no change. */
  show(loaded: LoadedProfile | undefined): void {
    if (loaded === this.shown) return;
    this.shown = loaded;
    this.changed.fire(loaded);
  }

  setView(view: StateView): void {
    if (view === this.shownView) return;
    this.shownView = view;
    this.viewChanged.fire(view);
  }

  setComparison(comparison: FocusedComparison | undefined): void {
    if (comparison === this.shownComparison) return;
    this.shownComparison = comparison;
    this.comparisonChanged.fire(comparison);
  }

  dispose(): void {
    this.changed.dispose();
    this.viewChanged.dispose();
    this.comparisonChanged.dispose();
  }
}
