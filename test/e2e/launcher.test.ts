import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LaunchPlan, PythonProgram } from '../../src/agent/launch-plan';
import { planLaunch } from '../../src/agent/launch-plan';
import type { Profile } from '../../src/profile/tables';
import { foldWrappers } from '../../src/profile/wrappers';
import { skip } from '../harness/skip';
import { pythonWithAgent } from './agent-python';
import type { ProfileCatcher } from './profile-catcher';
import { catchProfiles } from './profile-catcher';

/** Burns CPU in `spin` for a while; long enough for the agent to start (boto3 takes up to a second) and sample. */
const SPIN = `
import time
def spin(seconds):
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        sum(range(20000))
`;

describe('the launcher, with the real agent', function () {
  // Each starts Python and boto3 a few times, which takes seconds where much else runs.
  this.timeout(60_000);
  let python = '';
  let folder = '';
  let catcher: ProfileCatcher;

  before(async function () {
    python = await pythonWithAgent(this);
  });
  beforeEach(async () => {
    // What people have: spaces, and letters beyond ASCII.
    folder = join(realpathSync(mkdtempSync(join(tmpdir(), 'burnline-launch-'))), 'mon projet é');
    mkdirSync(folder);
    catcher = await catchProfiles();
  });
  afterEach(() => {
    catcher.close();
    rmSync(dirname(folder), { recursive: true, force: true });
  });

  const write = (name: string, text: string) => {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  const plan = (program: PythonProgram, programArguments: string[] = []) =>
    planLaunch({
      interpreter: python,
      launcher: resolve('src', 'agent', 'launcher', 'burnline_launch.py'),
      program,
      programArguments,
      group: 'demo',
      reportTo: { kind: 'local', address: catcher.address },
      cwd: folder,
    });

  describe('sees to it that the program ends as it would have, and what was sampled is posted:', () => {
    const endings: readonly (readonly [
      how: string,
      lastLines: string,
      signal: NodeJS.Signals | undefined,
      status: string,
    ])[] = [
      ['after its last line', '', undefined, '0'],
      ['by sys.exit', 'import sys; sys.exit(3)', undefined, '3'],
      ['by an exception', 'raise ValueError("no")', undefined, '1'],
      ['by SIGTERM', 'spin(60)', 'SIGTERM', 'SIGTERM'],
      ['by Ctrl+C', 'spin(60)', 'SIGINT', 'SIGINT'],
      ['by a closed terminal', 'spin(60)', 'SIGHUP', 'SIGHUP'],
      [
        'by a signal of its own handler',
        'signal.signal(signal.SIGTERM, lambda *_: sys.exit(4))\nspin(60)',
        'SIGTERM',
        '4',
      ],
    ];
    for (const [how, lastLines, signal, status] of endings) {
      it(how, async function () {
        if (signal !== undefined && process.platform === 'win32') skip(this, 'Windows has no such signals');
        const file = write('app.py', `${SPIN}\nimport signal, sys\nspin(1.5)\n${lastLines}\n`);
        const running = run(plan({ kind: 'script', file }));
        if (signal !== undefined) {
          await catcher.configured;
          await sleep(2_000);
          running.child.kill(signal);
        }
        assert.equal((await running.ended).status, status);
        assert.ok(samplesIn(catcher.profiles, 'app:spin') > 0, 'nothing of spin was posted');
      });
    }
  });

  it('samples threads that outlive the main module to their end', async () => {
    const file = write(
      'app.py',
      `${SPIN}\nimport threading\ndef tail():\n    spin(2)\nthreading.Thread(target=tail).start()\n`,
    );
    assert.equal((await run(plan({ kind: 'script', file })).ended).status, '0');
    assert.ok(samplesIn(catcher.profiles, 'app:tail') > 10);
  });

  it('leaves the program what plain python gives it', async () => {
    write('pack/__init__.py', '');
    const text = `
import json, os, pickle, sys
class Thing: pass
print(json.dumps({
    "argv": sys.argv, "path": sys.path[0], "name": __name__, "file": __file__,
    "main": sys.modules["__main__"].Thing is Thing, "pickled": type(pickle.loads(pickle.dumps(Thing()))) is Thing,
    "package": __package__, "environment": sorted(name for name in os.environ if "AWS" in name or "BURNLINE" in name),
}))`;
    const script = write('a script.py', text);
    write('pack/__main__.py', text);
    const pairs: readonly (readonly [PythonProgram, readonly string[]])[] = [
      [{ kind: 'script', file: script }, [script]],
      [{ kind: 'module', name: 'pack' }, ['-m', 'pack']],
    ];
    for (const [program, plainArguments] of pairs) {
      const given = ['--group', 'mine', '--', '-m', 'é à'];
      const launched = plan(program, given);
      const plain = { ...launched, args: [...plainArguments, ...given], env: {} };
      const expected = JSON.parse((await run(plain).ended).stdout) as { environment: string[] };
      const actual = JSON.parse((await run(launched).ended).stdout) as { environment: string[] };
      // The one variable that stays: it names a service that only profilers use.
      assert.deepEqual(actual, {
        ...expected,
        environment: [...expected.environment, 'AWS_ENDPOINT_URL_CODEGURUPROFILER'].sort(),
      });
    }
  });

  it('stands at the bottom of stacks under names that are folded away', async () => {
    const text = `${SPIN}\nif __name__ == "__main__":\n    spin(1.5)\n`;
    const file = write('app.py', text);
    write('pack/__init__.py', '');
    write('pack/job.py', text);
    await run(plan({ kind: 'script', file })).ended;
    await run(plan({ kind: 'module', name: 'pack.job' })).ended;
    const [script, module] = catcher.profiles.map((profile) => entryPoints(foldWrappers(profile)));
    assert.ok(script.includes(`app:<module> ${file}`), script.join('\n'));
    assert.ok(module.includes(`pack.job:<module> ${join(folder, 'pack', 'job.py')}`), module.join('\n'));
    // Beside them there may be what the interpreter runs at its end, but nothing of how the program was started.
    assert.doesNotMatch([...script, ...module].join('\n'), /^(burnline|<frozen runpy>|runpy|codeguru)/m);
  });

  it('connects to the service and to nothing else, whatever AWS and proxy settings there are', async () => {
    const seen = join(folder, 'connections.txt');
    write(
      'hook/sitecustomize.py',
      `
import os, sys
def hook(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"):
        with open(os.environ["CONNECTIONS"], "a") as out:
            out.write("%s %r\\n" % (event, args[1] if event in ("socket.connect", "socket.sendto") else args[0]))
if hasattr(sys, "addaudithook"):
    sys.addaudithook(hook)
`,
    );
    const file = write('app.py', `${SPIN}\nspin(1.5)\n`);
    const launched = plan({ kind: 'script', file });
    const hostile = {
      PYTHONPATH: join(folder, 'hook'),
      CONNECTIONS: seen,
      HTTP_PROXY: 'http://192.0.2.1:9',
      http_proxy: 'http://192.0.2.1:9',
      AWS_PROFILE: 'not-there',
      AWS_CONFIG_FILE: write('broken', 'not an ini file ['),
      AWS_DEFAULTS_MODE: 'auto',
      AWS_ENDPOINT_URL: 'http://192.0.2.1:9',
      AWS_USE_FIPS_ENDPOINT: 'true',
    };
    assert.equal((await run({ ...launched, env: { ...hostile, ...launched.env } }).ended).status, '0');
    assert.ok(samplesIn(catcher.profiles, 'app:spin') > 0);
    const lines = readFileSync(seen, 'utf8').trim().split('\n');
    assert.deepEqual(
      lines.filter((line) => !/127\.0\.0\.1/.test(line)),
      [],
    );
    assert.ok(
      lines.some((line) => line.startsWith('socket.connect')),
      'the hook saw no connection at all',
    );
  });

  it('says why when the program is not there, before anything is started', async () => {
    const missing = join(folder, 'nothing.py');
    const { status, stderr } = await run(plan({ kind: 'script', file: missing })).ended;
    assert.equal(status, '2');
    assert.equal(stderr, `burnline: there is no file ${missing}; name the program to run\n`);
  });
});

interface Ending {
  /** Exit code or name of the signal. */
  readonly status: string;
  readonly stdout: string;
  readonly stderr: string;
}

function run({ command, args, env, cwd }: LaunchPlan) {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONIOENCODING: 'utf-8', ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  const ended = once(child, 'close').then(([code, signal]: unknown[]): Ending => ({
    status: String(signal ?? code),
    stdout,
    stderr,
  }));
  return { child, ended };
}

/** Samples with the function anywhere in their stack. */
function samplesIn(profiles: readonly Profile[], name: string): number {
  let count = 0;
  for (const { frames, stacks, samples } of profiles) {
    for (let i = 0; i < samples.length; i++) {
      let row = samples.stack[i];
      while (row >= 0 && frames.name[stacks.frame[row]] !== name) row = stacks.prefix[row];
      if (row >= 0) count += samples.count[i];
    }
  }
  return count;
}

/** Bottom frames of the main thread: name and file. */
function entryPoints({ frames, stacks }: Profile): string[] {
  const rows = Array.from(stacks.prefix.keys()).filter((row) => stacks.prefix[row] < 0);
  return rows.map((row) => `${frames.name[stacks.frame[row]]} ${frames.file[stacks.frame[row]]}`);
}
