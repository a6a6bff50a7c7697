import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { lastLine, runCommand } from '../../src/start/run-command';
import {
  compileWith,
  everyLine,
  frameName,
  score,
  wholeRange,
  type CodeObject,
  type FrameLines,
  type FrameWriter,
  type Score,
} from '../source/oracle';
import { CORPUS_FOLDER } from './download';
import type { PythonProject } from './projects';

const FOLDER = join(CORPUS_FOLDER, 'python');

const DOWNLOAD_TIMEOUT_MS = 300_000;

/**
 * Fetches source distributions with pip, from wherever it is set up to fetch, and unpacks them.
 *
 * @returns why not, in a sentence
 */
export async function fetchDistributions(projects: readonly PythonProject[]): Promise<string | undefined> {
  mkdirSync(FOLDER, { recursive: true });
  for (const project of projects.filter((one) => unpackedFolder(one) === undefined)) {
    const failure = (await download(project)) ?? (await unpack(project));
    if (failure !== undefined) return failure;
  }
  return undefined;
}

async function download(project: PythonProject): Promise<string | undefined> {
  if (archiveOf(project) !== undefined) return undefined;
  const { name, version } = project;
  const from = ['--quiet', '--disable-pip-version-check', '--no-deps', '--no-binary', name];
  const args = ['-m', 'pip', 'download', ...from, '--dest', FOLDER, `${name}==${version}`];
  return run('python3', args, `pip fetched no sources of ${name}`);
}

async function unpack(project: PythonProject): Promise<string | undefined> {
  const archive = archiveOf(project);
  if (archive === undefined) return `pip fetched no archive of ${project.name}.`;
  return run('tar', ['-xzf', join(FOLDER, archive), '-C', FOLDER], `${archive} is not to be unpacked`);
}

async function run(command: string, args: readonly string[], what: string): Promise<string | undefined> {
  try {
    const { exitCode, output } = await runCommand(command, args, AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS));
    return exitCode === 0 ? undefined : `${what}: ${lastLine(output).slice(0, 300)}`;
  } catch {
    return `${what}: ${command} took longer than ${DOWNLOAD_TIMEOUT_MS / 1000} s.`;
  }
}

/** Projects spell their names in letter cases of their own. */
function archiveOf({ name, version }: PythonProject): string | undefined {
  return readdirSync(FOLDER).find((file) => file.toLowerCase() === `${name}-${version}.tar.gz`);
}

export function isUnpacked(project: PythonProject): boolean {
  return unpackedFolder(project) !== undefined;
}

function unpackedFolder({ name, version }: PythonProject): string | undefined {
  if (!existsSync(FOLDER)) return undefined;
  const folder = readdirSync(FOLDER).find((file) => file.toLowerCase() === `${name}-${version}`);
  return folder && join(FOLDER, folder);
}

/** How frames of one and the same function come, and the part of all that must be exact. */
export interface PythonScore extends Score {
  readonly project: string;
  readonly how: string;
}

/**
 * Every code object of a project, asked for as agents write frames of it:
 *
 *     in place            its module, the class of the `def`, the path on this machine
 *     deployed            the same under a container's path
 *     of a subclass       the class of an object whose class is defined elsewhere
 *     module only         no path: `sqlalchemy.sql.base:Options:merge`
 */
export async function scorePython(project: PythonProject): Promise<PythonScore[]> {
  const folder = unpackedFolder(project);
  if (folder === undefined) throw new Error(`${project.name} was not fetched.`);
  const importRoot = join(folder, project.importRoot);
  const compiled = compileWith('python3', pythonFiles(join(importRoot, project.package)));
  const scores: PythonScore[] = [];
  for (const [how, { frame, linesOf }] of Object.entries(waysFor(importRoot))) {
    scores.push({ project: project.name, how, ...(await score(compiled, folder, linesOf, frame)) });
  }
  return scores;
}

interface Way {
  readonly frame: FrameWriter;
  readonly linesOf: (code: CodeObject) => FrameLines[];
}

function waysFor(importRoot: string): Readonly<Record<string, Way>> {
  const frameIn = (file: string, { name, className }: CodeObject): string =>
    frameName(moduleOf(relative(importRoot, file)), className, name);
  const inPlace: FrameWriter = (code, file) => ({ name: frameIn(file, code), file });
  const deployed: FrameWriter = (code, file) => ({
    name: frameIn(file, code),
    file: `/app/${relative(importRoot, file)}`,
  });
  const inherited: FrameWriter = ({ name, className }, file) => ({
    name: frameName(moduleOf(relative(importRoot, file)), className && 'DefinedElsewhere', name),
    file,
  });
  const withoutFile: FrameWriter = (code, file) => ({ name: frameIn(file, code), file: '' });
  return {
    'in place': { frame: inPlace, linesOf: wholeRange },
    'in place, single lines': { frame: inPlace, linesOf: everyLine },
    deployed: { frame: deployed, linesOf: wholeRange },
    'of a subclass': { frame: inherited, linesOf: wholeRange },
    'module only': { frame: withoutFile, linesOf: wholeRange },
  };
}

/** `django/db/models/__init__.py` is `django.db.models.__init__` to the agent, which takes the path for the module. */
function moduleOf(path: string): string {
  return path.replace(/\.py$/, '').replaceAll('/', '.');
}

function pythonFiles(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.py') && !/(?:^|\/)tests?\//.test(file))
    .map((file) => join(folder, file))
    .sort();
}
