import { errorMessage } from '../../base/error-message';
import { visibleText } from '../../base/visible-text';
import type { Profile } from '../tables';
import { decodeAgentProfile, MAX_DEPTH } from './agent-profile';
import { NO_CHOICES, type Choices, type Decoded, type ReadOptions } from './call-paths';
import { readCollapsed } from './collapsed';
import { readCpuprofile } from './cpuprofile-reader';
import { readFirefox } from './firefox-reader';
import { readFlamebearer } from './flamebearer-reader';
import { readIon } from './ion';
import { readJfr } from './jfr-reader';
import { readPerfScript } from './perf-script-reader';
import { readPprof } from './pprof-reader';
import { readPyinstrument } from './pyinstrument-reader';
import { binaryKind, jsonKind, textKind, type JsonKind } from './sniff';
import { readSpeedscope } from './speedscope-reader';
import { readStackprof } from './stackprof-reader';
import { UnreadableProfile } from './unreadable-profile';
import { decodeUtf8, textOfUnits } from './utf8';

/** As `burnline` names formats. */
export type FormatName = keyof typeof LABELS;

const LABELS = {
  'agent-profile': 'an agent profile of CodeGuru Profiler',
  collapsed: 'a list of collapsed stacks',
  pprof: 'a pprof profile',
  speedscope: 'a speedscope profile',
  cpuprofile: 'a CPU profile of V8 (Node, Chrome)',
  firefox: 'a profile of Firefox',
  pyinstrument: 'a session of pyinstrument',
  stackprof: 'a profile of stackprof',
  'perf-script': 'the output of perf script',
  jfr: 'a recording of Java Flight Recorder',
  flamebearer: 'a flame graph of Pyroscope',
} as const;

export interface ReadProfile {
  readonly profile: Profile;
  readonly format: FormatName;
  /** For people: `a pprof profile`. */
  readonly formatLabel: string;
  /** What else could be read from the file, where there is anything to choose. */
  readonly choices?: Choices;
}

/**
 * Reads a profile in any format that is known, unpacked. What it is is seen from what is in it, so a wrong name does no
 * harm.
 *
 * @throws {UnreadableProfile} in one sentence that says what the file is and what to do
 */
export function readProfile(bytes: Uint8Array, options: ReadOptions = {}): ReadProfile {
  if (bytes.length === 0) throw new UnreadableProfile(`is empty; ${READABLE}`);
  const kind = binaryKind(bytes);
  if (kind === 'pprof') return decode('pprof', () => readPprof(bytes, options));
  if (kind === 'ion') return readDocument(parseIon(bytes), options);
  if (kind === 'jfr') return decode('jfr', () => readJfr(bytes, options));
  return readText(bytes, options);
}

function readText(bytes: Uint8Array, options: ReadOptions): ReadProfile {
  switch (textKind(textOfUnits(bytes.subarray(0, HEAD)).replace(MARK, ''))) {
    case 'collapsed':
      return decode('collapsed', () => ({ profile: readCollapsed(bytes), choices: NO_CHOICES }));
    case 'perf-script':
      return decode('perf-script', () => readPerfScript(bytes, options));
    case 'ion':
      return readDocument(parseIon(bytes), options);
    case 'json':
      return readDocument(parseJson(bytes), options);
    case undefined:
      throw new UnreadableProfile(
        `is ${decodeUtf8(bytes) === undefined ? 'neither text nor of a' : 'text of no'} known format; ${READABLE}`,
      );
  }
}

/** A byte order mark in UTF-8, read as bytes. */
const MARK = /^\xef\xbb\xbf/;

/** What is said in it first is what all of it is: of half a gigabyte no more need be looked at. */
const HEAD = 0x10000;

function readDocument(value: unknown, options: ReadOptions): ReadProfile {
  const kind = jsonKind(value);
  if (kind === undefined) throw new UnreadableProfile(`is JSON or Ion of no known format; ${READABLE}`);
  return decode(kind, () => JSON_READERS[kind](value, options));
}

const JSON_READERS: Readonly<Record<JsonKind, (value: unknown, options: ReadOptions) => Decoded>> = {
  'agent-profile': (value) => ({ profile: decodeAgentProfile(value), choices: NO_CHOICES }),
  speedscope: readSpeedscope,
  cpuprofile: readCpuprofile,
  firefox: readFirefox,
  pyinstrument: readPyinstrument,
  stackprof: readStackprof,
  flamebearer: readFlamebearer,
};

/** What is no JSON for want of quotes is Ion all the same. */
function parseJson(bytes: Uint8Array): unknown {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw new UnreadableProfile(`is neither text nor of a known format; ${READABLE}`);
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    try {
      return readIon(bytes, ION_LIMITS);
    } catch {
      throw new UnreadableProfile(`is broken JSON (${reason(error)}); ${AGAIN}`, error);
    }
  }
}

function parseIon(bytes: Uint8Array): unknown {
  try {
    return readIon(bytes, ION_LIMITS);
  } catch (error) {
    throw new UnreadableProfile(`is broken Ion (${reason(error)}); ${AGAIN}`, error);
  }
}

/** Of one's own file, as much as fits; but the levels are those that a profile can have, as nothing deeper is read. */
const ION_LIMITS = {
  nesting: 2 * MAX_DEPTH + 100,
  containers: Infinity,
  scalars: Infinity,
  characters: Infinity,
};

function decode(format: FormatName, read: () => Decoded): ReadProfile {
  const formatLabel = LABELS[format];
  try {
    const { profile, choices } = read();
    const isChoice = choices.measurements.length > 1 || choices.threads.length > 1;
    return { profile, format, formatLabel, ...(isChoice ? { choices } : {}) };
  } catch (error) {
    if (error instanceof UnreadableProfile) throw error;
    throw new UnreadableProfile(`is ${formatLabel} that cannot be read: ${reason(error)}; ${AGAIN}`, error);
  }
}

/** Messages quote the file. */
function reason(error: unknown): string {
  return visibleText(
    errorMessage(error)
      .trim()
      .replace(/\s*\n\s*/g, ' '),
    1000,
  );
}

const AGAIN = 'it may have been cut short: make or download it again';

const READABLE = `what is read are profiles of these formats: ${Object.values(LABELS)
  .map((label) => label.replace(/^(?:an?|the) /, ''))
  .join(', ')}`;
