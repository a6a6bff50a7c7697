import assert from 'node:assert/strict';
import { decodeAgentProfile, encodeAgentProfile } from '../../../src/profile/codec/agent-profile';
import { jsonWords, readAgentProfile } from '../../../src/profile/codec/agent-profile-bytes';
import { encodeUtf8 } from '../../../src/profile/codec/utf8';
import type { Profile } from '../../../src/profile/tables';
import { randomOf, randomProfile } from '../../fixtures/random';

describe('readAgentProfile', () => {
  /** Whatever JSON.parse and the decoder of its objects make of a text, mistakes included, the bytes give as well. */
  const check = (text: string): void => {
    const expected = attempt(() => decodeAgentProfile(JSON.parse(text)));
    assert.deepEqual(
      attempt(() => readAgentProfile(encodeUtf8(text))),
      expected,
      text,
    );
  };
  const checkNode = (node: string): void => check(`{"callgraph":{"children":{"main":${node}}}}`);

  it('reads what agents write', () =>
    check(
      JSON.stringify({
        start: 1795234619106,
        end: 1795234620865,
        agentMetadata: {
          sampleWeights: { WALL_TIME: 5.96 },
          fleetInfo: { id: 'x', type: 'UNKNOWN', vCPUs: 2 },
          agentInfo: { type: 'CodeGuruProfiler-python', version: '1.2.6' },
          runtimeVersion: '3.11.7',
        },
        callgraph: {
          children: {
            'app:main': {
              file: '/srv/app.py',
              line: [19, 25],
              counts: { WALL_TIME: 16 },
              children: {
                'app:load': { counts: { WALL_TIME: 2, RUNNABLE: 1.5 }, file: '/srv/app.py', line: [7] },
                '<Sleep>': { counts: { WALL_TIME: 3 } },
              },
            },
            'app:quit': { counts: { WALL_TIME: 1 } },
          },
        },
        debugInfo: { text: 'a "quoted" } and \\', list: [1, [2, { a: null }]], on: true },
      }),
    ));

  it('reads it with spaces, and without anything', () => {
    check(
      JSON.stringify({ callgraph: { children: { a: { counts: { A: 1 }, line: [1, 2] } } }, end: 3 }, null, 2),
    );
    check('{"callgraph":{}}');
    check('{"callgraph":{"children":{}}}');
    check('\t{ "callgraph" : { "children" : { } } , "start" : 1 }\r\n');
    checkNode('{}');
    checkNode('{"counts":{},"children":{}}');
    checkNode('{"children":{"a":{},"b":{"counts":{"A":1}},"c":{"children":{"d":{}}}}}');
  });

  it('reads names in any script, and escapes', () => {
    checkNode('{"children":{"größe":{"counts":{"A":1}},"関数 😀":{"counts":{"A":1},"file":"/ü.py"}}}');
    checkNode(
      String.raw`{"children":{"a\"b\\":{"counts":{"A":1}},"\u0061":{"counts":{"\u0041":1}}},"counts":{"A":2}}`,
    );
    checkNode(
      '{"children":{"abc":{"counts":{"A":1}},"abcd":{"counts":{"A":1}},"abcde":{"counts":{"A":1}},"":{"counts":{"A":1}}}}',
    );
    checkNode('{"children":{"__proto__":{"counts":{"A":1}},"main":{"counts":{"__proto__":1}}}}');
  });

  it('leaves to the other reader what agents do not write', () => {
    checkNode('{"children":{"a":{"counts":{"A":1}}},"file":"/late.py","line":[3]}');
    checkNode('{"children":{"a":{"counts":{"A":1}},"a":{"counts":{"A":2}}}}');
    checkNode('{"counts":{"A":1},"counts":{"A":2}}');
    checkNode('{"counts":{"A":1,"A":2}}');
    checkNode('[{"file":"/a.py","counts":{"A":1}},{"file":"/b.py","counts":{"A":2}}]');
    checkNode('{"counts":null,"children":null,"file":null,"line":7}');
    checkNode('{"other":{"counts":{"A":1}},"counts":{"A":1}}');
    checkNode('{"counts":{"A":1e2,"B":0.5,"C":1.5E+1}}');
    checkNode('{"line":[0,5],"counts":{"A":1}}');
    check('{"callgraph":{"counts":{"A":1},"children":{"a":{"counts":{"A":1}}}}}');
    check('{"callgraph":{"children":{"a":{"counts":{"A":1}}}},"callgraph":{}}');
    check(String.raw`{"callgraph":{},"callgr\u0061ph":{"children":{"a":{"counts":{"A":1}}}}}`);
    check(String.raw`{"callgraph":{"childre\u006e":{"a":{"counts":{"A":1}}}}}`);
  });

  it('says the same of what is wrong', () => {
    check('');
    check('[]');
    check('{"start":1}');
    check('{"callgraph":{"children":{}},}');
    check('{"callgraph":{"children":{}}} x');
    check('{"start":"x","callgraph":{}}');
    check('{"start":2,"end":1,"callgraph":{}}');
    for (const node of [
      '1',
      '{',
      '{,}',
      '{"counts":{"A":1},}',
      '{"counts":{"A":1}"file":"x"}',
      '{"counts":{"A":}}',
      '{"counts":{"A":-1}}',
      '{"counts":{"A":01}}',
      '{"counts":{"A":1.}}',
      '{"counts":{"A":9007199254740992}}',
      '{"counts":{"A":"1"}}',
      '{"counts":[]}',
      '{"file":7}',
      '{"line":[2,1]}',
      '{"line":[1,2,3]}',
      '{"line":[1.5]}',
      '{"line":[2147483647]}',
      '{"children":[]}',
      '{"children":{"a":7}}',
      '{"children":{"a\tb":{"counts":{"A":1}}}}',
      String.raw`{"children":{"a\x":{"counts":{"A":1}}}}`,
      `{"counts":{${Array.from({ length: 40 }, (_, i) => `"S${i}":1`).join()}}}`,
    ]) {
      checkNode(node);
    }
    assert.throws(
      () => readAgentProfile(Uint8Array.of(0x7b, 0xff)),
      /^ProfileFormatError: the profile must be text in valid UTF-8$/,
    );
  });

  it('refuses what is cut anywhere', () => {
    const whole = encodeUtf8('{"end":1,"callgraph":{"children":{"mäin":{"line":[1,2],"counts":{"A":12}}}}}');
    for (let length = 0; length < whole.length; length++) {
      assert.throws(() => readAgentProfile(whole.subarray(0, length)), `cut to ${length} bytes`);
    }
  });

  it('reads stacks as deep as they may be, and no deeper', () => {
    const nested = (depth: number): string =>
      `{"callgraph":${'{"children":{"f":'.repeat(depth)}{"counts":{"A":1}}${'}}'.repeat(depth)}}`;
    assert.equal(readAgentProfile(encodeUtf8(nested(10_000))).stacks.length, 10_000);
    assert.throws(() => readAgentProfile(encodeUtf8(nested(10_001))), /at most 10000 frames in depth/);
  });

  it('gives the same tables on 200 random profiles', () => {
    const random = randomOf(5);
    for (let i = 0; i < 200; i++) check(encodeAgentProfile(randomProfile(random)));
  });

  it('gives the same tables when others were read before, more than are remembered too', () => {
    const words = jsonWords();
    const random = randomOf(6);
    const read = (text: string) => readAgentProfile(encodeUtf8(text), words);
    let most = 0;
    for (let i = 0; i < 7; i++) {
      const name = `${i} ${'long '.repeat(300_000)}`;
      const long = `{"callgraph":{"children":{"${name}":{"file":"/${i}.py","counts":{"RUNNABLE":1}}}}}`;
      assert.deepEqual(read(long), readAgentProfile(encodeUtf8(long)));
      assert.throws(() => read(`{"callgraph":{"children":{"${i}\t":{"counts":{"A":1}}}}}`), SyntaxError);
      for (let j = 0; j < 3; j++) {
        const text = encodeAgentProfile(randomProfile(random));
        assert.deepEqual(read(text), readAgentProfile(encodeUtf8(text)));
      }
      most = Math.max(most, words.length);
    }
    assert.ok(words.length < most, 'nothing was forgotten');
  });
});

/** The profile, or the mistake as people read it. */
function attempt(read: () => Profile): Profile | string {
  try {
    return read();
  } catch (error) {
    return String(error);
  }
}
