import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { decodeAgentProfile, MAX_DEPTH } from '../profile/codec/agent-profile';
import { readIon } from '../profile/codec/ion';
import { isBinaryIon } from '../profile/codec/ion-binary-reader';
import type { Profile } from '../profile/tables';
import { Failure, oneLine } from './failure';

/** Unpacked. JavaScript's longest string is a little longer. */
const MAX_BYTES = 500_000_000;

/**
 * The profile in a file, whatever the file is called. Packed or not is seen from its first bytes, and so is what
 * other tool's format it has, so that the refusal can name it.
 */
export async function readProfileFile(path: string): Promise<Profile> {
  const bytes = await readBytes(path);
  checkLength(path, bytes);
  const value = isBinaryIon(bytes) ? parseIon(path, bytes) : parseText(path, bytes);
  const other = otherFormat(value);
  if (other !== undefined) throw new Failure(unknown(path, other));
  try {
    return decodeAgentProfile(value);
  } catch (error) {
    throw new Failure(`${path} is not an agent profile that can be read: ${oneLine(error)}.`, 2, error);
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
    throw new Failure(`${path} cannot be unpacked: ${oneLine(error)}.`, 2, error);
  }
}

function checkLength(path: string, bytes: Uint8Array): void {
  if (bytes.length === 0) throw new Failure(`${path} is empty; an agent profile is JSON or Ion.`);
  if (bytes.length > MAX_BYTES) {
    throw new Failure(`${path} is larger than ${MAX_BYTES / 1e6} MB, which is too much.`);
  }
}

function parseText(path: string, bytes: Uint8Array): unknown {
  const text = decodeText(path, bytes);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (/^\s*\$ion_/.test(text)) return parseIon(path, bytes);
    const isJson = /^\s*[[{]/.test(text);
    // What is no JSON for want of quotes is Ion all the same.
    const ion = isJson ? tryIon(bytes) : undefined;
    if (ion !== undefined) return ion;
    const what = isJson ? `broken JSON (${oneLine(error)})` : textFormat(text);
    throw new Failure(unknown(path, what), 2, error);
  }
}

function decodeText(path: string, bytes: Uint8Array): string {
  const binary = binaryFormat(bytes);
  if (binary !== undefined) throw new Failure(unknown(path, binary));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Failure(unknown(path, 'neither text nor a format that is known'), 2, error);
  }
}

function parseIon(path: string, bytes: Uint8Array): unknown {
  try {
    return readIon(bytes, ION_LIMITS);
  } catch (error) {
    throw new Failure(unknown(path, `broken Ion (${oneLine(error)})`), 2, error);
  }
}

function tryIon(bytes: Uint8Array): unknown {
  try {
    return readIon(bytes, ION_LIMITS);
  } catch {
    return undefined;
  }
}

/** Of one's own file, as much as fits; but the levels are those that a profile can have, as nothing deeper is read. */
const ION_LIMITS = {
  nesting: 2 * MAX_DEPTH + 100,
  containers: Infinity,
  scalars: Infinity,
  characters: MAX_BYTES,
};

function unknown(path: string, what: string): string {
  return `${path} is ${what}; what is read today is an agent profile of CodeGuru Profiler in JSON or Ion, packed with gzip or not.`;
}

function binaryFormat(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
  if (start === 'FLR\0') return 'a recording of Java Flight Recorder';
  // A protocol buffer whose first field is a message, as every pprof profile begins.
  return bytes[0] === 0x0a && bytes.includes(0) ? 'a pprof profile, or another protocol buffer' : undefined;
}

function textFormat(text: string): string {
  return /^[^\n]*;[^\n]* \d+\s*$/m.test(text) ? 'a list of collapsed stacks' : 'text of no known format';
}

/** @returns undefined for what can be an agent profile */
function otherFormat(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'JSON or Ion of no known format';
  if ('callgraph' in value) return undefined;
  if ('$schema' in value && String(value.$schema).includes('speedscope')) return 'a speedscope profile';
  if ('nodes' in value && 'timeDeltas' in value) return 'a CPU profile of V8';
  if ('threads' in value && 'meta' in value) return 'a profile of Firefox';
  return 'JSON or Ion of no known format';
}
