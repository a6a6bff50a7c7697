// events/ brings the log of events to whoever wants to know. What an event says is written in reports/; nothing in here
// looks into one.
import type { StoredEvent } from '../store/events';

/** Somewhere events go, in their order. */
export interface Sink {
  /** Under which the store remembers how far it got. Holds no secret: addresses of receivers often are one. */
  readonly name: string;
  /** Events that it takes at once. */
  readonly batch: number;
  /**
   * Returns when they are safely there. What was delivered and not remembered, because the service was killed in
   * between, is delivered again: who reads drops events whose `id` he has.
   *
   * @throws {RefusedError} when the receiver is there and does not want them
   */
  deliver(events: readonly StoredEvent[], signal: AbortSignal): Promise<void>;
}

/** Waiting for better times may not help. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}
