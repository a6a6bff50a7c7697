import assert from 'node:assert/strict';
import { skip } from '../harness/skip';
import { corpusOf, isFetched } from './download';
import { score, type Corpus, type ScoreOptions } from './jvm-oracle';
import { JVM_PROJECTS } from './projects';
import { samples } from './sample';

/** As Flight Recorder names frames: a class is all that leads to a file. */
const NO_FILE: ScoreOptions = { frame: ({ owner, name }) => ({ name: `${owner.name}.${name}`, file: '' }) };

describe('source mapping of frames without a file', () => {
  async function check(corpus: Corpus, leastExact: number): Promise<void> {
    const { whole, lines } = await score(corpus, NO_FILE);
    for (const { asked, exact, wrong } of [whole, lines]) {
      assert.deepEqual(wrong, []);
      assert.ok(asked > 20, `only ${asked} were asked`);
      assert.ok(exact >= asked * leastExact, `only ${exact} of ${asked} are exact`);
    }
  }

  for (const corpus of samples()) {
    it(`finds every ${corpus.language} method as ${corpus.project} compiles it`, async function () {
      this.timeout(60_000);
      await check(corpus, 0.9);
    });
  }

  for (const project of JVM_PROJECTS.filter(({ name }) => name === 'gson' || name === 'okio')) {
    it(`is never wrong about ${project.name}, and mostly sure`, async function () {
      this.timeout(60_000);
      if (!isFetched(project)) skip(this, `${project.name} is not there: npm run corpus ${project.name}`);
      await check(corpusOf(project), 0.99);
    });
  }
});
