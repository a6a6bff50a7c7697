import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { readProfile } from '../profile/codec/read-profile';
import { UnreadableProfile } from '../profile/codec/unreadable-profile';
import type { Profile } from '../profile/tables';
import { Failure, oneLine } from './failure';

/** Unpacked. JavaScript's longest string is a little longer. */
const MAX_BYTES = 500_000_000;

/**
 * The profile in a file, whatever the file is called. Packed or not is seen from its first bytes, and so is the
 * format.
 */
export async function readProfileFile(path: string): Promise<Profile> {
  const bytes = await readBytes(path);
  if (bytes.length > MAX_BYTES) throw tooLarge(path);
  try {
    return readProfile(bytes).profile;
  } catch (error) {
    throw error instanceof UnreadableProfile ? new Failure(`${path} ${error.what}.`, 2, error) : error;
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : oneLine(error);
    throw new Failure(`${path} cannot be read: ${why}.`, 2, error);
  }
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? unpack(path, bytes) : bytes;
}

async function unpack(path: string, bytes: Uint8Array): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(path, error);
    throw new Failure(`${path} cannot be unpacked: ${oneLine(error)}.`, 2, error);
  }
}

function tooLarge(path: string, cause?: unknown): Failure {
  return new Failure(
    `${path} is larger than ${MAX_BYTES / 1e6} MB unpacked, which is too much; record for a shorter time.`,
    2,
    cause,
  );
}
