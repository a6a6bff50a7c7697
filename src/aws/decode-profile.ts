import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { errorMessage } from '../base/error-message';
import { decodeAgentProfile } from '../profile/codec/agent-profile';
import type { Profile } from '../profile/tables';
import type { Connection } from './endpoint';
import { unreadableProfile } from './translate-error';

/** Unpacked, the largest body that is decoded. A profile of a million stacks has about a hundred megabytes. */
const MAX_UNPACKED_BYTES = 1 << 29;

/**
 * From the body of GetProfile to tables. The format that AWS answers with is not public; what is read is JSON in the
 * shape of an agent profile, packed or not. Anything else is said to be unreadable, never guessed at.
 */
export async function decodeProfileBody(
  body: Uint8Array,
  contentEncoding: string | undefined,
  { group, connection }: { readonly group: string; readonly connection: Connection },
): Promise<Profile> {
  const attempt = { doing: `read the profile of ${group}`, connection, group };
  try {
    const packed = contentEncoding === 'gzip' || isGzip(body);
    const bytes = packed ? await promisify(gunzip)(body, { maxOutputLength: MAX_UNPACKED_BYTES }) : body;
    if (isIon(bytes)) throw new Error('it came in Amazon Ion, which Burnline does not read yet');
    return decodeAgentProfile(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (error) {
    throw unreadableProfile(errorMessage(error), attempt, error);
  }
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Binary Ion starts with its version marker E0 01 00 EA; the Java agent posts it. */
function isIon(bytes: Uint8Array): boolean {
  return bytes[0] === 0xe0 && bytes[1] === 0x01 && bytes[2] === 0x00 && bytes[3] === 0xea;
}
