import assert from 'node:assert/strict';
import { recording, TYPES, type Constant, type Recording } from './jfr-bytes';
import { joined } from './protobuf-bytes';
import { draws, read, refuses } from './reading';

const NO: { byte: number } = { byte: 0 };

/** main calls load, which calls something that is not Java's; constants as a recording has them. */
const CONSTANTS: readonly Constant[] = [
  ['jdk.types.Symbol', 1, 'org/Shop'],
  ['jdk.types.Symbol', 2, 'main'],
  ['jdk.types.Symbol', 3, 'load'],
  ['jdk.types.Symbol', 4, 'epoll_wait'],
  ['jdk.types.Symbol', 5, ''],
  ['java.lang.Class', 1, 1],
  ['java.lang.Class', 2, 5],
  ['jdk.types.Method', 1, 1, 2],
  ['jdk.types.Method', 2, 1, 3],
  ['jdk.types.Method', 3, 2, 4],
  ['jdk.types.Other', 9, { byte: 1 }, NO, NO, NO, NO, NO, NO, NO, { byte: 1 }, NO, NO, NO, NO, NO],
  ['jdk.types.StackTrace', 1, NO, { byte: 2 }, 2, 7, 1, 3],
  ['jdk.types.StackTrace', 2, NO, { byte: 3 }, 3, 0, 2, 8, 1, 3],
  ['java.lang.Thread', 1, 'os-1', 'worker'],
  ['java.lang.Thread', 2, 'os-2', ''],
  ['jdk.types.ThreadState', 1, 'STATE_RUNNABLE'],
  ['jdk.types.ThreadState', 2, 'STATE_SLEEPING'],
];

/** Lists and lines are of four bytes where numbers are not compressed: written for those that are. */
const EVENTS: Recording['events'] = [
  ['jdk.ActiveSetting', 0, 100, 'period', '20 ms'],
  ['jdk.ExecutionSample', 10, 1, 1, 1],
  ['jdk.ExecutionSample', 20, 1, 1, 1],
  ['jdk.NativeMethodSample', 30, 2, 2, 1],
  ['jdk.ExecutionSample', 40, 2, 2, 2],
];

const DRAWN = `
  org/Shop.main (4, 0)
    org/Shop.load (4, 2)
      epoll_wait (2, 2)`;

