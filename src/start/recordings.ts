import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Gateway } from '../aws/gateway';
import { SAMPLE_FOLDER, SAMPLE_GROUP } from './sample';

/** What test/fixtures/recordings/record.mjs wrote down about its recordings. */
interface Recordings {
  /** Where the sample was on the invented machine of the recordings. */
  readonly root: string;
  readonly runs: readonly { readonly name: string; readonly files: readonly string[] }[];
}

const FOLDER = resolve('test', 'fixtures', 'recordings');

/** Both runs within the latest hour, in periods of five minutes of their own so that they can be compared. */
const MINUTES_BETWEEN_RUNS = 15;

/** Posts the recordings through the same client as everything else. @returns how many agent profiles there are */
export async function postRecordings(gateway: Gateway, signal: AbortSignal): Promise<number> {
  const bodies = recordedProfiles(SAMPLE_FOLDER, Date.now());
  for (const body of bodies) {
    await gateway.postAgentProfile(SAMPLE_GROUP, new TextEncoder().encode(body), signal);
  }
  return bodies.length;
}

/**
 * The recorded agent profiles as if they had been posted just now by the sample on this machine: run B ended a moment
 * ago and run A a quarter of an hour before. Each is the text of one request body.
 */
export function recordedProfiles(sampleFolder: string, now: number): string[] {
  const { root, runs } = JSON.parse(readFileSync(join(FOLDER, 'recordings.json'), 'utf8')) as Recordings;
  return runs.flatMap(({ files }, run) => {
    const texts = files.map((file) => readFileSync(join(FOLDER, file), 'utf8'));
    const ended = Math.max(...texts.map((text) => readTimes(text).end));
    const shift = now - (runs.length - 1 - run) * MINUTES_BETWEEN_RUNS * 60_000 - ended;
    return texts.map((text) => moveFiles(moveTimes(text, shift), root, sampleFolder));
  });
}

function readTimes(text: string): { start: number; end: number } {
  return JSON.parse(text) as { start: number; end: number };
}

/** Times of the profile; the agent's own start, in `debugInfo`, is text that nobody compares with them. */
function moveTimes(text: string, shift: number): string {
  const profile = JSON.parse(text) as { start: number; end: number };
  return JSON.stringify({ ...profile, start: profile.start + shift, end: profile.end + shift });
}

function moveFiles(text: string, from: string, to: string): string {
  // A path stands in JSON as a string of its own; the separators of the recording are kept below the root.
  const asJson = JSON.stringify(to).slice(1, -1);
  return text.replaceAll(`"${from}/`, `"${asJson}/`);
}
