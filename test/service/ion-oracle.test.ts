import assert from 'node:assert/strict';
import { join } from 'node:path';
import { encodeAgentProfile } from '../../src/profile/codec/agent-profile';
import { encodeIonAgentProfile, readIon } from '../../src/profile/codec/ion';
import type { Profile } from '../../src/profile/tables';
import { randomOf, randomProfile } from '../fixtures/random';
import { profileOf } from '../fixtures/text-profile';
import { skip } from '../harness/skip';
import { DOWNLOAD_TIMEOUT_MS, ensureJavaLibraries, runJava, SOURCES } from './java-environment';

const LIMITS = { nesting: 600, containers: 1e6, scalars: 1e6, characters: 1e8 };

/** The library that the Java agent writes with is not ours, and has its own reading of the format. */
describe("Amazon's Ion library for Java", () => {
  let classPath: string;
  before(async function () {
    this.timeout(DOWNLOAD_TIMEOUT_MS + 30_000);
    const libraries = await ensureJavaLibraries();
    if (typeof libraries === 'string') return skip(this, libraries);
    ({ classPath } = libraries);
  });

  it('reads what is written here, and is read here in all that it writes', async function () {
    this.timeout(60_000);
    const random = randomOf(5);
    const profiles = [
      ...Array.from({ length: 200 }, () => randomProfile(random)),
      profileOf(
        '__proto__  1\n$10 @/é/😀.py:7-70000  2\n  "quoted\'\\"  3\nnull  0.125\ntrue  4503599627370496',
      ),
      deep(250),
      wide(20_000),
    ];
    const input = profiles.map((profile) => base64(encodeIonAgentProfile(profile))).join('\n');
    const { stdout } = await runJava(['-cp', classPath, join(SOURCES, 'IonOracle.java')], { input });
    const lines = stdout.trimEnd().split('\n');
    assert.equal(lines.length, 3 * profiles.length);
    profiles.forEach((profile, index) => {
      const expected: unknown = JSON.parse(encodeAgentProfile(profile));
      const [json, text, binary] = lines
        .slice(3 * index, 3 * index + 3)
        .map((line) => Buffer.from(line, 'base64'));
      assert.deepEqual(JSON.parse(json.toString()), expected);
      assert.deepEqual(readIon(text, LIMITS), expected);
      assert.deepEqual(readIon(binary, LIMITS), expected);
    });
  });
});

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

function deep(frames: number): Profile {
  return profileOf(
    Array.from({ length: frames }, (_, depth) => `${' '.repeat(depth)}f${depth}  1`).join('\n'),
  );
}

/** Names of more than 2^14 symbols, whose numbers take three bytes. */
function wide(frames: number): Profile {
  return profileOf(
    Array.from({ length: frames }, (_, row) => `f${row} @/src/${row % 100}.py:${row + 1}  ${row + 1}`).join(
      '\n',
    ),
  );
}
