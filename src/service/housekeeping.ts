import type { Service } from './service';

/** How often the service looks for agent profiles to fold; what is not folded yet is read as it was posted. */
const FOLD_EVERY_MS = 15_000;
/**
 * An hour is reported ten minutes after its end at the earliest, so some more make no difference; and to find that all
 * have their reports is a walk over 30 days, a tenth of a second for a hundred groups.
 */
const REPORT_EVERY_MS = 10 * 60_000;
const EXPIRE_EVERY_MS = 10 * 60_000;
const CLEAR_EVERY_MS = 30_000;
/** The first round of each kind: a service that nobody asks anything ends before the rarer ones would come. */
const FIRST_AFTER_MS = 15_000;
/** Rows that go in one step, so that nobody waits long for the store. */
const CLEAR_STEP = 500;

export interface Housekeeping {
  /** Ends the rounds, and waits for the one under way. */
  stop(): Promise<void>;
}

/**
 * The work that no request asks for, in rounds: aggregation, reports with their events, expiry, and clearing up.
 *
 * @param longestPause in milliseconds, for who wants the rounds to come sooner
 */
export function startHousekeeping(service: Service, longestPause = Infinity): Housekeeping {
  const rounds = [
    everySoOften(FOLD_EVERY_MS, (isStopping) => foldAll(service, isStopping)),
    everySoOften(REPORT_EVERY_MS, (isStopping) => reportAll(service, isStopping)),
    everySoOften(EXPIRE_EVERY_MS, (isStopping) => expireAll(service, isStopping)),
    everySoOften(CLEAR_EVERY_MS, (isStopping) => clearAll(service, isStopping)),
  ];
  return {
    async stop() {
      await Promise.all(rounds.map((stop) => stop()));
    },
  };

  /** The next round begins that long after the end of the one before. */
  function everySoOften(
    pause: number,
    round: (isStopping: () => boolean) => Promise<void>,
  ): () => Promise<void> {
    const wait = Math.min(pause, longestPause);
    let isStopping = false;
    let timer: NodeJS.Timeout | undefined;
    let underWay = Promise.resolve();
    const begin = () => {
      underWay = round(() => isStopping)
        .catch((error: unknown) => service.log(`housekeeping failed and is tried again: ${String(error)}`))
        .then(() => {
          timer = isStopping ? undefined : setTimeout(begin, wait).unref();
        });
    };
    timer = setTimeout(begin, Math.min(wait, FIRST_AFTER_MS)).unref();
    return () => {
      isStopping = true;
      clearTimeout(timer);
      return underWay;
    };
  }
}

/** Folds whatever there is to fold, a step at a time, so that questions get their turn in between. */
export async function foldAll({ engine, clock }: Service, isStopping = () => false): Promise<void> {
  while (!isStopping() && (await engine.tend('fold', { now: clock() })));
}

/** Makes the reports that are due, then sees to what they said is going on. */
export async function reportAll(service: Service, isStopping = () => false): Promise<void> {
  const { engine, clock, region, accountId } = service;
  while (!isStopping() && (await engine.tend('report', { now: clock(), region, accountId })));
  if (!isStopping()) {
    await engine.tend('remind', { now: clock(), region, accountId });
  }
}

/** Removes whatever is past its retention. */
export async function expireAll({ engine, clock }: Service, isStopping = () => false): Promise<void> {
  while (!isStopping() && (await engine.tend('expire', { now: clock() })));
}

/** Removes what deleted groups have left behind. */
export async function clearAll({ engine }: Service, isStopping = () => false): Promise<void> {
  while (!isStopping() && (await engine.tend('clearDeleted', { limit: CLEAR_STEP })));
}
