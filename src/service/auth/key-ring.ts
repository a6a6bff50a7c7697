import { statSync } from 'node:fs';
import { errorMessage } from '../../base/error-message';
import type { EpochMs } from '../../profile/units';
import { files } from '../handshake';
import type { StoredKey } from './key-file';
import { readKeyFile } from './key-file';
import { hasExpired } from './keys';
import type { Log } from '../log';

/** The keys of a running service, following keys.json. */
export interface KeyRing {
  /** Those that are good at that moment, read anew when the file has changed. */
  valid(now: EpochMs): readonly StoredKey[];
}

/**
 * One stat per request tells whether the file has changed, some microseconds beside a signature's tens. Being told
 * instead (fs.watch) would be late, misses changes on network folders and loses the file when it is replaced by a
 * rename, as it always is; and a key that was removed must not open anything from the moment its command has ended, but
 * for a request whose head was there before.
 *
 * While the file is gone or damaged the keys from before go on: half a hand-made edit must not lock everybody out.
 */
export function openKeyRing(dataFolder: string, log: Log): KeyRing {
  const path = files.keys(dataFolder);
  // Version first, here and below: a change between the two is read again, not missed.
  let known = versionOf(path);
  let keys = readKeyFile(path) ?? [];

  function follow(): void {
    const version = versionOf(path);
    if (version === known) {
      return;
    }
    known = version;
    try {
      const read = readKeyFile(path);
      keys = read ?? keys;
      log(
        read
          ? `keys.json has changed: ${keys.length} keys`
          : 'keys.json is gone; going on with the keys from before',
      );
    } catch (error) {
      log(`going on with the keys from before: ${errorMessage(error)}`);
    }
  }

  return {
    valid(now) {
      follow();
      return keys.filter((key) => !hasExpired(key, now));
    },
  };
}

/** A new inode with every rewrite, so that two within a tick of the clock and of one length are told apart. */
function versionOf(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? 'none' : `${stat.ino} ${stat.size} ${stat.mtimeNs}`;
}
