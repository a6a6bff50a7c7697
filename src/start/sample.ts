import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { Gateway } from '../aws/gateway';
import { isProfilerError } from '../aws/profiler-error';
import { planLaunch } from '../agent/launch-plan';
import type { ServiceAddress } from '../service/handshake';
import { lastLine } from './run-command';

/** The program to look at. It never uses the network. */
export const SAMPLE_FOLDER = resolve('test', 'fixtures', 'shop');
export const SAMPLE_GROUP = 'shop';

export interface Sample {
  /** Settles when the program has ended, with the sentence to say when nobody had asked it to. */
  readonly ended: Promise<string>;
  /** Ends it so that its agent posts what was sampled. */
  stop(): Promise<void>;
}

/** The agent takes two seconds at most to end, and a post on loopback less; what is left then is stuck. */
const STOP_TIMEOUT_MS = 12_000;

/** On Windows the Python of a virtual environment is a child of a small program of the same name. */
const WATCHES_PARENT = process.platform !== 'win32';

/**
 * Runs the sample under the real agent. It watches its parent (`--with-parent`), so it ends even when this process is
 * killed without a chance to stop it.
 */
export function runSample(interpreter: string, address: ServiceAddress): Sample {
  const { command, args, env, cwd } = planLaunch({
    interpreter,
    launcher: resolve('dist', 'burnline_launch.py'),
    program: { kind: 'script', file: join(SAMPLE_FOLDER, 'main.py') },
    programArguments: WATCHES_PARENT ? ['--with-parent', String(process.pid)] : [],
    group: SAMPLE_GROUP,
    reportTo: { kind: 'local', address },
    cwd: SAMPLE_FOLDER,
  });
  const program = spawn(command, args, {
    cwd,
    // No __pycache__ in a folder that people look at.
    env: { ...withoutAws(process.env), ...env, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
    // Ctrl+C is for us: we end it before the service, so that its last profile is not lost.
    detached: true,
  });
  let said = '';
  program.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString('utf8')).slice(-10_000)));
  const ended = new Promise<string>((resolveEnded) => {
    program.once('error', (error) =>
      resolveEnded(`The sample program could not be started (${error.message}).`),
    );
    program.once('close', (code, signal) =>
      resolveEnded(
        `The sample program ended with ${signal ?? code} (${lastLine(said) || 'it said nothing'}).`,
      ),
    );
  });
  return { ended, stop: () => stopProgram(program, ended) };
}

/** The agent asks for its group by name and does not make it. */
export async function ensureSampleGroup(gateway: Gateway, signal: AbortSignal): Promise<void> {
  try {
    await gateway.createGroup(SAMPLE_GROUP, signal);
  } catch (error) {
    if (!(isProfilerError(error) && error.code === 'conflict')) throw error;
  }
}

async function stopProgram(program: ReturnType<typeof spawn>, ended: Promise<string>): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null || program.pid === undefined) return;
  program.kill('SIGTERM');
  const killer = setTimeout(() => program.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(killer);
}

/** The sample makes AWS clients that need no account; nobody's keys should be near them. */
function withoutAws(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('AWS_')));
}
