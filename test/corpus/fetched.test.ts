import assert from 'node:assert/strict';
import { skip } from '../harness/skip';
import { corpusOf, isFetched } from './download';
import { score } from './jvm-oracle';
import { JVM_PROJECTS, PYTHON_PROJECTS } from './projects';
import { isUnpacked, scorePython } from './python';

/** The smallest project of each language but Scala, for seconds and not for minutes; `npm run corpus` asks for all. */
const LEAST_EXACT: Readonly<Record<string, number>> = {
  ...{ gson: 0.99, okio: 0.97, requests: 0.99 },
  ...{ 'groovy-console': 0.95, 'tools.reader': 0.95 },
};

describe('source mapping of other people’s projects', () => {
  for (const project of JVM_PROJECTS.filter(({ name }) => name in LEAST_EXACT)) {
    it(`is never wrong about ${project.name}, and mostly sure`, async function () {
      this.timeout(60_000);
      if (!isFetched(project)) skip(this, `${project.name} is not there: npm run corpus ${project.name}`);
      const { whole, lines, unlined } = await score(corpusOf(project));
      assert.deepEqual(unlined.wrong, []);
      for (const { asked, exact, wrong } of [whole, lines]) {
        check({ asked, exact, wrong }, LEAST_EXACT[project.name]);
      }
    });
  }

  for (const project of PYTHON_PROJECTS.filter(({ name }) => name in LEAST_EXACT)) {
    it(`is never wrong about ${project.name}, however its frames come`, async function () {
      this.timeout(60_000);
      if (!isUnpacked(project)) skip(this, `${project.name} is not there: npm run corpus ${project.name}`);
      for (const tally of await scorePython(project)) check(tally, LEAST_EXACT[project.name]);
    });
  }
});

interface Counted {
  readonly asked: number;
  readonly exact: number;
  readonly wrong: readonly string[];
}

function check({ asked, exact, wrong }: Counted, leastExact: number): void {
  assert.deepEqual(wrong, []);
  assert.ok(asked > 100, `only ${asked} were asked`);
  assert.ok(exact >= asked * leastExact, `only ${exact} of ${asked} are exact`);
}
