import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Interpreter } from '../agent/detect';
import { chooseInterpreter, findCandidates, inspectInterpreter, isAtLeast } from '../agent/detect';
import { AGENT_REQUIREMENT } from '../agent/launch-plan';
import { withLock } from '../service/lock';
import { lastLine, runCommand } from './run-command';
import { RECORDED_HINT, StartError } from './start-error';

/** The newest boto3 that still runs on Python 3.8, so that every machine runs the same one. */
const REQUIREMENTS = [AGENT_REQUIREMENT, 'boto3==1.37.38'];

/** Quiet, and without the minutes of retries that pip takes by default when there is no network. */
const PIP_OPTIONS = [
  ...['--quiet', '--no-input', '--disable-pip-version-check', '--no-warn-script-location'],
  ...['--retries', '1', '--timeout', '15'],
];

/**
 * A Python that can import the agent, in a virtual environment of this checkout. Made on the first call, taken as it
 * is on later ones. Two that start at once in one checkout would take the half made one of the other away, so the
 * second waits.
 *
 * @param folder where the environment is or will be
 * @throws {StartError} with what is missing on this machine
 */
export function ensureEnvironment(
  folder: string,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<Interpreter> {
  mkdirSync(dirname(folder), { recursive: true });
  const onWait = (): void => log(`Waiting for another program that installs into ${folder} …`);
  return withLock(`${folder}.lock`, () => takeOrMake(folder, log, signal), { signal, onWait });
}

async function takeOrMake(
  folder: string,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<Interpreter> {
  const python = join(
    folder,
    ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']),
  );
  const existing = await inspectInterpreter({ path: python, origin: 'workspace' }, signal);
  if (existing !== undefined && AGENT_REQUIREMENT.endsWith(`==${existing.agentVersion}`)) {
    return existing;
  }
  // Half made, of a Python that is gone, or with another agent: begin anew.
  rmSync(folder, { recursive: true, force: true });
  const base = await findBase(signal);
  log(`Python ${base.version}: installing ${REQUIREMENTS.join(' and ')} into ${folder} …`);
  await makeEnvironment(base, python, folder, signal);
  const made = await inspectInterpreter({ path: python, origin: 'workspace' }, signal);
  if (made?.agentVersion === undefined) {
    throw new StartError(`The agent was installed but ${python} cannot import it. ${RECORDED_HINT}`, 3);
  }
  return made;
}

async function findBase(signal: AbortSignal): Promise<Interpreter> {
  const candidates = findCandidates({ folders: [], env: process.env, platform: process.platform });
  const isRecent = ({ version }: Interpreter) => isAtLeast(version, 3, 8);
  const canInstall = (interpreter: Interpreter) =>
    isRecent(interpreter) && (interpreter.hasEnsurepip || interpreter.hasPip);
  const base = await chooseInterpreter(candidates, canInstall, signal);
  if (base === undefined || !isRecent(base)) {
    const found = base === undefined ? 'no Python' : `only Python ${base.version}`;
    throw new StartError(
      `The sample program needs Python 3.8 or later and ${found} is on PATH; install one, or: ${RECORDED_HINT}`,
      2,
    );
  }
  if (!canInstall(base)) {
    throw new StartError(
      `Python ${base.version} at ${base.path} has neither ensurepip nor pip to install the agent with; ` +
        `install its venv package (Debian: apt-get install python3-venv), or: ${RECORDED_HINT}`,
      2,
    );
  }
  return base;
}

/**
 * Debian keeps ensurepip in a package of its own, and without it `venv` can only make an environment without pip;
 * then the system's pip installs into that environment's folder, which PEP 668 allows.
 */
async function makeEnvironment(
  base: Interpreter,
  python: string,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const venv = ['-m', 'venv', ...(base.hasEnsurepip ? [] : ['--without-pip']), folder];
  const made = await runCommand(base.path, venv, signal);
  if (made.exitCode !== 0) {
    throw new StartError(
      `No virtual environment could be made with ${base.path} (${lastLine(made.output)}); ` +
        `install its venv package (Debian: apt-get install python3-venv), or: ${RECORDED_HINT}`,
      2,
    );
  }
  const installed = base.hasEnsurepip
    ? await runCommand(python, ['-m', 'pip', 'install', ...PIP_OPTIONS, ...REQUIREMENTS], signal)
    : await runCommand(
        base.path,
        [
          '-m',
          'pip',
          'install',
          ...PIP_OPTIONS,
          '--target',
          await libraryOf(python, signal),
          ...REQUIREMENTS,
        ],
        signal,
      );
  if (installed.exitCode !== 0) {
    throw new StartError(
      `The agent could not be installed from PyPI (${lastLine(installed.output)}); check the network, or: ${RECORDED_HINT}`,
      3,
    );
  }
}

async function libraryOf(python: string, signal: AbortSignal): Promise<string> {
  const question = 'import sysconfig; print(sysconfig.get_paths()["purelib"])';
  return (await runCommand(python, ['-c', question], signal)).output.trim();
}
