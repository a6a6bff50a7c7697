import type { Profile } from '../tables';
import { writeAgentProfile } from './agent-profile';
import { isBinaryIon, readBinaryIon } from './ion-binary-reader';
import { IonBinaryWriter } from './ion-binary-writer';
import { readTextIon } from './ion-text-reader';
import type { IonLimits } from './ion-values';
import { ProfileFormatError } from './reader';
import { decodeUtf8 } from './utf8';

/**
 * Amazon Ion, the format in which the Java agent posts: the same shape as JSON, in binary or in text. Only what a profile
 * needs of it is here, to and from plain values; what a profile looks like is agent-profile.ts's matter.
 */

/**
 * Reads one value to what JSON.parse would give for the same document: symbols are texts, ints, floats and decimals are
 * numbers (those that a double cannot hold are rounded, and refused where a profile wants a number), times are
 * milliseconds since 1970, s-expressions are lists, annotations are gone, bytes (blob, clob) are null.
 *
 * @throws {ProfileFormatError} naming the byte or the character
 */
export function readIon(bytes: Uint8Array, limits: IonLimits): unknown {
  return isBinaryIon(bytes) ? readBinaryIon(bytes, limits) : readTextIon(textOf(bytes), limits);
}

/** The binary Ion of a profile, in exactly the shape of `encodeAgentProfile`. */
export function encodeIonAgentProfile(profile: Profile): Uint8Array {
  const out = new IonBinaryWriter();
  writeAgentProfile(profile, out);
  return out.finish();
}

function textOf(bytes: Uint8Array): string {
  const text = decodeUtf8(bytes);
  if (text !== undefined) return text;
  throw new ProfileFormatError(
    'the profile',
    'binary Ion, which begins with e0 01 00 ea, or text Ion in UTF-8',
  );
}
