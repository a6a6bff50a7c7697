import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { decodeAgentProfile } from '../profile/codec/agent-profile';
import type { Profile } from '../profile/tables';
import { Failure, oneLine } from './failure';

/** Unpacked. JavaScript's longest string is a little longer. */
const MAX_BYTES = 500_000_000;

/**
 * The profile in a file, whatever the file is called. Packed or not is seen from its first bytes, and so is what
 * other tool's format it has, so that the refusal can name it.
 */
export async function readProfileFile(path: string): Promise<Profile> {
  const text = decodeText(path, await readBytes(path));
  const value = parseJson(path, text);
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

function decodeText(path: string, bytes: Uint8Array): string {
  if (bytes.length === 0) throw new Failure(`${path} is empty; an agent profile is JSON.`);
  if (bytes.length > MAX_BYTES) {
    throw new Failure(`${path} is larger than ${MAX_BYTES / 1e6} MB, which is too much.`);
  }
  const binary = binaryFormat(bytes);
  if (binary !== undefined) throw new Failure(unknown(path, binary));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Failure(unknown(path, 'neither text nor a format that is known'), 2, error);
  }
}

function parseJson(path: string, text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const isJson = /^\s*[[{]/.test(text);
    const what = isJson ? `broken JSON (${oneLine(error)})` : textFormat(text);
    throw new Failure(unknown(path, what), 2, error);
  }
  const other = jsonFormat(value);
  if (other !== undefined) throw new Failure(unknown(path, other));
  return value;
}

function unknown(path: string, what: string): string {
  return `${path} is ${what}; what is read today is an agent profile of CodeGuru Profiler in JSON, packed with gzip or not.`;
}

function binaryFormat(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
  if (start === 'FLR\0') return 'a recording of Java Flight Recorder';
  if (start === '\u00e0\u0001\u0000\u00ea') return 'Amazon Ion';
  // A protocol buffer whose first field is a message, as every pprof profile begins.
  return bytes[0] === 0x0a && bytes.includes(0) ? 'a pprof profile, or another protocol buffer' : undefined;
}

function textFormat(text: string): string {
  return /^[^\n]*;[^\n]* \d+\s*$/m.test(text) ? 'a list of collapsed stacks' : 'text of no known format';
}

/** @returns undefined for what can be an agent profile */
function jsonFormat(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'JSON of no known format';
  if ('callgraph' in value) return undefined;
  if ('$schema' in value && String(value.$schema).includes('speedscope')) return 'a speedscope profile';
  if ('nodes' in value && 'timeDeltas' in value) return 'a CPU profile of V8';
  if ('threads' in value && 'meta' in value) return 'a profile of Firefox';
  return 'JSON of no known format';
}
