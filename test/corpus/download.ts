import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { lastLine, runCommand } from '../../src/start/run-command';
import { classesOf } from './class-file';
import { readJar } from './jar';
import { ROOT, type Corpus } from './jvm-oracle';
import type { JvmProject } from './projects';

/** .gitignore covers it, and so what was fetched once stays. Other people's code is never checked in. */
export const CORPUS_FOLDER = resolve('.burnline', 'corpus');

const DOWNLOAD_TIMEOUT_MS = 300_000;

/**
 * Fetches the jars that are not there yet, with Maven, from wherever it is set up to fetch.
 *
 * @returns why not, in a sentence
 */
export async function fetchJars(projects: readonly JvmProject[]): Promise<string | undefined> {
  const missing = projects.filter((project) => !isFetched(project));
  if (missing.length === 0) return undefined;
  mkdirSync(CORPUS_FOLDER, { recursive: true });
  const pom = join(CORPUS_FOLDER, 'pom.xml');
  writeFileSync(pom, pomOf(missing));
  for (const classifier of ['', 'sources']) {
    const failure = await copyDependencies(pom, classifier);
    if (failure !== undefined) return failure;
  }
  const [absent] = missing.filter((project) => !isFetched(project));
  return absent && `Maven fetched no jar or no sources of ${absent.coordinates}.`;
}

export function isFetched(project: JvmProject): boolean {
  return existsSync(jarOf(project, '')) && existsSync(jarOf(project, '-sources'));
}

/** Classes and sources of a project that was fetched. */
export function corpusOf(project: JvmProject): Corpus {
  const classes = classesOf(readJar(readFileSync(jarOf(project, ''))));
  const files = readJar(readFileSync(jarOf(project, '-sources')));
  const sources = new Map<string, string>();
  for (const [path, unpack] of files) {
    if (SOURCE.test(path)) sources.set(`${ROOT}/${path}`, unpack().toString('utf8'));
  }
  return { language: project.language, project: project.name, classes, sources };
}

const SOURCE = /\.(?:java|kt|scala|groovy|cljc?)$/;

function jarOf({ coordinates }: JvmProject, suffix: string): string {
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
function pomOf(projects: readonly JvmProject[]): string {
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
