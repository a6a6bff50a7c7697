import { setTimeout as sleep } from 'node:timers/promises';
import type { Gateway } from '../aws/gateway';
import { isProfilerError } from '../aws/profiler-error';
import type { Profile } from '../profile/tables';
import { toReadable } from '../profile/wrappers';
import { hottestTable } from './hottest-table';
import type { Sample } from './sample';
import { SAMPLE_FOLDER, SAMPLE_GROUP } from './sample';
import { StartError } from './start-error';
import type { Terminal } from './terminal';

export interface Watched {
  readonly gateway: Gateway;
  /** undefined where profiles were recorded or come from elsewhere. */
  readonly sample: Sample | undefined;
  /** Profiles of earlier starts are not shown. */
  readonly startedAt: number;
  readonly terminal: Terminal;
}

/** The second report shows that the agent goes on after the first one. */
const PROFILES_TO_SEE = 2;

/** A fast service asks for a report every five seconds; a cold start of Python and boto3 adds some. */
const FIRST_PROFILES_TIMEOUT_MS = 90_000;
const POLL_MS = 1_000;
const HOUR_MS = 3_600_000;

/** Waits for the first agent profiles, prints the hottest methods in them, and is done. */
export async function untilSeen(watched: Watched, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + FIRST_PROFILES_TIMEOUT_MS;
  for (;;) {
    const profile = await latestProfile(watched, signal);
    if (profile !== undefined && profile.meta.profileCount >= PROFILES_TO_SEE) {
      watched.terminal.block(hottestTable(profile, [SAMPLE_FOLDER]));
      return;
    }
    if (Date.now() > deadline) {
      throw new StartError(
        `The agent posted no two profiles in ${FIRST_PROFILES_TIMEOUT_MS / 1000} s; run \`npm start\` again and look at .burnline/data/service.log.`,
        3,
      );
    }
    await pause(watched, signal);
  }
}

/** Keeps the hottest methods up to date until somebody ends the command. */
export async function untilClosed(
  watched: Watched & { readonly isOwnProject: boolean },
  signal: AbortSignal,
): Promise<never> {
  let shown = '';
  for (;;) {
    const profile = watched.isOwnProject ? undefined : await latestProfile(watched, signal);
    const table = profile === undefined ? [] : hottestTable(profile, [SAMPLE_FOLDER]);
    if (table.join('\n') !== shown) {
      shown = table.join('\n');
      watched.terminal.block(table);
    }
    await pause(watched, signal);
  }
}

/** What the agent has posted since the start, or the latest hour where nothing runs; undefined before the first. */
async function latestProfile(
  { gateway, sample, startedAt }: Watched,
  signal: AbortSignal,
): Promise<Profile | undefined> {
  const range = sample === undefined ? { latest: HOUR_MS } : { start: startedAt, end: Date.now() + 1_000 };
  try {
    return toReadable(await gateway.getProfile(SAMPLE_GROUP, range, signal));
  } catch (error) {
    if (isProfilerError(error) && error.code === 'not-found') return undefined;
    throw error;
  }
}

/** Until it is time to look again, or the sample ends by itself, which it should not. */
async function pause({ sample }: Watched, signal: AbortSignal): Promise<void> {
  const passed = sleep(POLL_MS, undefined, { signal });
  const failure = await (sample === undefined ? passed : Promise.race([passed, sample.ended]));
  if (failure !== undefined) {
    passed.catch(() => undefined);
    throw new StartError(`${failure} Run \`npm start\` again, or \`npm start -- --recorded\`.`, 3);
  }
}