describe('reading Java Flight Recorder', () => {
  const file = (parts: Recording = {}): Uint8Array =>
    recording({ constants: CONSTANTS, events: EVENTS, ...parts });

  it('reads samples of Java and of what Java calls', () => {
    draws(file(), DRAWN);
    const { profile, format } = read(file());
    assert.equal(format, 'jfr');
    assert.deepEqual(profile.samples.states, ['RUNNABLE', 'NATIVE', 'TIMED_WAITING']);
    assert.deepEqual([...profile.stacks.firstLine], [3, 7, 0]);
    assert.deepEqual([...profile.stacks.lastLine], [3, 8, 0]);
    assert.deepEqual(profile.meta.weight, { unit: 'samples', perSample: 1, seconds: 0.02 });
    assert.deepEqual([profile.meta.start, profile.meta.end], [1_700_000_000_000, 1_700_000_030_000]);
  });

  it('reads numbers that are not compressed', () => {
    const constants: readonly Constant[] = [
      ...CONSTANTS.slice(0, 10),
      ['jdk.types.StackTrace', 1, NO, NO, NO, NO, { byte: 1 }, 1, NO, NO, NO, { byte: 3 }],
      ...CONSTANTS.slice(13),
    ];
    draws(file({ isCompressed: false, constants, events: [EVENTS[1]] }), 'org/Shop.main (1, 1)');
  });

  it('adds up chunks, each with constants of its own', () => {
    const other = CONSTANTS.map((one): Constant =>
      one[2] === 'load' ? ['jdk.types.Symbol', 3, 'save'] : one,
    );
    const both = joined([file({ events: [EVENTS[1]] }), file({ constants: other, events: [EVENTS[1]] })]);
    draws(both, 'org/Shop.main (2, 0)\n  org/Shop.load (1, 1)\n  org/Shop.save (1, 1)');
  });

  it('keeps threads apart where that is asked for, by their names in Java', () => {
    assert.deepEqual(read(file()).choices?.threads, ['worker', 'os-2']);
    const { frames } = read(file(), { threads: 'separate' }).profile;
    assert.deepEqual(frames.name.slice(-2), ['thread os-2', 'thread worker']);
  });

  it('keeps samples whose stack is not there', () =>
    draws(file({ events: [['jdk.ExecutionSample', 10, 1, 77, 1]] }), '<no frames> (1, 1)'));

  it('takes the period of async-profiler, whose own is 10 ms', () => {
    const seconds = (value: string) =>
      read(file({ events: [['jdk.ActiveSetting', 0, 5, 'interval', value]] })).profile.meta.weight?.seconds;
    assert.deepEqual([seconds('1000000'), seconds('0'), seconds('x')], [0.001, 0.01, 0]);
  });

  it('refuses other versions', () => {
    refuses(
      file({ version: 0 }),
      /in format 0\.0 \(Java 7 and 8 of Oracle\), which is not read; record with Java 11/,
    );
    refuses(file({ version: 3 }), /in format 3\.0, which is not read/);
  });

  it('refuses what was cut short', () => {
    const good = file();
    refuses(good.subarray(0, 40), /the chunk at byte 0 of 40 must be a whole chunk/);
    refuses(good.subarray(0, good.length - 1), /must be a chunk of \d+ bytes/);
    refuses(joined([good, good.subarray(0, 90)]), /the chunk at byte \d+ of \d+ must be a chunk of/);
    refuses(joined([good, new Uint8Array(80)]), /a chunk must be begun with FLR/);
  });

  it('refuses offsets and counts that lie', () => {
    const patched = (at: number, value: bigint): Uint8Array => {
      const bytes = file();
      new DataView(bytes.buffer).setBigInt64(at, value);
      return bytes;
    };
    for (const at of [16, 24]) {
      for (const value of [-1n, 3n, 2n ** 62n]) {
        refuses(patched(at, value), /whose parts are inside of it|must be/);
      }
    }
    refuses(patched(8, 0n), /must be a chunk of 0 bytes/);
    refuses(file({ back: 5 }), /must be after the constants before it/);
    refuses(file({ back: -1 }), /must be/);
    const frames: Constant = ['jdk.types.StackTrace', 1, NO, 1e9, 2, 7];
    refuses(file({ constants: [...CONSTANTS.slice(0, 11), frames] }), /followed by as many items as it says/);
  });

  it('refuses types that never end', () => {
    const itself = [
      ...TYPES.filter((type) => !type.startsWith('jdk.types.Other')),
      'jdk.types.Other: other jdk.types.Other',
    ];
    refuses(file({ types: itself, constants: [['jdk.types.Other', 1]] }), /must be a value that ends/);
    const doubling = Array.from({ length: 40 }, (_, at) => `T${at}: a T${at + 1}, b T${at + 1}`);
    const types = [...TYPES, ...doubling, 'T40:'];
    refuses(file({ types, constants: [['T0', 1]] }), /must be a value that ends/);
    const list = [...TYPES, 'L: list N[]', 'N: list M[]', 'M:'];
    const many = Array.from({ length: 2000 }, (_, key): Constant => ['L', key, 1000]);
    refuses(file({ types: list, constants: many }), /must be/);
  });

  it('spends no more on a value than its bytes are worth', () => {
    const types = [...TYPES, 'L: list N[]', 'N:'];
    // Each is a pool of its own with a list of as many values as the file has bytes, and the values have none.
    const lists = Array.from({ length: 20_000 }, (_, key): Constant => ['L', key, 30_000]);
    const bytes = file({ types, constants: lists });
    const before = performance.now();
    refuses(bytes, /must be a value that ends/);
    assert.ok(performance.now() - before < 2000);
  });

  it('refuses events that reach into those after them', () => {
    // The name of the first is all of the second.
    const name = { byte: 5 };
    const events: Recording['events'] = [
      ['jdk.ActiveSetting', 1, 1, name, { byte: 20 }],
      ['jdk.ActiveSetting', 1, 1, 'interval', '10000000'],
      ['jdk.ActiveSetting', 1, 1, 'interval', '10000000'],
    ];
    refuses(file({ events }), /followed by as many/);
  });

  it('refuses constants that reach into those after them', () => {
    const withConstantsBefore = (size: number): Uint8Array => {
      const bytes = file({ back: -7 });
      const at = Number(new DataView(bytes.buffer).getBigInt64(16));
      const before = Uint8Array.of(size, 1, 0, 0, 0, 0, 0);
      const whole = joined([bytes.subarray(0, at), before, bytes.subarray(at)]);
      const head = new DataView(whole.buffer);
      head.setBigInt64(8, BigInt(whole.length));
      head.setBigInt64(16, BigInt(at + before.length));
      return whole;
    };
    draws(withConstantsBefore(7), DRAWN);
    refuses(withConstantsBefore(8), /must be constants of a size that has room/);
  });

  it('takes a time before 1970 for none', () => {
    const bytes = file();
    new DataView(bytes.buffer).setBigInt64(32, -(2n ** 62n));
    assert.equal(read(bytes).profile.meta.start, 0);
  });
});
