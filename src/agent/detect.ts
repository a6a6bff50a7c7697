import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import * as path from 'node:path';
import { parseObject } from '../base/parse-object';

/**
 * Which Pythons there are, and what each can do. Looking at one runs it, and one in a workspace is a program of the
 * workspace: callers make sure first that the workspace is trusted. No decisions here (preflight.ts), no VS Code.
 */

/** Why an interpreter is worth looking at, best first. */
export type Origin = 'setting' | 'python-extension' | 'workspace' | 'path';

export interface Candidate {
  readonly path: string;
  readonly origin: Origin;
}

/** What an interpreter says about itself. */
export interface Interpreter extends Candidate {
  /** `3.11.7` */
  readonly version: string;
  /** `1.2.6`; undefined where the agent cannot be imported. */
  readonly agentVersion: string | undefined;
  /** Whether it belongs to a virtual environment, into which pip can install without touching the system. */
  readonly isEnvironment: boolean;
  /** Whether the system's package manager forbids pip (PEP 668). */
  readonly isExternallyManaged: boolean;
  readonly hasPip: boolean;
  /** Whether `venv` can make environments with a pip in them; Debian ships that apart. */
  readonly hasEnsurepip: boolean;
}

export interface SearchPlaces {
  /** Values of the setting and of the Python extension; '' or undefined where there is none. */
  readonly setting?: string | undefined;
  readonly pythonExtension?: string | undefined;
  /** Workspace folders that may hold a `.venv` or `venv`. */
  readonly folders: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/** A first import of boto3 on a cold disk takes seconds; a Python that is no Python may wait for input for ever. */
const INSPECTION_TIMEOUT_MS = 20_000;

/**
 * Paths of interpreters that exist, best first, each once. The one of the setting is among them even where it does not:
 * what a person chose is not passed over in silence.
 */
export function findCandidates(
  { setting, pythonExtension, folders, env, platform }: SearchPlaces,
  isFile: (file: string) => boolean = isExistingFile,
): Candidate[] {
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const inEnvironment = platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python'];
  const names = platform === 'win32' ? ['python.exe', 'python3.exe'] : ['python3', 'python'];
  const searched = (env.PATH ?? env.Path ?? '')
    .split(paths.delimiter)
    .filter((folder) => paths.isAbsolute(folder));
  const candidates: Candidate[] = [
    ...[setting].filter(isText).map((file): Candidate => ({ path: file, origin: 'setting' })),
    ...[pythonExtension]
      .filter(isText)
      .map((file): Candidate => ({ path: file, origin: 'python-extension' })),
    ...folders
      .flatMap((folder) => ['.venv', 'venv'].map((name) => paths.join(folder, name, ...inEnvironment)))
      .map((file): Candidate => ({ path: file, origin: 'workspace' })),
    ...names
      .flatMap((name) => searched.map((folder) => paths.join(folder, name)))
      .map((file): Candidate => ({ path: file, origin: 'path' })),
  ];
  const seen = new Set<string>();
  const isThere = ({ path: file, origin }: Candidate): boolean => origin === 'setting' || isFile(file);
  return candidates.filter((one) => !seen.has(one.path) && seen.add(one.path) && isThere(one));
}

/** Asks an interpreter, or undefined where it does not answer: not a Python 3, broken, or a stub of an app store. */
export function inspectInterpreter(
  candidate: Candidate,
  signal?: AbortSignal,
): Promise<Interpreter | undefined> {
  return new Promise((resolve, reject) => {
    execFile(
      candidate.path,
      ['-c', QUESTION],
      { timeout: INSPECTION_TIMEOUT_MS, windowsHide: true, signal },
      (error, stdout) => {
        if (signal?.aborted) reject(signal.reason as Error);
        else resolve(error ? undefined : toInterpreter(candidate, stdout));
      },
    );
  });
}

/** The first of them that answers and satisfies; else the first that answers. Looks at no more than it must. */
export async function chooseInterpreter(
  candidates: readonly Candidate[],
  satisfies: (interpreter: Interpreter) => boolean,
  signal?: AbortSignal,
): Promise<Interpreter | undefined> {
  let fallback: Interpreter | undefined;
  for (const candidate of candidates) {
    const interpreter = await inspectInterpreter(candidate, signal);
    if (interpreter !== undefined && satisfies(interpreter)) return interpreter;
    fallback ??= interpreter;
  }
  return fallback;
}

export function isAtLeast(version: string, major: number, minor: number): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

/**
 * `python -c` puts the current folder first on the path, so a file named json.py in it would run; hence the second
 * line. The answer is one line of JSON, the last one: a sitecustomize may print before it.
 */
const QUESTION = `
import sys
sys.path = [entry for entry in sys.path if entry]
import importlib.util, json, os, sysconfig
try:
    from codeguru_profiler_agent.agent_metadata.agent_metadata import __agent_version__ as agent
    import boto3
except Exception:
    agent = None
print(json.dumps({
    "version": "%d.%d.%d" % sys.version_info[:3],
    "executable": sys.executable,
    "agent": agent,
    "environment": sys.prefix != sys.base_prefix,
    "pip": importlib.util.find_spec("pip") is not None,
    "ensurepip": importlib.util.find_spec("ensurepip") is not None,
    "managed": os.path.exists(os.path.join(sysconfig.get_paths()["stdlib"], "EXTERNALLY-MANAGED")),
}))
`;

function toInterpreter(candidate: Candidate, stdout: string): Interpreter | undefined {
  const answer = parseObject(stdout.trimEnd().split('\n').at(-1) ?? '');
  if (answer === undefined || typeof answer.version !== 'string') return undefined;
  const { executable } = answer;
  return {
    // A shim on PATH picks a version by the folder that it is run in; what it picked here is what was inspected.
    path: typeof executable === 'string' && executable !== '' ? executable : candidate.path,
    origin: candidate.origin,
    version: answer.version,
    agentVersion: typeof answer.agent === 'string' ? answer.agent : undefined,
    isEnvironment: answer.environment === true,
    isExternallyManaged: answer.managed === true && answer.environment !== true,
    hasPip: answer.pip === true,
    hasEnsurepip: answer.ensurepip === true,
  };
}

function isText(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

function isExistingFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
