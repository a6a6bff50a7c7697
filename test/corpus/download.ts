import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { lastLine, runCommand } from '../../src/start/run-command';
import { classesOf } from './class-file';
import { readJar } from './jar';
import { ROOT, type Corpus } from './jvm-oracle';
import { CLOJURE_COMPILER, type Coordinates, type JvmProject } from './projects';

/** .gitignore covers it, and so what was fetched once stays. Other people's code is never checked in. */
export const CORPUS_FOLDER = resolve('.burnline', 'corpus');

const DOWNLOAD_TIMEOUT_MS = 300_000;

/**
 * Fetches the jars that are not there yet, with Maven, from wherever it is set up to fetch.
 *
 * @returns why not, in a sentence
 */
export async function fetchProjects(projects: readonly JvmProject[]): Promise<string | undefined> {
  const sourceOnly = projects.filter(({ namespaces }) => namespaces !== undefined);
  const failure = await fetchJars([...projects, ...(sourceOnly.length > 0 ? CLOJURE_COMPILER : [])]);
  if (failure !== undefined) return failure;
  for (const project of sourceOnly) {
    const broken = await compileClojure(project, project.namespaces ?? []);
    if (broken !== undefined) return broken;
  }
  return undefined;
}

async function fetchJars(wanted: readonly Coordinates[]): Promise<string | undefined> {
  const missing = wanted.filter((one) => !isFetched(one));
  if (missing.length === 0) return undefined;
  mkdirSync(CORPUS_FOLDER, { recursive: true });
  const pom = join(CORPUS_FOLDER, 'pom.xml');
  writeFileSync(pom, pomOf(missing));
  for (const classifier of ['', 'sources']) {
    const failure = await copyDependencies(pom, classifier);
    if (failure !== undefined) return failure;
  }
  const [absent] = missing.filter((one) => !isFetched(one));
  return absent && `Maven fetched no jar or no sources of ${absent.coordinates}.`;
}

export function isFetched(project: Coordinates): boolean {
  return existsSync(jarOf(project, '')) && existsSync(jarOf(project, '-sources'));
}

/**
 * Classes and sources of a project that was fetched. Many have Java beside the language that they are here for: that is
 * measured by the projects of Java.
 */
export function corpusOf(project: JvmProject): Corpus {
  const isOfLanguage = (path: string): boolean => EXTENSIONS[project.language].test(path);
  const classes = classesOf(classFilesOf(project)).filter(({ sourceFile }) => isOfLanguage(sourceFile));
  const sources = new Map<string, string>();
  for (const [path, unpack] of readJar(readFileSync(jarOf(project, '-sources')))) {
    if (isOfLanguage(path)) sources.set(`${ROOT}/${path}`, unpack().toString('utf8'));
  }
  return { language: project.language, project: project.name, classes, sources };
}

const EXTENSIONS: Readonly<Record<JvmProject['language'], RegExp>> = {
  java: /\.java$/,
  kotlin: /\.kt$/,
  scala: /\.scala$/,
  groovy: /\.groovy$/,
  clojure: /\.cljc?$/,
};

/** Those of its jar, or of what {@link compileClojure} made of it. */
function classFilesOf(project: JvmProject): ReadonlyMap<string, () => Buffer> {
  if (project.namespaces === undefined) return readJar(readFileSync(jarOf(project, '')));
  const folder = compiledFolder(project);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return new Map(files.map((path) => [path, () => readFileSync(join(folder, path))]));
}

/** Clojure's libraries are mostly published as source: its own compiler makes the classes. */
async function compileClojure(
  project: JvmProject,
  namespaces: readonly string[],
): Promise<string | undefined> {
  const folder = compiledFolder(project);
  if (existsSync(folder)) return undefined;
  mkdirSync(folder, { recursive: true });
  const classPath = [...CLOJURE_COMPILER, project].map((one) => jarOf(one, '')).join(delimiter);
  const script = `(binding [*compile-path* ${JSON.stringify(folder)}] ${namespaces.map((name) => `(compile '${name})`).join(' ')})`;
  const args = ['-cp', `${classPath}${delimiter}${folder}`, 'clojure.main', '-e', script];
  const signal = AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS);
  const { exitCode, output } = await runCommand('java', args, signal);
  if (exitCode === 0) return undefined;
  rmSync(folder, { recursive: true });
  return `Clojure's compiler ended with ${exitCode ?? 'no exit code'}: ${lastLine(output).slice(0, 300)}`;
}

function compiledFolder({ name }: JvmProject): string {
  return join(CORPUS_FOLDER, 'classes', name);
}

function jarOf({ coordinates }: Coordinates, suffix: string): string {
  const [, artifact, version] = coordinates.split(':');
  return join(CORPUS_FOLDER, `${artifact}-${version}${suffix}.jar`);
}

async function copyDependencies(pom: string, classifier: string): Promise<string | undefined> {
  const of = classifier === '' ? [] : [`-Dclassifier=${classifier}`];
  const args = ['dependency:copy-dependencies', '-f', pom, `-DoutputDirectory=${CORPUS_FOLDER}`, ...of];
  try {
    const signal = AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS);
    const { exitCode, output } = await runCommand('mvn', ['--quiet', '--batch-mode', ...args], signal);
    return exitCode === 0 ? undefined : `Maven fetched nothing: ${lastLine(output).slice(0, 300)}`;
  } catch (error) {
    return `Maven does not run, or took longer than ${DOWNLOAD_TIMEOUT_MS / 1000} s: ${String(error)}`;
  }
}

/** Only these themselves: what they depend on is not asked for. */
function pomOf(projects: readonly Coordinates[]): string {
  const dependencies = projects.map(({ coordinates }) => {
    const [group, artifact, version] = coordinates.split(':');
    return (
      `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version>` +
      '<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions></dependency>'
    );
  });
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion><groupId>burnline</groupId><artifactId>corpus</artifactId><version>1</version>
<packaging>pom</packaging>
<dependencies>
${dependencies.join('\n')}
</dependencies>
</project>
`;
}
