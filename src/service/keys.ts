import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import type { AccessKey } from './handshake';
import { files, readKeys } from './handshake';
import { writeSecretFile } from './secret-file';

/** The keys of a data folder, made when it has none. Call it with the folder's lock held: two makers would disagree. */
export function loadKeys(dataFolder: string): readonly AccessKey[] {
  const known = readKeys(dataFolder);
  if (known !== undefined) {
    chmodSync(files.keys(dataFolder), 0o600);
    return known;
  }
  const keys = [makeKey()];
  writeSecretFile(files.keys(dataFolder), { keys });
  return keys;
}

/**
 * Shaped like AWS's (20 capital letters and digits, 40 characters of base64), because clients check the shape, but
 * recognisably not one of theirs.
 */
function makeKey(): AccessKey {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const suffix = Array.from(randomBytes(12), (byte) => letters[byte % letters.length]).join('');
  return { accessKeyId: `BURNLINE${suffix}`, secretAccessKey: randomBytes(30).toString('base64') };
}
