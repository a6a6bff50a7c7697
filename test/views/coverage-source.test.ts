import assert from 'node:assert/strict';
import { Emitter } from '../../src/base/events';
import { Focus } from '../../src/focus/focus';
import type { Location } from '../../src/source/location';
import { createCoverageSource } from '../../src/views/coverage-source';
import { HeldAnswers, settled } from '../fixtures/held-answers';
import { loadedOf } from '../focus/loaded';

const NOWHERE: Location = { status: 'none', candidates: [], why: 'it is nowhere' };

/** A profile in focus, and a workspace that answers where a function is when it is told to. */
function createCoverage() {
  const held = new HeldAnswers();
  const asked: string[] = [];
  const focus = new Focus({ load: () => Promise.reject(new Error('nothing is loaded')) });
  const changed = new Emitter<void>();
  const coverage = createCoverageSource({
    focus,
    locator: {
      locate: ({ name }) => {
        asked.push(name);
        return held.hold(() => NOWHERE);
      },
    },
    roots: () => ['/work'],
    codeFilter: () => () => true,
    onDidChangeSource: [changed.event],
  });
  const unmapped = async (): Promise<string | undefined> =>
    (await coverage.compute())?.unmapped.map(({ ref }) => ref.name).join();
  return { held, asked, focus, changed, coverage, unmapped };
}

describe('the coverage of the profile in focus', () => {
  it('is computed once for all who ask while it is', async () => {
    const { held, asked, focus, unmapped } = createCoverage();
    focus.show(loadedOf('main  30'));
    const all = [unmapped(), unmapped()];
    await held.answerAll();
    assert.deepEqual(await Promise.all(all), ['main', 'main']);
    assert.deepEqual(asked, ['main']);
  });

  it('is that of a profile which came meanwhile, for who asked before it came', async () => {
    const { held, focus, unmapped } = createCoverage();
    focus.show(loadedOf('main  30'));
    const asked = unmapped();
    await settled();
    focus.show(loadedOf('other  30'));
    await held.answerAll();
    assert.equal(await asked, 'other');
  });

  it('is not what was known of the source before that changed', async () => {
    const { held, asked, focus, changed, coverage, unmapped } = createCoverage();
    focus.show(loadedOf('main  30'));
    const first = unmapped();
    await settled();
    changed.fire();
    await held.answerAll();
    assert.equal(await first, 'main');
    assert.deepEqual(asked, ['main', 'main']);
    assert.notEqual(coverage.known, undefined);
  });

  it('is none without a profile, and none after the end', async () => {
    const { held, focus, coverage, unmapped } = createCoverage();
    assert.equal(await unmapped(), undefined);
    focus.show(loadedOf('main  30'));
    const asked = unmapped();
    coverage.dispose();
    await held.answerAll();
    assert.equal(await asked, undefined);
  });
});
