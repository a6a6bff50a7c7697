import assert from 'node:assert/strict';
import { readProfile } from '../../../src/profile/codec/read-profile';
import { UnreadableProfile } from '../../../src/profile/codec/unreadable-profile';
import { writePprof } from '../../../src/profile/codec/pprof-writer';
import { encodeUtf8 } from '../../../src/profile/codec/utf8';
import { randomOf, randomProfile } from '../../fixtures/random';
import { recording, type Constant } from './jfr-bytes';

const NO = { byte: 0 };
const CONSTANTS: readonly Constant[] = [
  ['jdk.types.Symbol', 1, 'org/Shop'],
  ['jdk.types.Symbol', 2, 'main'],
  ['java.lang.Class', 1, 1],
  ['jdk.types.Method', 1, 1, 2],
  ['jdk.types.StackTrace', 1, NO, 2, 1, 3, 1, 5],
  ['java.lang.Thread', 1, 'os', 'worker'],
];

const json = (value: object): Uint8Array => encodeUtf8(JSON.stringify(value));

/** A small good file of each format. */
const FILES: Readonly<Record<string, Uint8Array>> = {
  pprof: writePprof(randomProfile(randomOf(7)), ['RUNNABLE', 'WAITING', 'WALL_TIME', 'ODD']),
  jfr: recording({ constants: CONSTANTS, events: [['jdk.ExecutionSample', 10, 1, 1, 1]] }),
  speedscope: json({
    shared: { frames: [{ name: 'a' }, { name: 'b' }] },
    profiles: [
      { type: 'sampled', unit: 'none', samples: [[0], [0, 1]], weights: [1, 2] },
      { type: 'evented', unit: 'none', events: [{ type: 'O', frame: 1, at: 1 }], endValue: 9 },
    ],
  }),
  cpuprofile: json({
    nodes: [
      { id: 1, callFrame: { functionName: 'a', lineNumber: 3 }, children: [2] },
      { id: 2, callFrame: { functionName: 'b', url: 'x' }, hitCount: 3, children: [] },
    ],
    samples: [1, 2, 2],
    timeDeltas: [1, 2, 3],
  }),
  pyinstrument: json({
    frame_tree: { identifier: 'a\0b\u00005', time: 2, attributes: { l3: 1 }, children: [] },
  }),
  stackprof: json({
    mode: 'cpu',
    interval: 9,
    frames: { 1: { name: 'a' }, 2: { name: 'b' } },
    raw: [2, 1, 2, 3],
  }),
  flamebearer: json({
    flamebearer: {
      names: ['total', 'a'],
      levels: [
        [0, 9, 0, 0],
        [0, 9, 9, 1],
      ],
    },
  }),
  firefox: json({
    meta: { interval: 1 },
    threads: [
      {
        samples: { stack: [0, 1] },
        stringArray: ['a', 'b'],
        frameTable: { func: [0, 1], line: [1, 2] },
        stackTable: { prefix: [null, 0], frame: [0, 1] },
        funcTable: { name: [0, 1] },
      },
    ],
  }),
  'perf-script': encodeUtf8('a 1 [0] 1.5: 9 cycles:\n\t1f load+0x3 (/srv/app)\n\t2f main (/srv/app)\n\n'),
  collapsed: encodeUtf8('main;load 3\nmain;show 4\n'),
};

describe('files that were damaged', () => {
  /** What a damaged file gives is a profile whose tables hold together, or one sentence. */
  function survives(bytes: Uint8Array, what: string): void {
    try {
      const { profile } = readProfile(bytes);
      const { frames, stacks, samples } = profile;
      for (let row = 0; row < stacks.length; row++) {
        assert.ok(stacks.prefix[row] < row && stacks.frame[row] < frames.length, what);
      }
      for (let row = 0; row < samples.length; row++) {
        assert.ok(samples.count[row] > 0 && samples.count[row] < Infinity, what);
      }
    } catch (error) {
      assert.ok(error instanceof UnreadableProfile, `${what}: ${String(error)}`);
      assert.match(error.message, /^The file is [^\n]{1,2000}\.$/, what);
      assert.ok(!isMistakeOfOurs(error.cause), `${what}: ${String(error.cause)}`);
    }
  }

  for (const [format, good] of Object.entries(FILES)) {
    it(`${format}: the good file is read as what it is`, () => {
      const { profile, format: found } = readProfile(good);
      assert.equal(found, format);
      assert.ok(profile.samples.length > 0);
    });

    it(`${format}: cut anywhere`, () => {
      for (let length = 0; length < good.length; length++) {
        survives(good.subarray(0, length), `cut at ${length}`);
      }
    });

    it(`${format}: with bytes changed`, () => {
      const random = randomOf(42);
      for (let round = 0; round < 1500; round++) {
        const bytes = Uint8Array.from(good);
        const changes = 1 + Math.floor(random() * 3);
        for (let change = 0; change < changes; change++) {
          bytes[Math.floor(random() * bytes.length)] = pick(random, EXTREMES, Math.floor(random() * 256));
        }
        survives(bytes, `round ${round}`);
      }
    });
  }

  it('JSON: with any value in the place of another', () => {
    const odd: readonly unknown[] = [
      null,
      -1,
      1e308,
      1.5,
      '',
      '__proto__',
      [],
      [[]],
      {},
      true,
      4294967296,
      [null],
      [-1],
    ];
    for (const [format, good] of Object.entries(FILES)) {
      if (good[0] !== 0x7b) continue;
      const text = new TextDecoder().decode(good);
      const places = countPlaces(JSON.parse(text));
      for (let place = 1; place < places; place++) {
        for (const value of odd) {
          const changed = replacePlace(JSON.parse(text), place, value);
          survives(json(changed as object), `${format}: ${JSON.stringify(value)} in place ${place}`);
        }
      }
    }
  });
});

/** Bytes at which formats turn: zeros, lengths without an end, digits and brackets. */
const EXTREMES = [0, 1, 0x7f, 0x80, 0xff, 0x30, 0x2d, 0x5b, 0x7d, 0x22, 0x3b, 0x0a];

function pick(random: () => number, list: readonly number[], otherwise: number): number {
  return random() < 0.5 ? list[Math.floor(random() * list.length)] : otherwise;
}

/** Refusals are made on purpose; a TypeError is a place that nobody thought of. */
function isMistakeOfOurs(cause: unknown): boolean {
  return cause instanceof TypeError || cause instanceof ReferenceError || cause instanceof RangeError;
}

function countPlaces(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, one) => sum + countPlaces(one), 1);
}

/** The value with another one in its n-th place, counted from the top. */
function replacePlace(value: unknown, place: number, by: unknown): unknown {
  let next = 0;
  const walk = (one: unknown): unknown => {
    if (next++ === place) return by;
    if (Array.isArray(one)) return one.map((item) => walk(item));
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, item]) => [key, walk(item)]));
  };
  return walk(value);
}
