/* eslint no-console: off -- printing is what it is for */
import { corpusOf, fetchProjects } from './download';
import { score, type Score } from './jvm-oracle';
import { JVM_PROJECTS, PYTHON_PROJECTS } from './projects';
import { fetchDistributions, scorePython, type PythonScore } from './python';
import { missesOf, pythonMissesOf, pythonTableOf, tableOf } from './report';

/**
 * `npm run corpus [LANGUAGE|PROJECT…] [--misses N]`: fetches what is not there yet, asks for every function, prints the
 * misses by cause (N causes with N examples each, 5 unless told) and the tables. Exits 1 where an answer is wrong, 2 where something is not to
 * be had.
 */
async function main(args: readonly string[]): Promise<number> {
  const at = args.indexOf('--misses');
  const most = at < 0 ? 5 : Number(args[at + 1]);
  const wanted = args.filter((_, i) => at < 0 || (i !== at && i !== at + 1));
  const isWanted = (language: string, name: string): boolean =>
    wanted.length === 0 || wanted.includes(language) || wanted.includes(name);
  const jvm = JVM_PROJECTS.filter(({ language, name }) => isWanted(language, name));
  const python = PYTHON_PROJECTS.filter(({ name }) => isWanted('python', name));
  const failure = (await fetchProjects(jvm)) ?? (await fetchDistributions(python));
  if (failure !== undefined) {
    console.error(failure);
    return 2;
  }
  const scores: Score[] = [];
  for (const project of jvm) {
    const result = await score(corpusOf(project));
    scores.push(result);
    console.log(missesOf(result, most));
  }
  const pythonScores: PythonScore[] = [];
  for (const project of python) pythonScores.push(...(await scorePython(project)));
  console.log(pythonMissesOf(pythonScores, most));
  if (scores.length > 0) console.log(`\n${tableOf(scores)}`);
  if (pythonScores.length > 0) console.log(`\n${pythonTableOf(pythonScores)}`);
  return countWrong(scores, pythonScores) > 0 ? 1 : 0;
}

function countWrong(scores: readonly Score[], pythonScores: readonly PythonScore[]): number {
  const lists = [
    ...scores.flatMap(({ whole, lines, unlined }) => [whole.wrong, lines.wrong, unlined.wrong]),
    ...pythonScores.map(({ wrong }) => wrong),
  ];
  return lists.reduce((sum, { length }) => sum + length, 0);
}

void main(process.argv.slice(2)).then((code) => (process.exitCode = code));
