import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { computeCallTree } from '../../src/profile/call-tree';
import { encodeAgentProfile } from '../../src/profile/codec/agent-profile';
import { computeFunctionTotals } from '../../src/profile/hot-spots';
import { statesOf } from '../../src/profile/thread-states';
import { buffersOf } from '../../src/reading/buffers';
import { readBytes } from '../../src/reading/read-bytes';
import { profileOf } from '../fixtures/text-profile';

const DRAWN = `
codeguru_profiler_agent.__main__:main
  app:main
    threading:Condition:wait  WALL_TIME 30
    work  WALL_TIME 70
`;

/** What runpy does in a thread is folded away there too. */
const TWO_THREADS = JSON.stringify({
  $schema: 'https://www.speedscope.app/file-format-schema.json',
  shared: { frames: [{ name: 'runpy:run' }, { name: 'main' }, { name: 'work' }] },
  profiles: [
    {
      type: 'sampled',
      name: 'main',
      unit: 'none',
      startValue: 0,
      endValue: 1,
      samples: [[0, 1]],
      weights: [1],
    },
    {
      type: 'sampled',
      name: 'worker',
      unit: 'none',
      startValue: 0,
      endValue: 2,
      samples: [[0, 1, 2]],
      weights: [2],
    },
  ],
});

const posted = Buffer.from(encodeAgentProfile(profileOf(DRAWN)));

describe('profiles read on a thread of their own', () => {
  it('are readable: states told apart, the profiler folded away', () => {
    for (const bytes of [posted, gzipSync(posted)]) {
      for (const kind of ['answer', 'file'] as const) {
        const { profile } = readBytes(bytes, kind);
        assert.deepEqual(profile.samples.states, ['RUNNABLE', 'WAITING']);
        assert.deepEqual(profile.frames.name, ['app:main', 'threading:Condition:wait', 'work']);
      }
    }
  });

  it('say what they are where they are files', () => {
    assert.equal(readBytes(posted, 'answer').formatLabel, '');
    assert.equal(readBytes(posted, 'file').formatLabel, 'an agent profile of CodeGuru Profiler');
    assert.equal(readBytes(Buffer.from('main;work 3\n'), 'file').formatLabel, 'a list of collapsed stacks');
  });

  it('come merged or by thread, where the data has threads', () => {
    const folded = (threads?: 'separate') => {
      const { profile, threads: split } = readBytes(Buffer.from(TWO_THREADS), 'file', threads);
      return [profile.frames.name.toSorted(), split];
    };
    assert.deepEqual(folded(), [['main', 'work'], { count: 2, separate: false }]);
    assert.deepEqual(folded('separate'), [
      ['main', 'thread main', 'thread worker', 'work'],
      { count: 2, separate: true },
    ]);
    for (const bytes of [posted, Buffer.from('main;work 3\n')]) {
      assert.equal(readBytes(bytes, 'file', 'separate').threads, undefined);
    }
    assert.equal(readBytes(posted, 'answer', 'separate').threads, undefined);
  });

  it('bring the figures that would be computed from them', () => {
    const { profile, figures } = readBytes(posted, 'answer');
    for (const [i, view] of (['cpu', 'latency'] as const).entries()) {
      const tree = computeCallTree(profile, statesOf(view, profile.samples.states));
      const totals = computeFunctionTotals(tree);
      assert.deepEqual({ ...figures[i].tree, profile }, tree);
      assert.deepEqual({ ...figures[i].totals, tree }, totals);
    }
  });

  it('are refused in words that go on after the name of the file', () => {
    const check = (bytes: Uint8Array, reason: RegExp): void =>
      assert.throws(() => readBytes(bytes, 'file'), { message: reason });
    check(new Uint8Array(), /^is empty; .*\.$/);
    check(gzipSync(posted).subarray(0, 40), /^cannot be unpacked: .* Record it again/);
    check(Buffer.from('{"a": 1}'), /^is JSON .*\.$/);
  });

  it('answer with what only the services of AWS may say, no other format', () => {
    assert.throws(() => readBytes(Buffer.from('main;work 3\n'), 'answer'));
  });
});

describe('the memory that moves to another thread', () => {
  it('is that of every table, once', () => {
    const shared = new Float64Array(8);
    const value = {
      a: new Int32Array(2),
      b: [{ c: new Uint8Array(3) }, { c: shared.subarray(1) }],
      d: shared,
      names: ['x', 'y'],
      none: undefined,
      nothing: null,
      seven: 7,
    };
    assert.deepEqual(
      buffersOf(value).map(({ byteLength }) => byteLength),
      [8, 3, 64],
    );
  });
});
