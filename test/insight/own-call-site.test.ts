import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFrameAddress, writeFrameAddress } from '../../src/insight/frame-address';
import { myCode } from '../../src/insight/my-code';
import type { OwnCallSite } from '../../src/insight/own-call-site';
import { lineOfCall, ownCallSite } from '../../src/insight/own-call-site';
import { recommend } from '../../src/insight/recommend';
import { decodeAgentProfile } from '../../src/profile/codec/agent-profile';
import { mergeProfiles } from '../../src/profile/merge';
import type { Profile } from '../../src/profile/tables';
import { toReadable } from '../../src/profile/wrappers';
import { drawn, profileOf } from '../fixtures/text-profile';

describe('the own call site', () => {
  /** Starts from the stack `target` of the drawing. */
  function check(drawing: string, expected: string): void {
    const profile = profileOf(drawn(drawing));
    const name = profile.frames.name.indexOf('target');
    const site = ownCallSite(profile, profile.stacks.frame.indexOf(name), myCode());
    const { frame, callee, stack } = site ?? {};
    assert.equal(
      frame ? `${frame.name} ${frame.firstLine}-${frame.lastLine} calls ${callee}` : 'none',
      expected,
    );
    assert.equal(
      stack === undefined ? undefined : profile.frames.name[profile.stacks.frame[stack]],
      frame?.name,
    );
  }

  it('is the deepest own function above the target', () => {
    check(
      `
      app:main @/srv/app.py:5
        app:handle @/srv/app.py:12-15
          sdk:Session:client @/lib/python3.11/site-packages/sdk.py:40
            target @/lib/python3.11/site-packages/sdk.py:80  3
      `,
      'app:handle 12-15 calls client',
    );
  });

  it('is the caller when the target is called at once', () => {
    check('app:main @/srv/app.py:5\n  target  3', 'app:main 5-5 calls target');
  });

  it('names a class for its constructor', () => {
    check(
      `
      app:main @/srv/app.py:5
        lxml.etree:XMLSchema:__init__
          target  3
      `,
      'app:main 5-5 calls XMLSchema',
    );
  });

  it('names nothing that the source cannot contain', () => {
    check('app:main @/srv/app.py:5\n  sdk:<lambda>\n    target  3', 'app:main 5-5 calls ');
  });

  it('is none where only foreign code leads to the target, or nothing does', () => {
    check('sdk:run @/lib/python3.11/site-packages/sdk.py\n  target  3', 'none');
    check('target  3', 'none');
  });
});

describe('the line of a call', () => {
  function check(text: string, callee: string, range: [number, number], expected: number): void {
    const lines = drawn(text).split('\n');
    const [firstLine, lastLine] = range;
    const site: OwnCallSite = { frame: { name: '', file: '', firstLine, lastLine }, stack: 0, callee };
    assert.equal(
      lineOfCall(site, (line) => lines[line - 1]),
      expected,
    );
  }
  const text = `
    def handle(event):
        my_client(event)
        log.info('no client here')
        s3 = boto3.client('s3')
        s4 = boto3.resource ('s4')
  `;

  it('is the first in the range that calls the callee by name', () => check(text, 'client', [2, 5], 4));
  it('allows for a space before the bracket', () => check(text, 'resource', [2, 5], 5));
  it('is the first of the range where no line calls it', () => check(text, 'session', [2, 5], 2));
  it('is the first of the range where the name cannot be told', () => check(text, '', [3, 5], 3));
  it('is the only line of the range without looking', () => check(text, 'client', [3, 3], 3));
  it('ends with the file, however long the range', () => check(text, 'session', [2, 2 ** 31 - 1], 2));
});

describe('a frame address', () => {
  const profile = profileOf('a @/x.py\n  b @/y.py  1\n    c  2\nb @/y.py  3');

  it('is the call path as JSON', () => {
    assert.equal(writeFrameAddress(profile, 2), '[["a","/x.py"],["b","/y.py"],["c",""]]');
  });

  it('leads back to its stack, in a merged profile too', () => {
    const merged = mergeProfiles([profile, profileOf('Z  1\na @/x.py\n  a @/x.py  1')]);
    for (const tables of [profile, merged]) {
      for (let stack = 0; stack < tables.stacks.length; stack++) {
        assert.equal(parseFrameAddress(writeFrameAddress(tables, stack), tables), stack);
      }
    }
    assert.equal(parseFrameAddress(writeFrameAddress(profile, 2), merged) === 2, false);
  });

  it('holds any text a frame may have', () => {
    const odd = profileOf('"],["\u202e\\  1');
    assert.equal(parseFrameAddress(writeFrameAddress(odd, 0), odd), 0);
  });

  for (const text of [
    '[["a","/x.py"],["gone",""]]',
    '[["a","/other.py"]]',
    '[]',
    '[["a"]]',
    '[["a",7]]',
    '[["a","/x.py"],7]',
    '{}',
    'null',
    'com.acme.Main.run()',
    '',
    '[['.repeat(100_000),
  ]) {
    it(`means nothing as ${text.slice(0, 30) || '(empty)'}`, () => {
      assert.equal(parseFrameAddress(text, profile), undefined);
    });
  }
});

describe('the recorded runs of the sample program', () => {
  const fixtures = join(process.cwd(), 'test', 'fixtures');
  const { root, runs } = JSON.parse(
    readFileSync(join(fixtures, 'recordings', 'recordings.json'), 'utf8'),
  ) as {
    root: string;
    runs: { name: string; files: string[] }[];
  };

  function readRun(name: string): Profile {
    const files = runs.find((run) => run.name === name)?.files ?? assert.fail(name);
    const profiles = files.map((file) => {
      return decodeAgentProfile(JSON.parse(readFileSync(join(fixtures, 'recordings', file), 'utf8')));
    });
    return toReadable(mergeProfiles(profiles));
  }

  /** `pattern: the line of source that its costliest place points to`, by pattern name. */
  function findingsOf(profile: Profile): Map<string, string> {
    const isMine = myCode({ roots: [root] });
    return new Map(
      recommend(profile).map(({ pattern, topMatches: [{ frameAddress }] }) => {
        const stack = parseFrameAddress(frameAddress, profile) ?? assert.fail(frameAddress);
        const site = ownCallSite(profile, stack, isMine) ?? assert.fail(pattern.name);
        const file = join(fixtures, 'shop', site.frame.file.slice(root.length));
        const lines = readFileSync(file, 'utf8').split('\n');
        return [pattern.name, lines[lineOfCall(site, (line) => lines[line - 1]) - 1].trim()];
      }),
    );
  }

  it('recommend against a client for each call, on the line that makes it', () => {
    const line = findingsOf(readRun('run-a')).get('Recreation of AWS SDK Service Clients');
    assert.match(line ?? 'not found', /boto3\.client\(/);
  });

  it('no longer do so when the program shares its client', () => {
    assert.equal(findingsOf(readRun('run-b')).has('Recreation of AWS SDK Service Clients'), false);
  });

  it('recommend against its other inefficiencies, each on its line', () => {
    const findings = findingsOf(readRun('run-b'));
    assert.match(findings.get('Logging of Stack Traces in a Hot Path') ?? 'not found', /log\.exception\(/);
    assert.match(findings.get('Repeated Compilation of Regular Expressions') ?? 'not found', /re\.compile\(/);
    assert.match(findings.get('Deep Copies of Large Structures') ?? 'not found', /deepcopy\(/);
  });
});
