import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { withLock } from '../../src/service/lock';
import { lastLine, runCommand } from '../../src/start/run-command';

export const SOURCES = resolve('test', 'fixtures', 'java');

/** .gitignore covers it, and so it stays from run to run: the second one needs no network. */
export const JAVA_FOLDER = resolve('.burnline', 'java');

const LIBRARIES = join(JAVA_FOLDER, 'lib');
const POM = join(SOURCES, 'pom.xml');
/** Written last: the pom by which the libraries are there. */
const STAMP = join(JAVA_FOLDER, 'pom.xml');

export const DOWNLOAD_TIMEOUT_MS = 90_000;

/**
 * The libraries of pom.xml, from Maven's repository by Maven itself.
 *
 * @returns the class path, or why there is none, as a text for skip()
 */
export async function ensureJavaLibraries(): Promise<{ readonly classPath: string } | string> {
  const missing = await missingProgram();
  if (missing !== undefined) return missing;
  mkdirSync(JAVA_FOLDER, { recursive: true });
  // Files of tests run in several processes at once: whoever comes second finds what the first has fetched.
  return withLock(join(JAVA_FOLDER, 'lock'), fetchLibraries);
}

async function fetchLibraries(): Promise<{ readonly classPath: string } | string> {
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== readFileSync(POM, 'utf8')) {
    rmSync(LIBRARIES, { recursive: true, force: true });
    const failure = await maven('dependency:copy-dependencies', [
      '-f',
      POM,
      `-DoutputDirectory=${LIBRARIES}`,
    ]);
    if (failure !== undefined) return `the AWS SDK for Java is not to be had: ${failure}`;
    writeFileSync(STAMP, readFileSync(POM));
  }
  return { classPath: join(LIBRARIES, '*') };
}

/** @returns why it failed */
export async function maven(goal: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const all = ['--quiet', '--batch-mode', goal, ...args];
    const { exitCode, output } = await runCommand('mvn', all, AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS));
    return exitCode === 0 ? undefined : firstError(output);
  } catch {
    return `mvn took longer than ${DOWNLOAD_TIMEOUT_MS / 1000} s`;
  }
}

/** A JDK, which can run a source file, of 17 or later, whose syntax the programs use. */
export async function missingProgram(): Promise<string | undefined> {
  for (const [program, argument] of [
    ['java', '-version'],
    ['javac', '-version'],
    ['mvn', '--version'],
  ]) {
    const { exitCode, output } = await runCommand(
      program,
      [argument],
      AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS),
    );
    if (exitCode !== 0) return `${program} does not run: ${lastLine(output)}`;
    const version = Number(/^javac (\d+)/m.exec(output)?.[1] ?? 17);
    if (version < 17) return `the programs need Java 17, and javac is ${version}`;
  }
  return undefined;
}

/** Runs a program to its end. @returns what it printed; what it wrote to stderr is part of the error */
export async function runJava(args: readonly string[], { env = {}, input = '' } = {}) {
  const child = spawn('java', args, {
    env: {
      ...{ PATH: process.env.PATH, HOME: process.env.HOME, JAVA_HOME: process.env.JAVA_HOME },
      ...env,
    },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // A program that breaks down does not read its input.
  child.stdin.on('error', () => undefined).end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`java ${args.at(-1)} ended with ${code}: ${stderr}`);
  return { stdout, stderr };
}

function firstError(output: string): string {
  const line = output.split('\n').find((one) => one.includes('ERROR')) ?? lastLine(output);
  // Without colours, and without the address of the mirror that a machine may use.
  return line
    .replaceAll(/\u001b\[\d*m/g, '')
    .replaceAll(/https?:\/\/\S+/g, '…')
    .slice(0, 300)
    .trim();
}
