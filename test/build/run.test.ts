import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

describe('the entry behind the npm scripts', () => {
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['src/build/run.mjs', ...args], {
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };

  it('says which tasks there are', () => {
    const { status, stdout, stderr } = run('nonsense');
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /^There is no task "nonsense"; the tasks are build, build:bench, test, .*\.\n$/);
  });

  it('says which parts of the tests there are', () => {
    const { status, stderr } = run('test', 'nonsense');
    assert.equal(status, 2);
    assert.match(stderr, /^There is no part "nonsense"; the parts are types, lint, unit, .*\.\n$/);
  });

  it('fails a part that has no test, and ends with the totals', () => {
    const { status, stdout } = run('test', 'unit', 'test/no-such-folder');
    assert.equal(status, 1);
    assert.equal(stdout.trimEnd().split('\n').at(-1), '0 passed, 1 failed');
  });

  it('hands the exit code of the command line on, and prints nothing of its own', () => {
    const { status, stdout } = run('burnline', 'no-such-command');
    assert.equal(status, 2);
    assert.equal(stdout, '');
  });
});
