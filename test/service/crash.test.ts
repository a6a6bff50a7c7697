import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomOf } from '../fixtures/random';
import { writeDatabaseFiles } from './crash-image';
import { createPosts, Ledger } from './crash-ledger';
import { Life } from './crash-life';

const SCHEDULES = 200;
const LIVES = 3;

/** Files in memory where there are such: the power fails in pretence only, and waiting for a disk takes a minute. */
const PLACE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/**
 * Random interleavings of everything that writes: posts (several at once, late ones, repeated ones), folds, deletions of
 * groups and the clearing after them, checkpoints; and of reads in between. Each is cut off twice in the middle of a step,
 * as by a power failure: the next life begins on what the disk may have had then (crash-image.ts).
 *
 * The steps are the engine's own jobs on connections as its threads have them, one after another in this process, so
 * that every schedule can be repeated by its seed. Processes that are killed while requests and threads go on side by
 * side are in kill.test.ts; there the operating system survives, and with it whatever was written.
 */
describe(`over ${SCHEDULES} random schedules`, () => {
  const folder = mkdtempSync(join(PLACE, 'burnline-crash-'));
  after(() => rmSync(folder, { recursive: true }));

  it('what was acknowledged is there after a power failure, and counted once', () => {
    const tally = { acknowledged: 0, kept: 0, undone: 0 };
    for (let seed = 1; seed <= SCHEDULES; seed++) {
      runSchedule(seed, join(folder, String(seed)), tally);
    }
    // The schedules have to be worth something: posts that were cut off were kept, and were undone, many times.
    const { acknowledged, kept, undone } = tally;
    assert.ok(acknowledged > 10 * SCHEDULES, `${acknowledged} profiles at the end`);
    assert.ok(kept > SCHEDULES / 4 && undone > SCHEDULES / 4, `${kept} posts kept, ${undone} undone`);
  }).timeout(180_000);
});

interface Tally {
  /** Profiles that a schedule ended with. */
  acknowledged: number;
  /** Posts that a crash cut off: found in the next life, or not. */
  kept: number;
  undone: number;
}

function runSchedule(seed: number, folder: string, tally: Tally): void {
  const random = randomOf(seed);
  const now = Date.now();
  const world = { random, now, ledger: new Ledger(), nextPost: createPosts(random, now) };
  const pathOf = (life: number) => join(folder, String(life), 'burnline.db');
  mkdirSync(join(folder, '1'), { recursive: true });
  for (let number = 1; number <= LIVES; number++) {
    const life = new Life(pathOf(number), world, `schedule ${seed}, life ${number}`);
    const { kept, undone } = life.recover();
    tally.kept += kept;
    tally.undone += undone;
    for (let left = 5 + Math.floor(random() * 20); left > 0; left--) {
      life.takeStep();
    }
    life.checkAll();
    if (number < LIVES) {
      const image = life.takeStepAndFail();
      mkdirSync(join(folder, String(number + 1)));
      writeDatabaseFiles(pathOf(number + 1), image);
    }
    life.close();
  }
  tally.acknowledged += world.ledger.size;
  rmSync(folder, { recursive: true });
}
