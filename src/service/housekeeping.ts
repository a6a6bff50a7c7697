import type { Service } from './service';
import { StorageError } from './store/database';
import type { ReportPeriod } from './store/reports';

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
/** Of hours, or of days, in a round. */
const MAX_FAILED_REPORTS = 20;
/** In a round of folding; when so many fail, it is not the groups. */
const MAX_FAILED_GROUPS = 20;

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

/**
 * Folds whatever there is to fold, a step at a time, so that questions get their turn in between. A group of which a step
 * fails (its aggregate is damaged, or larger than the thread's memory) is left for the next round and the others go on;
 * what is wrong with the disk is wrong for all of them.
 */
export async function foldAll({ engine, clock, log }: Service, isStopping = () => false): Promise<void> {
  let failed = 0;
  for (let isMore = true; isMore && !isStopping();) {
    try {
      isMore = await engine.tend('fold', { now: clock(), skip: failed });
    } catch (error) {
      if (error instanceof StorageError || failed === MAX_FAILED_GROUPS) {
        throw error;
      }
      failed++;
      log(`profiles of a group cannot be folded, and are tried again: ${String(error)}`);
    }
  }
}

/** Makes the reports that are due, then sees to what they said is going on. */
export async function reportAll(service: Service, isStopping = () => false): Promise<void> {
  const { engine, clock, region, accountId } = service;
  await reportEach(service, 'PT1H', isStopping);
  await reportEach(service, 'P1D', isStopping);
  if (!isStopping()) {
    await engine.tend('remind', { now: clock(), region, accountId });
  }
}

/** One that fails, for the same reasons as in folding, is left for the next round. */
async function reportEach(
  { engine, clock, region, accountId, log }: Service,
  period: ReportPeriod,
  isStopping: () => boolean,
): Promise<void> {
  let upTo = clock();
  let failed = 0;
  while (!isStopping()) {
    try {
      const input = { now: clock(), region, accountId, period, upTo, skip: failed };
      const start = await engine.tend('report', input);
      if (start === undefined) {
        return;
      }
      upTo = failed === 0 ? start : upTo; // Those that failed are counted from there.
    } catch (error) {
      if (error instanceof StorageError || failed === MAX_FAILED_REPORTS) {
        throw error;
      }
      failed++;
      log(`a report cannot be made, and is tried again: ${String(error)}`);
    }
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
