import { isBinaryIon } from './ion-binary-reader';
import { ProtobufReader } from './protobuf';
import { UnreadableProfile } from './unreadable-profile';

/** What a file is, told from what stands in it. Names of files are no evidence. */

/**
 * @returns undefined for what may be text
 * @throws {UnreadableProfile} for what is known and not read
 */
export function binaryKind(bytes: Uint8Array): 'ion' | 'pprof' | 'jfr' | undefined {
  if (isBinaryIon(bytes)) return 'ion';
  if (beginsWith(bytes, 'FLR\0')) return 'jfr';
  const refused = REFUSED.find(([start]) => beginsWith(bytes, start));
  if (refused !== undefined) throw new UnreadableProfile(refused[1]);
  if (isLegacyCpuProfile(bytes)) throw new UnreadableProfile(LEGACY_PPROF);
  return isPprof(bytes) ? 'pprof' : undefined;
}

/** How known files begin that are not read, and what to do with each. */
const REFUSED: readonly (readonly [start: string, what: string])[] = [
  ['\x1f\x8b', 'is packed with gzip inside of gzip; unpack it once with `gunzip`, and read what comes out'],
  ['PK\x03\x04', 'is a ZIP archive; unpack it, and read the profile that is in it'],
  ['\x28\xb5\x2f\xfd', 'is packed with Zstandard; unpack it with `unzstd`, and read what comes out'],
  ['PERFILE2', "is perf's own recording; write it out with `perf script -i FILE > FILE.txt`, and read that"],
  ['MOJ', 'is a recording of Austin in its binary form; convert it with `mojo2austin`, and read that'],
  [
    'SQLite format 3\0',
    'is a database of SQLite; export a profile from the tool that made it, and read that',
  ],
  ['\xff\xfe', 'is text in UTF-16; save it in UTF-8, and read that'],
  ['\xfe\xff', 'is text in UTF-16; save it in UTF-8, and read that'],
];

const LEGACY_PPROF =
  "is in pprof's old format, from before it had protocol buffers; " +
  'convert it with `pprof -proto FILE > FILE.pb.gz`, and read that';

function beginsWith(bytes: Uint8Array, start: string): boolean {
  return [...start].every((character, at) => bytes[at] === character.charCodeAt(0));
}

/** Words of 4 or 8 bytes, of either end first: 0, 3 words of header, version, period, 0 (gperftools' cpuprofile-fileformat). */
function isLegacyCpuProfile(bytes: Uint8Array): boolean {
  if (bytes.length < 40) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, 40);
  return [true, false].some((littleEnd) =>
    [4, 8].some((size) => {
      const word = (index: number): number =>
        size === 4
          ? view.getUint32(4 * index, littleEnd)
          : Number(view.getBigUint64(8 * index, littleEnd) & 0xffffffffn);
      return word(0) === 0 && word(1) === 3 && word(2) <= 1 && word(3) > 0 && word(4) === 0;
    }),
  );
}

/**
 * Nearly always a first field of two short numbers, `0a 04 08 01 10 02`, with bytes that no text has. Writers are free to
 * begin with another: then the file must be a message to its end, with nothing but the fields of a profile.
 */
function isPprof(bytes: Uint8Array): boolean {
  if (bytes[0] === 0x0a && bytes[1] < 0x20 && bytes[2] === 0x08) return true;
  if (!bytes.subarray(0, 4096).some((byte) => byte < 0x09)) return false;
  const root = new ProtobufReader(bytes);
  try {
    while (root.next()) {
      if (root.field > 15) return false;
    }
    return true;
  } catch {
    return false;
  }
}

/** @param head the text, or the first of it that is long enough to tell */
export function textKind(head: string): 'json' | 'ion' | 'perf-script' | 'collapsed' | undefined {
  if (/^\s*\$ion_/.test(head)) return 'ion';
  if (LEGACY_TEXT.test(head)) throw new UnreadableProfile(LEGACY_PPROF);
  // No line that is longer than this says what the file is, and patterns take their time on long ones.
  const lines = head.split('\n', MAX_LINES).map((line) => line.slice(0, 500).trimEnd());
  const said = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (said.some((line, index) => PERF_EVENT.test(line) && PERF_FRAME.test(said[index + 1] ?? ''))) {
    return 'perf-script';
  }
  const whole = head.split('\n', MAX_LINES).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const counted = whole.filter((line) => COUNTED.test(line.slice(-60).trimEnd())).length;
  if (counted > 0 && counted * 2 >= whole.length) return 'collapsed';
  return /^\s*[[{]/.test(head) ? 'json' : undefined;
}

const MAX_LINES = 200;

/** `java  3244 cpu-clock:`, `node 7/9 [001] 12.5: 10101 cycles:` */
const PERF_EVENT = /^\S.*\s\d+(?:\/\d+)?\s.*:$/;
/** `    7f1e214c24d9 SpinPause (/usr/lib/libjvm.so)` */
const PERF_FRAME = /^\s+[0-9a-f]+ \S.*\(.*\)$/;
const COUNTED = /\S\s+(?:\d+(?:\.\d+)?|\[\d+\])$/;
const LEGACY_TEXT =
  /^(?:heap profile: |--- ?(?:heapz|contentionz|threadz|growthz|mutex|cpuprofile|symbol)|goroutine profile: total )/;

/** @returns undefined for JSON of no known format */
export function jsonKind(value: unknown): JsonKind | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (isChromeTrace(value)) throw new UnreadableProfile(CHROME_TRACE);
  return JSON_KINDS.find(([, has]) =>
    has.some((keys) => keys.every((key) => Object.hasOwn(value, key))),
  )?.[0];
}

export type JsonKind = (typeof JSON_KINDS)[number][0];

/** Which fields tell a format. */
const JSON_KINDS = [
  ['agent-profile', [['callgraph']]],
  [
    'speedscope',
    [
      ['shared', 'profiles'],
      ['$schema', 'profiles'],
    ],
  ],
  [
    'cpuprofile',
    [
      ['nodes', 'samples'],
      ['nodes', 'timeDeltas'],
      ['nodes', 'startTime'],
    ],
  ],
  [
    'firefox',
    [
      ['meta', 'threads'],
      ['profile', 'fileType'],
    ],
  ],
  ['pyinstrument', [['frame_tree'], ['root_frame']]],
  [
    'stackprof',
    [
      ['frames', 'mode', 'interval'],
      ['frames', 'raw'],
    ],
  ],
  ['flamebearer', [['flamebearer'], ['flamegraph']]],
] as const satisfies readonly (readonly [string, readonly (readonly string[])[]])[];

function isChromeTrace(value: object): boolean {
  const events: unknown = Array.isArray(value) ? value : (value as Record<string, unknown>).traceEvents;
  if (!Array.isArray(events)) return false;
  const first: unknown = events[0];
  return typeof first === 'object' && first !== null && 'ph' in first;
}

const CHROME_TRACE =
  'is a trace of Chrome, which has events and no call stacks of its own; ' +
  'record a CPU profile in the DevTools (or with `node --cpu-prof`), and read that';
