import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { LoadedProfile, ProfileKey } from '../../src/focus/loaded-profile';
import { keyOf } from '../../src/focus/loaded-profile';
import { ComparedSides } from '../../src/panels/compared-sides';
import type { SideName } from '../../src/panels/compared-sides';
import type { Act } from '../fixtures/random-acts';
import { checkRandomActs } from '../fixtures/random-acts';
import { loadedOf } from '../focus/loaded';

const LATEST = { latest: 3_600_000 };

const keyOfGroup = (group: string): ProfileKey => ({ connectionId: 'local', group, range: LATEST });

/** A loader that answers when it is told to, and what its comparison made of that. */
class Scene {
  clock = 0;
  waiting: { key: ProfileKey; answer: (loaded: LoadedProfile) => void; refuse: (error: Error) => void }[] =
    [];
  told: string[] = [];
  readonly sides = new ComparedSides({
    load: ({ group, range }, signal) =>
      new Promise((answer, refuse) => {
        this.waiting.push({ key: { connectionId: 'local', group, range }, answer, refuse });
        signal.addEventListener('abort', () => refuse(new Error('aborted')));
      }),
    failureOf: (error) => ({ message: String(error), canRetry: true }),
    shown: () => this.told.push(this.print()),
    waited: () => this.told.push(this.print()),
  });

  /** What the service has of a group now: newer than all before. */
  fresh(group: string): LoadedProfile {
    return loadedOf('main  1', { group, asked: LATEST, fetchedAt: ++this.clock });
  }

  show(a: string, b: string): void {
    this.sides.show({ a: this.fresh(a), b: this.fresh(b) });
  }

  /** Answers what was asked so many questions ago. */
  async answer(place = 0): Promise<void> {
    const [question] = this.waiting.splice(place, 1);
    question?.answer(this.fresh(question.key.group));
    await setImmediate();
  }

  async refuse(place = 0): Promise<void> {
    this.waiting.splice(place, 1)[0]?.refuse(new Error('not there'));
    await setImmediate();
  }

  async answerAll(): Promise<void> {
    while (this.waiting.length > 0) await this.answer();
  }

  /** `shop@1 | shop@2`, what is waited for, and the failure. */
  print(): string {
    const { loaded, isWaiting, failure } = this.sides;
    const shown = loaded ? `${text(loaded.a)} | ${text(loaded.b)}` : 'nothing';
    return [shown, isWaiting ? 'waiting' : '', failure ? failure.message : ''].filter(Boolean).join(', ');
  }
}

const text = ({ group, fetchedAt }: LoadedProfile): string => `${group}@${fetchedAt}`;

