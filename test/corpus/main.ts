/* eslint no-console: off -- printing is what it is for */
import { corpusOf, fetchProjects } from './download';
import { score, type Score } from './jvm-oracle';
import { JVM_PROJECTS } from './projects';
import { missesOf, tableOf } from './report';

/**
 * `npm run corpus [LANGUAGE|PROJECT…] [--misses N]`: fetches what is not there yet, asks for every method, prints the
 * misses by cause (N of each, 5 unless told) and the table. Exits 1 where an answer is wrong, 2 where nothing is to be had.
 */
async function main(args: readonly string[]): Promise<number> {
  const at = args.indexOf('--misses');
  const most = at < 0 ? 5 : Number(args[at + 1]);
  const wanted = args.filter((_, i) => at < 0 || (i !== at && i !== at + 1));
  const projects = JVM_PROJECTS.filter(
    ({ language, name }) => wanted.length === 0 || wanted.includes(language) || wanted.includes(name),
  );
  const failure = await fetchProjects(projects);
  if (failure !== undefined) {
    console.error(failure);
    return 2;
  }
  const scores: Score[] = [];
  for (const project of projects) {
    const result = await score(corpusOf(project));
    scores.push(result);
    console.log(missesOf(result, most));
  }
  console.log(`\n${tableOf(scores)}`);
  return scores.some(({ whole, lines, unlined }) =>
    [whole, lines, unlined].some(({ wrong }) => wrong.length > 0),
  )
    ? 1
    : 0;
}

void main(process.argv.slice(2)).then((code) => (process.exitCode = code));
