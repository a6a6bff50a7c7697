import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import type { EpochMs, Milliseconds } from '../../profile/units';
import { files, makeDataFolder } from '../handshake';
import type { Role, StoredKey } from './key-file';
import { keyOf, readKeyFile, ROLES } from './key-file';
import { takeLock } from '../lock';
import { writeSecretFile } from '../secret-file';

/**
 * Changes of keys.json: by the service at its first start, and by `burnline keys` whether a service runs or not. Each
 * is made under a lock and written as a whole, so that two at once lose nothing and a reader never sees half of one.
 */

/** Why keys cannot be changed as asked, for people. */
export class KeyError extends Error {
  override readonly name = 'KeyError';
}

/** The keys of a data folder; one of each role is made where there are none. */
export function loadKeys(dataFolder: string, now: EpochMs): readonly StoredKey[] {
  return editKeys(dataFolder, now, (keys) => keys);
}

export function createKey(dataFolder: string, role: Role, now: EpochMs): StoredKey {
  const key = makeKey(role, now);
  editKeys(dataFolder, now, (keys) => [...keys, key]);
  return key;
}

/**
 * Puts a new key of the same role in the place of one.
 *
 * @param grace how long the old one is still good. Without any it is good for nothing from now on, which is what is
 *     wanted of a key that leaked; who replaces one in time says how long its programs need to take the new one.
 */
export function rotateKey(
  dataFolder: string,
  accessKeyId: string,
  grace: Milliseconds,
  now: EpochMs,
): StoredKey {
  const old = find(readKeyFile(files.keys(dataFolder)) ?? [], accessKeyId);
  const fresh = makeKey(old.role, now);
  editKeys(dataFolder, now, (keys) => {
    const index = keys.indexOf(find(keys, accessKeyId));
    const expiring = { ...keys[index], expiresAt: toText(now + grace) };
    return keys.toSpliced(index, 1, fresh, ...(grace > 0 ? [expiring] : []));
  });
  return fresh;
}

export function removeKey(dataFolder: string, accessKeyId: string, now: EpochMs): void {
  editKeys(dataFolder, now, (keys) => {
    const removed = find(keys, accessKeyId);
    const rest = keys.filter((key) => key !== removed);
    if (keyOf(rest, 'admin') === undefined) {
      throw new KeyError(`${accessKeyId} is the last admin key; rotate it, or create another one first.`);
    }
    return rest;
  });
}

/** An edit is two small reads and a write that reaches the disk; ten seconds are a hundred of those on a slow one. */
const LOCK_WAIT_MS: Milliseconds = 10_000;

function editKeys(
  dataFolder: string,
  now: EpochMs,
  edit: (keys: readonly StoredKey[]) => readonly StoredKey[],
): readonly StoredKey[] {
  makeDataFolder(dataFolder);
  const path = files.keys(dataFolder);
  const lock = takeLock(files.keysLock(dataFolder), LOCK_WAIT_MS);
  if (lock === undefined) {
    throw new KeyError(`Another program is changing the keys in ${path}; try again in a moment.`);
  }
  try {
    const known = readKeyFile(path);
    const edited = edit(withEveryRole(known ?? [], now));
    if (edited !== known) {
      const keys = edited.filter((key) => !hasExpired(key, now));
      writeSecretFile(path, { keys });
      return keys;
    }
    chmodSync(path, 0o600);
    return known;
  } finally {
    lock.release();
  }
}

/** For a folder that has no keys yet, or those of the first version. A role whose keys were removed later stays so. */
function withEveryRole(known: readonly StoredKey[], now: EpochMs): readonly StoredKey[] {
  if (known.some((key) => key.createdAt !== undefined)) {
    return known;
  }
  const missing = ROLES.filter((role) => !known.some((key) => key.role === role));
  return [...known, ...missing.map((role) => makeKey(role, now))];
}

export function hasExpired({ expiresAt }: StoredKey, now: EpochMs): boolean {
  return expiresAt !== undefined && Date.parse(expiresAt) <= now;
}

function find(keys: readonly StoredKey[], accessKeyId: string): StoredKey {
  const key = keys.find((candidate) => candidate.accessKeyId === accessKeyId);
  if (key === undefined) {
    throw new KeyError(
      `There is no key ${JSON.stringify(accessKeyId)}; \`burnline keys list\` names those there are.`,
    );
  }
  return key;
}

/**
 * Shaped like AWS's (20 capital letters and digits, 40 characters of base64), because clients check the shape, but
 * recognisably not one of theirs.
 */
function makeKey(role: Role, now: EpochMs): StoredKey {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const suffix = Array.from(randomBytes(12), (byte) => letters[byte % letters.length]).join('');
  return {
    accessKeyId: `BURNLINE${suffix}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    role,
    createdAt: toText(now),
  };
}

function toText(time: EpochMs): string {
  return new Date(time).toISOString();
}
