import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { createInTurn } from '../base/in-turn';
import { parseObject } from '../base/parse-object';
import type { LoadedProfile, ProfileKey } from '../focus/loaded-profile';
import type { FixedRange } from '../focus/time-range';
import { rangeText } from '../focus/time-range';
import type { Recommendation } from '../insight/recommend';
import type { Profile } from '../profile/tables';
import type { EpochMs } from '../profile/units';

/**
 * Profiles on disk, as they came from their connection, so that a file that is opened without a network has its numbers.
 * Each is two files named by a hash of what was asked for: the packed body, and beside it what was said of it. A cache:
 * whatever is missing, cut off or of another version is as if it had not been kept.
 */
export interface ProfileStore {
  /** Remembers the body of a profile, the store's own from then on, for as long as the profile is used; writes nothing. */
  noteBody(profile: Profile, body: Uint8Array): void;
  /** Resolves when it is on disk, or is not to be: a profile whose body nobody noted. */
  save(loaded: LoadedProfile, region: string): Promise<void>;
  load(key: ProfileKey): Promise<StoredProfile | undefined>;
  /** @returns how many profiles there were */
  clear(): Promise<number>;
}

export interface StoredProfile {
  /** As GetProfile answers, packed with gzip. */
  readonly body: Uint8Array;
  readonly connectionLabel: string;
  readonly region: string;
  readonly range: FixedRange;
  readonly fetchedAt: EpochMs;
  readonly recommendations: readonly Recommendation[];
}

/** Packed, a profile of a hundred thousand stacks has about two megabytes. */
export const MAX_STORED_BYTES = 256 << 20;

/** Of the files, not of the extension: raised when an older reader would misunderstand them. */
const VERSION = 1;

export function createProfileStore(folder: string, capacity = MAX_STORED_BYTES): ProfileStore {
  const bodies = new WeakMap<Profile, Promise<Uint8Array>>();
  const pathOf = (key: ProfileKey): string => join(folder, nameOf(key));

  /** One after the other: nobody takes the folder away from under who writes into it. */
  const inTurn = createInTurn();

  async function save(loaded: LoadedProfile, region: string): Promise<void> {
    const body = await bodies.get(loaded.profile);
    if (body === undefined) return;
    const { connectionId, connectionLabel, group, asked, range, fetchedAt, recommendations } = loaded;
    const path = pathOf({ connectionId, group, range: asked });
    const said = { version: VERSION, connectionLabel, region, range, fetchedAt, recommendations };
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // The description last and whole: without it, or with one that speaks of another body, there is nothing.
    const check = digest(body);
    await writeWhole(`${path}.gz`, body);
    await writeWhole(`${path}.json`, JSON.stringify({ ...said, check }));
    await prune(folder, capacity);
  }

  return {
    noteBody: (profile, body) => {
      const packed = isGzip(body) ? Promise.resolve(body) : promisify(gzip)(body);
      packed.catch(() => undefined);
      bodies.set(profile, packed);
    },
    save: (loaded, region) => inTurn(() => save(loaded, region)),
    load: async (key) => {
      const path = pathOf(key);
      try {
        const [text, body] = await Promise.all([readFile(`${path}.json`, 'utf8'), readFile(`${path}.gz`)]);
        const said = parseObject(text);
        if (said?.version !== VERSION || said.check !== digest(body)) return undefined;
        const now = new Date();
        await utimes(`${path}.json`, now, now);
        return { ...(said as unknown as Omit<StoredProfile, 'body'>), body };
      } catch {
        return undefined;
      }
    },
    clear: () =>
      inTurn(async () => {
        const names = await readdir(folder).catch(() => []);
        await rm(folder, { recursive: true, force: true });
        return names.filter((name) => name.endsWith('.json')).length;
      }),
  };
}

function nameOf({ connectionId, group, range }: ProfileKey): string {
  return digest(JSON.stringify([connectionId, group, rangeText(range)])).slice(0, 32);
}

function digest(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Two windows may write the same profile at once: whoever comes last has it, and nobody reads half of one. */
async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${path}.${process.pid}.part`;
  await writeFile(unfinished, content, { mode: 0o600 });
  await rename(unfinished, path);
}

/** Those that were used longest ago go first; what a crash left unfinished goes as it gets old. */
async function prune(folder: string, capacity: number): Promise<void> {
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const { size, mtimeMs } = await stat(join(folder, name)).catch(() => ({ size: 0, mtimeMs: 0 }));
      return { name, entry: name.replace(/\..*$/, ''), size, mtimeMs };
    }),
  );
  const usedAt = new Map(
    files.filter(({ name }) => name.endsWith('.json')).map(({ entry, mtimeMs }) => [entry, mtimeMs]),
  );
  const newestFirst = files.sort(
    (a, b) => (usedAt.get(b.entry) ?? b.mtimeMs) - (usedAt.get(a.entry) ?? a.mtimeMs),
  );
  let total = 0;
  for (const { name, size } of newestFirst) {
    total += size;
    if (total > capacity) await rm(join(folder, name), { force: true });
  }
}
