import { readFileSync } from 'node:fs';
import { parseObject } from '../../base/parse-object';

/**
 * What keys.json holds, and reading it. Changing it is keys.ts; following its changes is key-ring.ts; what a role may
 * do is access.ts.
 *
 *     { "keys": [ { "accessKeyId": "BURNLINE…", "secretAccessKey": "…", "role": "admin", "createdAt": "2026-…Z" }, … ] }
 *
 * Where the first version wrote the file, its only key has neither role nor createdAt, and is an admin's.
 */

/** As the three managed policies of CodeGuru Profiler divide what can be done: all, what agents do, looking. */
export type Role = 'admin' | 'agent' | 'reader';

export const ROLES: readonly Role[] = ['admin', 'agent', 'reader'];

/** What a client signs with. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface StoredKey extends AccessKey {
  readonly role: Role;
  /** ISO 8601; undefined for a key of the first version. */
  readonly createdAt?: string;
  /** ISO 8601: the end of the grace of a key that was replaced. */
  readonly expiresAt?: string;
}

/** undefined when there is no such file. @throws {Error} when it is not what it should be */
export function readKeyFile(path: string): readonly StoredKey[] | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
  const listed: unknown = parseObject(text)?.keys;
  const keys = Array.isArray(listed) ? listed.map(toStoredKey) : [];
  if (!keys.every((key) => key !== undefined) || keyOf(keys, 'admin') === undefined) {
    throw new Error(
      `The keys of the embedded service in ${path} are damaged; ` +
        'remove that file and new keys are made at the next start.',
    );
  }
  return keys;
}

/** Of a list that {@link readKeyFile} gave, which lets none pass without one. */
export function adminKeyOf(keys: readonly StoredKey[]): AccessKey {
  const key = keyOf(keys, 'admin');
  if (key === undefined) {
    throw new Error('There is no admin key among those of the embedded service.');
  }
  return key;
}

/** The key to use for a role: the first that has no end. */
export function keyOf(keys: readonly StoredKey[], role: Role): AccessKey | undefined {
  const key = keys.find((candidate) => candidate.role === role && candidate.expiresAt === undefined);
  return key && { accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey };
}

function toStoredKey(value: unknown): StoredKey | undefined {
  const { accessKeyId, secretAccessKey, role = 'admin', createdAt, expiresAt } = Object(value) as Fields;
  return isText(accessKeyId) &&
    isText(secretAccessKey) &&
    isRole(role) &&
    isTime(createdAt) &&
    isTime(expiresAt)
    ? {
        accessKeyId,
        secretAccessKey,
        role,
        ...(createdAt === undefined ? {} : { createdAt }),
        ...(expiresAt === undefined ? {} : { expiresAt }),
      }
    : undefined;
}

type Fields = { readonly [name in keyof StoredKey]?: unknown };

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value);
}

function isTime(value: unknown): value is string | undefined {
  return value === undefined || (typeof value === 'string' && !Number.isNaN(Date.parse(value)));
}
