import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Candidate, Interpreter, SearchPlaces } from '../../src/agent/detect';
import { chooseInterpreter, findCandidates, inspectInterpreter, isAtLeast } from '../../src/agent/detect';
import { candidatesToTry, findObstacle } from '../../src/agent/preflight';
import { skip } from '../harness/skip';

describe('findCandidates', () => {
  /** Every file that is asked for exists, unless `existing` lists those that do. */
  const check = (
    places: Partial<SearchPlaces>,
    expected: readonly string[],
    existing?: readonly string[],
  ) => {
    const all: SearchPlaces = { folders: [], env: {}, platform: 'linux', ...places };
    const found = findCandidates(all, (file) => existing?.includes(file) ?? true);
    assert.deepEqual(
      found.map(({ origin, path }) => `${origin} ${path}`),
      expected,
    );
  };

  it('prefers what was chosen, then the environment of the workspace, then PATH', () => {
    check(
      {
        setting: '/set/python',
        pythonExtension: '/ext/python',
        folders: ['/w s'],
        env: { PATH: '/usr/bin' },
      },
      [
        'setting /set/python',
        'python-extension /ext/python',
        'workspace /w s/.venv/bin/python',
        'workspace /w s/venv/bin/python',
        'path /usr/bin/python3',
        'path /usr/bin/python',
      ],
    );
  });

  it('looks for python3 in all of PATH before python in any of it', () => {
    check({ env: { PATH: '/a:/b' } }, [
      'path /a/python3',
      'path /b/python3',
      'path /a/python',
      'path /b/python',
    ]);
  });

  it('names what was chosen even where it is not there, so that it can be said', () => {
    check(
      { setting: '/gone/python', env: { PATH: '/a' } },
      ['setting /gone/python', 'path /a/python3'],
      ['/a/python3'],
    );
  });

  it('names only what is there, and each once', () => {
    check(
      { setting: '/w/.venv/bin/python', folders: ['/w'], env: { PATH: '/a:/a' } },
      ['setting /w/.venv/bin/python', 'path /a/python'],
      ['/w/.venv/bin/python', '/a/python'],
    );
  });

  it('knows where Windows keeps them', () => {
    check({ folders: ['C:\\my shop'], env: { Path: 'C:\\Python311;D:\\x' }, platform: 'win32' }, [
      'workspace C:\\my shop\\.venv\\Scripts\\python.exe',
      'workspace C:\\my shop\\venv\\Scripts\\python.exe',
      'path C:\\Python311\\python.exe',
      'path D:\\x\\python.exe',
      'path C:\\Python311\\python3.exe',
      'path D:\\x\\python3.exe',
    ]);
  });

  it('does not run programs of the current folder because PATH names it', () => {
    check({ env: { PATH: '.::bin' } }, []);
  });
});

