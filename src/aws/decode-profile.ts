import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { errorMessage } from '../base/error-message';
import { readAgentProfile } from '../profile/codec/agent-profile-bytes';
import type { Profile } from '../profile/tables';
import type { Connection } from './endpoint';
import { unreadableProfile } from './translate-error';

/** Makes tables of the body of GetProfile, packed with gzip or not. Whoever must not wait has it done elsewhere. */
export type DecodeBody = (body: Uint8Array) => Promise<Profile>;

/** Unpacked, the largest body that is decoded. A profile of a million stacks has about a hundred megabytes. */
const MAX_UNPACKED_BYTES = 1 << 29;

export const decodeHere: DecodeBody = async (body) =>
  decodeAgentBody(
    isGzip(body) ? await promisify(gunzip)(body, { maxOutputLength: MAX_UNPACKED_BYTES }) : body,
  );

/**
 * The format that AWS answers with is not public; what is read is JSON in the shape of an agent profile. Anything else
 * is said to be unreadable, never guessed at.
 */
export function decodeAgentBody(bytes: Uint8Array): Profile {
  if (isIon(bytes)) throw new Error('it came in Amazon Ion, which Burnline does not read yet');
  return readAgentProfile(bytes);
}

/** What cannot be decoded is said in a sentence. */
export async function decodeProfileBody(
  body: Uint8Array,
  decode: DecodeBody,
  { group, connection }: { readonly group: string; readonly connection: Connection },
): Promise<Profile> {
  try {
    return await decode(body);
  } catch (error) {
    const attempt = { doing: `read the profile of ${group}`, connection, group };
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
