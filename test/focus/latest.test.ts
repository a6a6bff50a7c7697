import assert from 'node:assert/strict';
import { Latest } from '../../src/focus/latest';
import { HeldAnswers, settled } from '../fixtures/held-answers';

/** Work that ends when it is told to, or when it is called off, and which was begun. */
function createWork() {
  const latest = new Latest();
  const held = new HeldAnswers();
  const begun: string[] = [];
  const ask = (key: string): Promise<boolean> =>
    latest.for([key], async (signal) => {
      begun.push(key);
      await held.hold(() => undefined);
      signal.throwIfAborted();
    });
  return { latest, held, begun, ask };
}

describe('what is worked out for the latest question', () => {
  it('is worked out once for all who ask for the same', async () => {
    const { held, begun, ask } = createWork();
    const all = [ask('a'), ask('a')];
    await held.answerAll();
    assert.deepEqual(await Promise.all([...all, ask('a')]), [true, true, true]);
    assert.deepEqual(begun, ['a']);
  });

  it('says to who asked before that it is about something else now', async () => {
    const { held, begun, ask } = createWork();
    const all = [ask('a'), ask('b')];
    await held.answerAll();
    assert.deepEqual(await Promise.all(all), [false, true]);
    assert.deepEqual(begun, ['a', 'b']);
  });

  it('is not begun again because what it overtook has been called off', async () => {
    const { held, begun, ask } = createWork();
    const all = [ask('a'), ask('b')];
    held.answer();
    await settled();
    all.push(ask('b'));
    await held.answerAll();
    assert.deepEqual(await Promise.all(all), [false, true, true]);
    assert.deepEqual(begun, ['a', 'b']);
  });

  it('is tried again after a failure, of which whoever waited is told', async () => {
    const { held, begun, ask } = createWork();
    const first = ask('a');
    held.fail();
    await assert.rejects(first, /Nobody answers/);
    const second = ask('a');
    await held.answerAll();
    assert.equal(await second, true);
    assert.deepEqual(begun, ['a', 'a']);
  });

  it('is worked out again for who waits, when it was to be forgotten', async () => {
    const { latest, held, begun, ask } = createWork();
    const first = ask('a');
    latest.forget();
    const second = ask('a');
    await held.answerAll();
    assert.deepEqual([await first, await second], [false, true]);
    assert.deepEqual(begun, ['a', 'a']);
  });

  it('is not worked out any more for who asked before the end', async () => {
    const { latest, held, ask } = createWork();
    const first = ask('a');
    latest.dispose();
    await held.answerAll();
    assert.equal(await first, false);
  });
});
