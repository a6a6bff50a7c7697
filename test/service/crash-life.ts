import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { readProfile } from '../../src/service/engine/answers';
import { fold } from '../../src/service/engine/fold';
import { History } from '../../src/service/engine/history';
import { postAll } from '../../src/service/engine/post';
import type { Group } from '../../src/service/store/groups';
import { openSoundStore } from '../../src/service/store/sound-store';
import type { Store } from '../../src/service/store/store';
import { openStore } from '../../src/service/store/store';
import type { DatabaseFiles } from './crash-image';
import { readDatabaseFiles, tear } from './crash-image';
import type { Ledger, Post, Range } from './crash-ledger';
import { bodyOf, pick, randomRange } from './crash-ledger';

/** What outlives every crash. */
export interface World {
  readonly random: () => number;
  readonly now: number;
  readonly ledger: Ledger;
  readonly nextPost: () => Post;
  /** The group that was being made or deleted when the last life ended. */
  groupInDoubt?: string | undefined;
}

/** Something that writes: what it does, and what follows from it, or from its being cut off. */
interface Step {
  readonly run: () => void;
  readonly done?: () => void;
  readonly doubt?: () => void;
}

const GROUPS = ['first', 'second', 'third'];

/** From the opening of the database to a crash: three connections as the service's threads have them, in one. */
export class Life {
  private readonly store: Store;
  private readonly filing: Store;
  private readonly aggregating: Store;
  private readonly history: History;

  constructor(
    private readonly path: string,
    private readonly world: World,
    private readonly when: string,
  ) {
    const { store, setAside } = openSoundStore(path, (line) => assert.fail(`${when}: ${line}`));
    assert.equal(setAside, undefined);
    this.store = store;
    this.filing = openStore(path);
    this.aggregating = openStore(path);
    this.history = new History(this.aggregating, (line) => assert.fail(`${when}: ${line}`));
  }

  close(): void {
    this.store.close();
    this.filing.close();
    this.aggregating.close();
  }

  /**
   * After a crash: everything that was acknowledged is there. What was cut off is asked again with its token, as agents
   * do, and from then on there is no doubt.
   */
  recover(): { kept: number; undone: number } {
    const { ledger } = this.world;
    this.checkIntegrity();
    this.recoverGroup();
    const kept = this.checkAll();
    const doubts = ledger.takeDoubts();
    for (const { group, post } of doubts) {
      this.post(this.group(group), [post]);
      ledger.acknowledge(group, post);
    }
    this.checkAll();
    return { kept, undone: doubts.length - kept };
  }

  takeStep(): void {
    const step = this.chooseStep();
    step.run();
    step.done?.();
  }

  /** The files that a power failure in the middle of a step may leave. */
  takeStepAndFail(): DatabaseFiles {
    const step = this.chooseStep();
    const before = readDatabaseFiles(this.path);
    step.run();
    step.doubt?.();
    return tear(this.world.random, before, readDatabaseFiles(this.path));
  }

  /** Every day of every group, and a random range of each; gives how much of what is in doubt is there. */
  checkAll(): number {
    const { random, now, ledger } = this.world;
    const there = new Set<string>();
    for (const group of GROUPS.filter((name) => ledger.has(name))) {
      for (const range of [...ledger.days(group), randomRange(random, now)]) {
        this.check(group, range).forEach((name) => there.add(name));
      }
    }
    return there.size;
  }

  private check(group: string, range: Range): string[] {
    const { ledger, now } = this.world;
    const workshop = { store: this.aggregating, history: this.history };
    const { id } = this.group(group);
    const profile = readProfile(workshop, {
      group: id,
      span: { range },
      maxDepth: undefined,
      format: 'json',
      now,
    });
    return ledger.check(group, range, profile, this.when);
  }

  private chooseStep(): Step {
    const { random, ledger } = this.world;
    const name = pick(random, GROUPS);
    if (!ledger.has(name)) {
      return this.createGroup(name);
    }
    const dice = random();
    if (dice < 0.4) return this.postSome(name);
    if (dice < 0.5) return this.postAgain(name);
    if (dice < 0.72) return { run: () => fold(this.aggregating, this.history, this.world.now) };
    if (dice < 0.8) return { run: () => this.check(name, randomRange(random, this.world.now)) };
    if (dice < 0.86) return this.deleteGroup(name);
    if (dice < 0.94) return { run: () => this.aggregating.groups.clearDeleted(3) };
    return { run: () => this.checkpoint() };
  }

  private postSome(group: string): Step {
    const { random, ledger, nextPost } = this.world;
    const posts = Array.from({ length: 1 + Math.floor(random() * 4) }, () => nextPost());
    return {
      run: () => this.post(this.group(group), posts),
      done: () => posts.forEach((post) => ledger.acknowledge(group, post)),
      doubt: () => posts.forEach((post) => ledger.doubt(group, post)),
    };
  }

  private postAgain(group: string): Step {
    const known = this.world.ledger.posts(group);
    const posts = known.length === 0 ? [] : [pick(this.world.random, known)];
    return { run: () => this.post(this.group(group), posts) };
  }

  private createGroup(name: string): Step {
    const { now, ledger } = this.world;
    return {
      run: () => {
        const times = { createdAt: now, updatedAt: now };
        const said = { computePlatform: 'Default' as const, profilingEnabled: true, tags: {} };
        this.store.groups.insert({ name, ...said, ...times, clientToken: name, request: '' });
      },
      done: () => ledger.create(name),
      doubt: () => (this.world.groupInDoubt = name),
    };
  }

  private deleteGroup(name: string): Step {
    return {
      run: () => this.store.groups.delete(this.group(name).id),
      done: () => this.world.ledger.delete(name),
      doubt: () => (this.world.groupInDoubt = name),
    };
  }

  private post(group: Group, posts: readonly Post[]): void {
    const inputs = posts.map((post) => ({
      group,
      bytes: bodyOf(post),
      contentType: 'application/json',
      token: post.name,
      now: this.world.now,
    }));
    const failures = postAll({ store: this.filing, history: this.history }, inputs);
    assert.ok(failures.every((failure) => failure === undefined));
  }

  private checkpoint(): void {
    const connection = new DatabaseSync(this.path);
    connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    connection.close();
  }

  private checkIntegrity(): void {
    const connection = new DatabaseSync(this.path);
    const found = connection.prepare('PRAGMA integrity_check').get()?.integrity_check;
    connection.close();
    assert.equal(found, 'ok', this.when);
  }

  /** Groups are as they were, but for one that was being made or deleted: that was done or was not. */
  private recoverGroup(): void {
    const { ledger, groupInDoubt } = this.world;
    this.world.groupInDoubt = undefined;
    for (const name of GROUPS) {
      const isThere = this.store.groups.find(name) !== undefined;
      if (name !== groupInDoubt) {
        assert.equal(isThere, ledger.has(name), `${this.when}, ${name}`);
      } else if (!isThere) {
        ledger.delete(name);
      } else if (!ledger.has(name)) {
        ledger.create(name);
      }
    }
  }

  private group(name: string): Group {
    const group = this.store.groups.find(name);
    assert.ok(group !== undefined, `${this.when}, ${name}`);
    return group;
  }
}