describe('the sides of a comparison', () => {
  it('are what somebody asked for, though a fresh profile of the other side comes first', async () => {
    const scene = new Scene();
    scene.show('shop', 'shop-b');
    scene.sides.change('a', keyOfGroup('warehouse'));
    scene.sides.follow(scene.fresh('shop-b'));
    await scene.answerAll();
    assert.deepEqual(scene.told, [
      'shop@1 | shop-b@2',
      'shop@1 | shop-b@2, waiting',
      'shop@1 | shop-b@3, waiting',
      'warehouse@4 | shop-b@5',
    ]);
  });

  it('keep the freshest profile when an older answer comes after it', async () => {
    const scene = new Scene();
    scene.show('shop', 'shop-b');
    scene.sides.change('a', keyOfGroup('warehouse'));
    await scene.answer(1);
    scene.sides.follow(scene.fresh('shop-b'));
    await scene.answer();
    assert.equal(scene.print(), 'warehouse@5 | shop-b@4');
  });

  it('are both other when both were changed, one after the other', async () => {
    const scene = new Scene();
    scene.show('one', 'two');
    scene.sides.change('a', keyOfGroup('three'));
    scene.sides.change('b', keyOfGroup('four'));
    await scene.answerAll();
    assert.match(scene.print(), /^three@\d+ \| four@\d+$/);
  });

  it('stay as they are when one cannot be had, until somebody tries again', async () => {
    const scene = new Scene();
    scene.show('one', 'two');
    scene.sides.change('a', keyOfGroup('gone'));
    await scene.refuse();
    assert.equal(scene.print(), 'one@1 | two@2, Error: not there');
    scene.sides.follow(scene.fresh('two'));
    assert.equal(scene.print(), 'one@1 | two@3, Error: not there');
    scene.sides.retry();
    await scene.answerAll();
    assert.match(scene.print(), /^gone@\d+ \| two@\d+$/);
  });

  it('do not keep a side that could not be had when the other is changed', async () => {
    const scene = new Scene();
    scene.show('one', 'two');
    scene.sides.change('a', keyOfGroup('gone'));
    await scene.refuse();
    scene.sides.change('b', keyOfGroup('three'));
    await scene.answerAll();
    assert.match(scene.print(), /^one@\d+ \| three@\d+$/);
  });

  it('are told to be tried again when the first two could not be had', async () => {
    const scene = new Scene();
    void scene.sides.load({ a: keyOfGroup('one'), b: keyOfGroup('two') });
    await scene.refuse(1);
    assert.equal(scene.print(), 'nothing, Error: not there');
    scene.sides.change('b', keyOfGroup('three'));
    await scene.answerAll();
    assert.match(scene.print(), /^one@\d+ \| three@\d+$/);
  });

  it('are refreshed both when they ask the same', () => {
    const scene = new Scene();
    scene.show('shop', 'shop');
    scene.sides.follow(scene.fresh('shop'));
    assert.equal(scene.print(), 'shop@3 | shop@3');
  });

  it('are not drawn anew for a profile that is the same', () => {
    const scene = new Scene();
    const shown = scene.fresh('shop');
    scene.sides.show({ a: shown, b: scene.fresh('shop-b') });
    scene.sides.follow({ ...shown, fetchedAt: 9 });
    assert.deepEqual(scene.told, ['shop@1 | shop-b@2']);
  });

  it('are nobody’s business once the panel is closed', async () => {
    const scene = new Scene();
    scene.show('one', 'two');
    scene.sides.change('a', keyOfGroup('three'));
    scene.sides.dispose();
    await scene.answerAll();
    scene.sides.change('a', keyOfGroup('four'));
    scene.sides.fail({ message: 'late', canRetry: true });
    assert.deepEqual(scene.told, ['one@1 | two@2', 'one@1 | two@2, waiting']);
    assert.equal(scene.waiting.length, 0);
  });

  it('are in the end what was asked for last, or say why not, whatever comes in between', async () => {
    await checkRandomActs({ kinds: KINDS, sequences: 300, length: 25, play });
  });
});

const KINDS = ['change-a', 'change-b', 'fresh', 'answer', 'refuse', 'retry'] as const;
const GROUPS = ['one', 'two', 'three', 'four'];

/** Against a model of two words: what was asked for last, and what is shown. */
async function play(acts: readonly Act<(typeof KINDS)[number]>[]): Promise<void> {
  const scene = new Scene();
  scene.show('one', 'two');
  let asked = { a: 'one', b: 'two' };
  const change = (side: SideName, group: string): void => {
    asked = { ...(scene.sides.failure ? shownGroups(scene) : asked), [side]: group };
    scene.sides.change(side, keyOfGroup(group));
  };
  for (const { kind, pick } of acts) {
    const group = GROUPS[Math.floor(pick * GROUPS.length)];
    const place = Math.floor(pick * scene.waiting.length);
    const before = scene.print();
    if (kind === 'change-a') change('a', group);
    else if (kind === 'change-b') change('b', group);
    else if (kind === 'answer') await scene.answer(place);
    else if (kind === 'refuse') await scene.refuse(place);
    else if (kind === 'retry') scene.sides.retry();
    else {
      scene.sides.follow(scene.fresh(group));
      assert.equal(scene.print().replace(/\d+/g, ''), before.replace(/\d+/g, ''), 'a refresh did more');
    }
  }
  await scene.answerAll();
  const { failure, isWaiting } = scene.sides;
  assert.ok(!isWaiting, 'waits for nothing');
  if (!failure) assert.deepEqual(shownGroups(scene), asked);
}

function shownGroups({ sides }: Scene): { a: string; b: string } {
  assert.ok(sides.loaded);
  return { a: keyOf(sides.loaded.a).group, b: keyOf(sides.loaded.b).group };
}
