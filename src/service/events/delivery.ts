import { setTimeout as sleep } from 'node:timers/promises';
import { errorMessage } from '../../base/error-message';
import type { Milliseconds } from '../../profile/units';
import type { Log } from '../log';
import type { EventStore, StoredEvent } from '../store/events';
import type { Sink } from './sink';
import { RefusedError } from './sink';

/** Brings the log of events to its sinks. */
export interface Delivery {
  /** What is not delivered by then is when the service runs again. */
  stop(): Promise<void>;
}

export interface DeliveryOptions {
  readonly events: EventStore;
  readonly sinks: readonly Sink[];
  readonly log: Log;
  /** How often the log is looked at; events come with the reports, every hour or so. */
  readonly pollMs?: Milliseconds;
  /** After a failure, doubled with each. */
  readonly pauseMs?: Milliseconds;
}

const LONGEST_PAUSE_MS: Milliseconds = 5 * 60_000;

/**
 * EventBridge tries 185 times, in a day. Here that is for events that a receiver refuses, so that one which it cannot
 * take does not keep it from the others; a receiver that cannot be reached is waited for as long as the log goes back.
 */
export const MOST_REFUSALS = 185;

/**
 * Each sink is served by a loop of its own, so one that is slow or gone holds up none of the others. Within a sink events
 * keep their order: the next one waits until this one is there.
 */
export function startDelivery({ sinks, ...options }: DeliveryOptions): Delivery {
  const stopping = new AbortController();
  const loops = sinks.map((sink) => serve(sink, options, stopping.signal));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

async function serve(
  sink: Sink,
  { events, log, pollMs = 5_000, pauseMs = 1_000 }: Omit<DeliveryOptions, 'sinks'>,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  let refusals = 0;
  let delivered: number | undefined;
  const step = async (): Promise<Milliseconds> => {
    delivered ??= events.delivered(sink.name);
    const next = events.after(delivered, sink.batch);
    if (next.length > 0 && (await tryToDeliver(next))) {
      delivered = next[next.length - 1].number;
      events.setDelivered(sink.name, delivered);
      failures = 0;
      refusals = 0;
      return 0;
    }
    return next.length === 0 ? pollMs : Math.min(pauseMs * 2 ** (failures - 1), LONGEST_PAUSE_MS);
  };
  /** Says it once of a failure that lasts. */
  const fail = (what: string) => {
    failures++;
    if (failures === 1 && !signal.aborted) {
      log(`events do not reach ${sink.name} and are tried again: ${what}`);
    }
  };
  async function tryToDeliver(next: readonly StoredEvent[]): Promise<boolean> {
    try {
      await sink.deliver(next, signal);
      return true;
    } catch (error) {
      fail(describe(error));
      if (!(error instanceof RefusedError)) {
        return false; // Who cannot be reached has refused nothing, however often it was tried.
      }
      refusals++;
      const isHopeless = refusals >= MOST_REFUSALS;
      if (isHopeless) {
        log(`an event is given up on after ${refusals} tries: ${sink.name} refuses it`);
      }
      return isHopeless;
    }
  }

  while (!signal.aborted) {
    const pause = await step().catch((error: unknown) => {
      fail(describe(error)); // The store cannot be read or written.
      return LONGEST_PAUSE_MS;
    });
    await sleep(pause, undefined, { signal, ref: false }).catch(() => {});
  }
}

/** fetch says `fetch failed`, and why in the cause. */
function describe(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? errorMessage(error) : `${errorMessage(error)}: ${errorMessage(cause)}`;
}