describe('inspectInterpreter', () => {
  let folder = '';
  before(() => (folder = mkdtempSync(join(tmpdir(), 'burnline-detect-'))));
  after(() => rmSync(folder, { recursive: true }));

  const program = (name: string, text: string): Candidate => {
    const file = join(folder, name);
    writeFileSync(file, text);
    chmodSync(file, 0o755);
    return { path: file, origin: 'path' };
  };
  const needsSh = (context: Mocha.Context) => {
    if (process.platform === 'win32') skip(context, 'Windows has no shell scripts');
  };

  it('asks a real Python', async function () {
    const candidates = findCandidates({ folders: [], env: process.env, platform: process.platform });
    const python = await chooseInterpreter(candidates, () => true);
    if (python === undefined) skip(this, 'no Python is on PATH');
    assert.match(python.version, /^3\.\d+\.\d+$/);
    assert.equal(typeof python.isEnvironment, 'boolean');
  });

  it('does not run what lies in the current folder under the name of a library', async function () {
    const candidates = findCandidates({ folders: [], env: process.env, platform: process.platform });
    const [python] = candidates;
    if (python === undefined) skip(this, 'no Python is on PATH');
    writeFileSync(join(folder, 'json.py'), 'raise SystemExit("ran json.py of the workspace")');
    const before = process.cwd();
    process.chdir(folder);
    try {
      assert.notEqual(await inspectInterpreter(python), undefined);
    } finally {
      process.chdir(before);
    }
  });

  it('takes the last line for the answer, and the executable that the interpreter names', async function () {
    needsSh(this);
    const answer =
      '{"version":"3.9.2","executable":"/real/python","agent":"1.2.6","environment":true,"managed":false,"pip":true,"ensurepip":false}';
    const shim = program('shim', `#!/bin/sh\necho hello from sitecustomize\necho '${answer}'\n`);
    assert.deepEqual(await inspectInterpreter(shim), {
      path: '/real/python',
      origin: 'path',
      version: '3.9.2',
      agentVersion: '1.2.6',
      isEnvironment: true,
      isExternallyManaged: false,
      hasPip: true,
      hasEnsurepip: false,
    });
  });

  it('passes over what is no Python', async function () {
    needsSh(this);
    assert.equal(await inspectInterpreter(program('fails', '#!/bin/sh\nexit 9009\n')), undefined);
    assert.equal(await inspectInterpreter(program('babbles', '#!/bin/sh\necho Python\n')), undefined);
    assert.equal(await inspectInterpreter({ path: join(folder, 'missing'), origin: 'setting' }), undefined);
  });

  it('can be given up', async () => {
    const aborted = AbortSignal.abort(new Error('given up'));
    await assert.rejects(inspectInterpreter({ path: process.execPath, origin: 'path' }, aborted), /given up/);
  });
});

describe('the preflight', () => {
  const candidate = (text: string): Candidate => {
    const [origin, path] = text.split(' ');
    return { origin: origin as Candidate['origin'], path };
  };
  const interpreter = (changes: Partial<Interpreter>): Interpreter => ({
    path: '/v/bin/python',
    origin: 'workspace',
    version: '3.11.7',
    agentVersion: '1.2.6',
    isEnvironment: true,
    isExternallyManaged: false,
    hasPip: true,
    hasEnsurepip: true,
    ...changes,
  });

  it('takes a chosen interpreter as it is, and searches only PATH for one with the agent', () => {
    const tried = (...texts: string[]) => candidatesToTry(texts.map(candidate)).map(({ path }) => path);
    assert.deepEqual(tried('python-extension /e', 'workspace /w', 'path /p'), ['/e']);
    assert.deepEqual(tried('workspace /w', 'path /p'), ['/w']);
    assert.deepEqual(tried('path /p', 'path /q'), ['/p', '/q']);
    assert.deepEqual(tried(), []);
  });

  const check = (found: Interpreter | undefined, expected: string) => {
    const obstacle = findObstacle(found);
    const actual = obstacle?.kind === 'no-agent' ? `no-agent ${obstacle.canInstall}` : obstacle?.kind;
    assert.equal(actual ?? 'none', expected);
  };

  it('finds nothing in the way of a Python with the agent', () => check(interpreter({}), 'none'));
  it('says that there is no Python', () => check(undefined, 'no-python'));
  it('says that a Python is too old', () => check(interpreter({ version: '3.5.3' }), 'no-python'));
  it('offers pip', () => check(interpreter({ agentVersion: undefined }), 'no-agent true'));
  it('does not offer pip where the system forbids it', () =>
    check(interpreter({ agentVersion: undefined, isExternallyManaged: true }), 'no-agent false'));
  it('does not offer pip where there is none', () =>
    check(interpreter({ agentVersion: undefined, hasPip: false }), 'no-agent false'));
});

describe('isAtLeast', () => {
  it('compares numbers, not text', () => {
    assert.equal(isAtLeast('3.10.1', 3, 8), true);
    assert.equal(isAtLeast('3.8.0', 3, 8), true);
    assert.equal(isAtLeast('3.7.17', 3, 8), false);
    assert.equal(isAtLeast('2.7.18', 3, 0), false);
    assert.equal(isAtLeast('4.0.0', 3, 8), true);
  });
});
