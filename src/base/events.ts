import type { Disposable } from './disposables';

/** Calls back on each event until the returned Disposable is disposed. The shape of VS Code's own events. */
export type Event<T> = (listener: (event: T) => unknown) => Disposable;

/** The sending end of an {@link Event}: kept private by whoever owns the state that changes. */
export class Emitter<T> implements Disposable {
  private readonly listeners = new Set<{ readonly call: (event: T) => unknown }>();

  readonly event: Event<T> = (call) => {
    // Wrapped, so that one function subscribed twice is two subscriptions, each with an end of its own.
    const listener = { call };
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };

  /** Over a copy: a listener may unsubscribe itself or others while the event is on its way. */
  fire(event: T): void {
    for (const listener of [...this.listeners]) listener.call(event);
  }

  dispose(): void {
    this.listeners.clear();
  }
}
