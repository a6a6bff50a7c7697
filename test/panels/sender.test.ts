import assert from 'node:assert/strict';
import { Sender } from '../../src/panels/sender';
import { createAssembler, isPiece } from '../../src/protocol/pieces';

const small = (name: string) => ({ kind: 'say', message: { name } });
const big = (name: string) => ({ kind: 'say', message: { name, column: new Uint8Array(1 << 20) } });

/** A page that says what arrives, each message only when the one before was taken. */
function open() {
  const log: string[] = [];
  const arrivals: (() => void)[] = [];
  const assembler = createAssembler();
  const sender = new Sender((message) => {
    if (isPiece(message)) {
      assembler.take(message);
      log.push('piece');
    } else {
      const { name, column } = (assembler.assemble(message) as ReturnType<typeof big>).message;
      log.push(column instanceof Uint8Array ? `${name}, ${column.length} bytes` : name);
    }
    return new Promise((resolve) => arrivals.push(() => resolve(true)));
  });
  /** Lets all that was sent arrive, and what is sent then. */
  const settle = async (arriving = Infinity): Promise<void> => {
    for (let i = 0; i < arriving; i++) {
      await new Promise((resolve) => setImmediate(resolve));
      const arrive = arrivals.shift();
      if (!arrive) return;
      arrive();
    }
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { sender, log, settle };
}

describe('what is sent to a page', () => {
  it('goes at once where it is small', () => {
    const { sender, log } = open();
    sender.send(small('a'));
    sender.send(small('b'));
    assert.deepEqual(log, ['a', 'b']);
  });

  it('goes in pieces where it is big, each when the one before has arrived, and in its order', async () => {
    const { sender, log, settle } = open();
    sender.send(big('a'));
    sender.send(small('b'));
    await settle(1);
    assert.deepEqual(log, ['piece', 'piece']);
    await settle();
    assert.deepEqual(log, [...Array<string>(4).fill('piece'), 'a, 1048576 bytes', 'b']);
  });

  it('goes nowhere any more once it was given up', async () => {
    const { sender, log, settle } = open();
    sender.send(big('a'));
    await settle(1);
    sender.stop();
    sender.send(small('b'));
    await settle();
    assert.deepEqual(log, ['piece', 'piece']);
  });

  it('goes at once again after a big message', async () => {
    const { sender, log, settle } = open();
    sender.send(big('a'));
    await settle();
    log.length = 0;
    sender.send(small('b'));
    assert.deepEqual(log, ['b']);
  });
});
