import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { chooseInterpreter, findCandidates, isAtLeast } from '../../../src/agent/detect';
import { withLock } from '../../../src/service/lock';
import { lastLine, runCommand } from '../../../src/start/run-command';

/** Both pin botocore, so they have to agree on it: awscli 1.45.11 and boto3 1.43.11 are of the same day. */
export const BOTO3 = '1.43.11';
export const AWSCLI = '1.45.11';
const REQUIREMENTS = [`boto3==${BOTO3}`, `awscli==${AWSCLI}`];

/** .gitignore covers it, and so it stays from run to run. */
const FOLDER = resolve('.burnline', 'clients');
const STAMP = join(FOLDER, 'requirements.txt');
const PROGRAMS = join(FOLDER, process.platform === 'win32' ? 'Scripts' : 'bin');

export interface PythonEnvironment {
  readonly python: string;
  /** The `aws` that a user would type. */
  readonly aws: string;
}

/**
 * A Python with the two clients in a folder of this checkout: made at the first call, which takes half a minute, and
 * taken as it is later. The AWS CLI that the machine may have is left alone: its version is not known here. Files of
 * tests run in several processes at once, so whoever comes second waits for the first.
 *
 * @returns why there is none, as a text for skip()
 */
export function ensurePythonClients(): Promise<PythonEnvironment | string> {
  mkdirSync(dirname(FOLDER), { recursive: true });
  made ??= withLock(`${FOLDER}.lock`, makePythonClients);
  return made;
}

/** A machine without a network says so once, not for every client. */
let made: Promise<PythonEnvironment | string> | undefined;

async function makePythonClients(): Promise<PythonEnvironment | string> {
  const environment = { python: join(PROGRAMS, 'python'), aws: join(PROGRAMS, 'aws') };
  if (isComplete()) return environment;
  const signal = AbortSignal.timeout(INSTALL_TIMEOUT_MS);
  const candidates = findCandidates({ folders: [], env: process.env, platform: process.platform });
  const base = await chooseInterpreter(candidates, ({ version }) => isAtLeast(version, 3, 10), signal);
  if (base === undefined || !isAtLeast(base.version, 3, 10)) {
    return `boto3 ${BOTO3} needs Python 3.10 and ${base ? `Python ${base.version}` : 'no Python'} is on PATH`;
  }
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const steps: [command: string, args: string[]][] = [
    [base.path, ['-m', 'venv', FOLDER]],
    [environment.python, ['-m', 'pip', 'install', ...PIP_OPTIONS, ...REQUIREMENTS]],
  ];
  for (const [command, args] of steps) {
    const { exitCode, output } = await runCommand(command, args, signal);
    if (exitCode !== 0) {
      return `${REQUIREMENTS.join(' and ')} cannot be installed from PyPI: ${lastLine(output)}`;
    }
  }
  writeFileSync(STAMP, REQUIREMENTS.join('\n'));
  return environment;
}

/** Quiet, and without the minutes of retries that pip takes by default when there is no network. */
const PIP_OPTIONS = [
  ...['--quiet', '--no-input', '--disable-pip-version-check', '--no-warn-script-location'],
  ...['--retries', '1', '--timeout', '15'],
];

export const INSTALL_TIMEOUT_MS = 5 * 60_000;

/** The stamp is written last; the Python may have gone with the one that it was made of. */
function isComplete(): boolean {
  return (
    existsSync(join(PROGRAMS, process.platform === 'win32' ? 'python.exe' : 'python')) &&
    existsSync(STAMP) &&
    readFileSync(STAMP, 'utf8') === REQUIREMENTS.join('\n')
  );
}
