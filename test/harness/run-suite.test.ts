import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// The harness in a process of its own: what it says of suites that fail, skip, break and are empty.

describe('the test harness', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'burnline-harness-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const check = (files: string[], expected: object, said: RegExp) => {
    const report = join(folder, 'report.json');
    const paths = files.map((text, i) => {
      const path = join(folder, `${i}.cjs`);
      writeFileSync(path, text);
      return path;
    });
    const env = { ...process.env, BURNLINE_REPORT: report, BURNLINE_GREP: '' };
    const { status, stdout } = spawnSync(process.execPath, ['out/test/harness/main.js', ...paths], {
      env,
      encoding: 'utf8',
    });
    const outcome = JSON.parse(readFileSync(report, 'utf8')) as { failed: number };
    assert.deepEqual(outcome, expected);
    assert.equal(status, outcome.failed > 0 ? 1 : 0);
    assert.match(stdout, said);
  };

  const passing = `it('holds', () => {});`;
  const skipping = `it('waits', function () { this.test[Symbol.for('burnline.skipReason')] = 'no python'; this.skip(); });`;

  it('counts what passes', () => check([passing], { passed: 1, failed: 0, skipped: 0 }, /ok {4}holds/));
  it('shows why a test fails', () =>
    check(
      [`it('breaks', () => { throw new Error('oh'); });`, passing],
      { passed: 1, failed: 1, skipped: 0 },
      /FAIL {2}breaks\n\s+Error: oh/,
    ));
  it('shows why a test is skipped', () =>
    check([skipping], { passed: 0, failed: 0, skipped: 1 }, /skip {2}waits: no python/));
  it('fails a test that is skipped without a reason', () =>
    check([`it.skip('hides', () => {});`], { passed: 0, failed: 1, skipped: 0 }, /FAIL {2}hides/));
  it('fails a file that cannot be read, and still runs the others', () =>
    check([`throw new Error('broken');`, passing], { passed: 1, failed: 1, skipped: 0 }, /Error: broken/));
  it('fails a hook that breaks', () =>
    check(
      [`before(() => { throw new Error('hook'); });${passing}`],
      { passed: 0, failed: 1, skipped: 0 },
      /Error: hook/,
    ));
  it('fails a suite in which nothing ran', () =>
    check([`describe('empty', () => {});`], { passed: 0, failed: 1, skipped: 0 }, /No test ran/));
});
