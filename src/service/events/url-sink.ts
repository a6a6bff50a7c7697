import { createHash } from 'node:crypto';
import type { StoredEvent } from '../store/events';
import type { Sink } from './sink';
import { RefusedError } from './sink';

const TIMEOUT_MS = 5_000;

/** Answers by which a receiver says "not now" (RFC 9110 and RFC 6585); other 4xx and redirects mean "not so". */
const LATER = [408, 425, 429];

/**
 * An address that is posted each event as JSON, one after the other. Any 2xx takes it. Redirects are not followed: where
 * events go is for the command line to say, not for the receiver.
 */
export function createUrlSink(url: URL): Sink {
  return {
    name: `${url.origin} ${createHash('sha256').update(url.href).digest('hex').slice(0, 16)}`,
    batch: 1,
    async deliver(events, signal) {
      for (const event of events) {
        await post(url, event, signal);
      }
    },
  };
}

async function post(url: URL, { body }: StoredEvent, signal: AbortSignal): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  // What it says is of no interest, and may have no end.
  await answer.body?.cancel();
  const { status } = answer;
  if (status >= 300 && status < 500 && !LATER.includes(status)) {
    throw new RefusedError(`the receiver answered ${status}`);
  }
  if (!answer.ok) {
    throw new Error(`the receiver answered ${status}`);
  }
}
