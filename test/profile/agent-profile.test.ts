import assert from 'node:assert/strict';
import { decodeAgentProfile, encodeAgentProfile, MAX_DEPTH } from '../../src/profile/codec/agent-profile';
import { ProfileFormatError } from '../../src/profile/codec/reader';
import { randomOf, randomProfile } from '../fixtures/random';
import { drawn, printTree, profileOf } from '../fixtures/text-profile';

const SMALL = {
  start: 1000,
  end: 6000,
  agentMetadata: {
    sampleWeights: { WALL_TIME: 5.9 },
    durationInMs: 99999,
    fleetInfo: { computeType: 'aws_ec2_instance', hostName: 'ip-10-0-0-1', hostType: 'm5.large' },
    agentInfo: { type: 'CodeGuruProfiler-python', version: '1.2.6' },
    runtimeVersion: '3.11.7',
    numTimesSampled: 22,
  },
  callgraph: {
    children: {
      'app:main': {
        file: '/srv/app.py',
        line: [19, 25],
        children: {
          'app:load': { file: '/srv/app.py', line: [7], counts: { WALL_TIME: 16 } },
          '<Sleep>': { counts: { WALL_TIME: 4 } },
        },
      },
    },
  },
  debugInfo: { processId: 7 },
};

describe('agent profile', () => {
  it('reads names, files, lines, counts and the fleet', () => {
    const profile = decodeAgentProfile(SMALL);
    assert.equal(
      printTree(profile),
      drawn(`
        app:main @/srv/app.py:19-25 (20, 0)
          <Sleep> (4, 4)
          app:load @/srv/app.py:7 (16, 16)
      `),
    );
    assert.deepEqual(profile.meta.fleet, [
      {
        id: 'ip-10-0-0-1',
        computeType: 'aws_ec2_instance',
        hostType: 'm5.large',
        vCpus: 0,
        memoryMb: 0,
        seenMs: 5000,
        samples: 20,
      },
    ]);
    assert.equal(profile.meta.runtimeVersion, '3.11.7');
  });

  it('takes the duration from start and end, not from the repeated metadata', () => {
    assert.equal(decodeAgentProfile(SMALL).meta.fleet[0].seenMs, 5000);
  });

  it('knows the time that a sample stands for, and writes it again', () => {
    const profile = decodeAgentProfile(SMALL);
    assert.deepEqual(profile.meta.weight, { unit: 'samples', perSample: 1, seconds: 1 / 5.9 });
    const again = decodeAgentProfile(JSON.parse(encodeAgentProfile(profile)));
    assert.deepEqual(again.meta.weight, profile.meta.weight);
  });

  it('does not guess it from a rate that nobody samples at, nor refuse the profile', () => {
    for (const sampleWeights of [
      undefined,
      {},
      { WALL_TIME: 0 },
      { WALL_TIME: 0.001 },
      { WALL_TIME: 5000 },
      1,
      { WALL_TIME: '9' },
    ]) {
      const agentMetadata = { ...SMALL.agentMetadata, sampleWeights };
      const profile = decodeAgentProfile({ ...SMALL, agentMetadata });
      assert.equal('weight' in profile.meta, false);
      assert.equal(encodeAgentProfile(profile).includes('sampleWeights'), false);
    }
  });

  it('reads the least that a third-party agent sends', () => {
    const profile = decodeAgentProfile({
      callgraph: { children: { 'a.B.c': { counts: { RUNNABLE: 1, BLOCKED: 2 } } } },
    });
    assert.equal(printTree(profile), 'a.B.c (3, 3)');
    assert.deepEqual(profile.samples.states, ['RUNNABLE', 'BLOCKED']);
  });

  it('keeps samples of threads without frames', () => {
    assert.equal(printTree(decodeAgentProfile({ callgraph: { counts: { IDLE: 5 } } })), '<no frames> (5, 5)');
  });

  it('keeps names that JavaScript objects treat specially', () => {
    const text =
      '{"callgraph":{"children":{"__proto__":{"counts":{"A":1}},"constructor":{"counts":{"A":2}},"":{"counts":{"A":3}}}}}';
    const profile = decodeAgentProfile(JSON.parse(text));
    assert.equal(printTree(profile), ' (3, 3)\n__proto__ (1, 1)\nconstructor (2, 2)');
    const again = decodeAgentProfile(JSON.parse(encodeAgentProfile(profile)));
    assert.deepEqual(again, profile);
  });

  it('writes a function that hosts have in different files as a list', () => {
    const profile = profileOf('f @/a/x.py:1  1\n  g  2\nf @/b/x.py:2  3\ng  4');
    const written = JSON.parse(encodeAgentProfile(profile)) as { callgraph: { children: unknown } };
    assert.deepEqual(written.callgraph.children, {
      f: [
        { file: '/a/x.py', line: [1], counts: { RUNNABLE: 1 }, children: { g: { counts: { RUNNABLE: 2 } } } },
        { file: '/b/x.py', line: [2], counts: { RUNNABLE: 3 } },
      ],
      g: { counts: { RUNNABLE: 4 } },
    });
  });

  it('gives back what was written, on 200 random profiles', () => {
    const random = randomOf(2);
    for (let i = 0; i < 200; i++) {
      const profile = randomProfile(random);
      assert.deepEqual(decodeAgentProfile(JSON.parse(encodeAgentProfile(profile))), profile);
    }
  });

  it('writes and reads the deepest call graph that it allows', () => {
    const profile = decodeAgentProfile({ callgraph: nested(MAX_DEPTH) });
    assert.equal(profile.stacks.length, MAX_DEPTH);
    assert.deepEqual(decodeAgentProfile(JSON.parse(encodeAgentProfile(profile))), profile);
  });

  describe('refuses, naming the place,', () => {
    const long = 'x'.repeat(1_000_000);
    const rows: [what: string, value: unknown, message: RegExp | string][] = [
      ['nothing', undefined, 'the profile must be an object, not nothing'],
      ['null', null, 'the profile must be an object, not null'],
      ['a list', [], 'the profile must be an object, not a list'],
      ['no call graph', { start: 1 }, 'callgraph must be an object, not nothing'],
      ['a call graph that is text', { callgraph: 'x' }, 'callgraph must be an object, not "x"'],
      [
        'children that are a list',
        { callgraph: { children: [] } },
        'callgraph.children must be an object, not a list',
      ],
      [
        'a node that is null',
        { callgraph: { children: { a: null } } },
        'callgraph.children.a must be an object, not null',
      ],
      [
        'a negative count',
        graph({ counts: { WALL_TIME: -1 } }),
        'callgraph.children.a.counts.WALL_TIME must be a number from 0 to 2^53, not -1',
      ],
      [
        'a count that is text',
        graph({ counts: { X: '1' } }),
        'callgraph.children.a.counts.X must be a number from 0 to 2^53, not "1"',
      ],
      ['a file that is a number', graph({ file: 7 }), 'callgraph.children.a.file must be a string, not 7'],
      [
        'a line that is text',
        graph({ line: ['1'] }),
        'callgraph.children.a.line must be a line number or [first, last], not a list',
      ],
      [
        'lines that run backwards',
        graph({ line: [9, 1] }),
        'callgraph.children.a.line must be a line number or [first, last], not a list',
      ],
      [
        'an end before the start',
        { start: 5, end: 4, callgraph: {} },
        'end must be a time not before start (5), not 4',
      ],
      [
        'a time that is text',
        { start: '5', callgraph: {} },
        'start must be a number from 0 to 2^53, not "5"',
      ],
      [
        'too many states',
        graph({ counts: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`S${i}`, 1])) }),
        'callgraph.children.a.counts.S32 must be at most 32 different thread states',
      ],
      [
        'a graph 100,000 calls deep',
        { callgraph: nested(100_000) },
        /^…(?:\.children|\.f)+ must be call graphs of at most 10000 frames in depth$/,
      ],
      [
        'a bad node under a name of 1 MB',
        { callgraph: { children: { [long]: 1 } } },
        `callgraph.children["${'x'.repeat(80)}…"] must be an object, not 1`,
      ],
    ];
    for (const [what, value, message] of rows) {
      it(what, () => {
        assert.throws(
          () => decodeAgentProfile(value),
          (error: unknown) => {
            assert.ok(error instanceof ProfileFormatError);
            if (typeof message === 'string') {
              assert.equal(error.message, message);
            } else {
              assert.match(error.message, message);
            }
            return error.message.length < 1000;
          },
        );
      });
    }
  });
});

function graph(node: object): unknown {
  return { callgraph: { children: { a: node } } };
}

function nested(depth: number): object {
  let node: object = { counts: { A: 1 } };
  for (let i = 0; i < depth; i++) {
    node = { children: { f: node } };
  }
  return node;
}
