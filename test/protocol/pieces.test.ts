import assert from 'node:assert/strict';
import { createAssembler, isPiece, takeApart } from '../../src/protocol/pieces';
import type { Piece } from '../../src/protocol/pieces';
import { profileOf } from '../fixtures/text-profile';

/** The way of a message: in pieces, each copied as VS Code copies it, and together again. */
function send(message: unknown, number = 1, assembler = createAssembler()) {
  const { shell, pieces } = takeApart(message, number);
  const sent = pieces.flatMap((cut) => [...cut()]).map((piece) => structuredClone(piece));
  for (const piece of sent) {
    assert.ok(isPiece(piece));
    assembler.take(piece);
  }
  return { shell, sent, received: assembler.assemble(structuredClone(shell)) };
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i * 7);

describe('messages with long columns', () => {
  const big = {
    kind: 'say',
    message: {
      frames: { name: numbers(30_000).map((n) => `function number ${n}`), length: 30_000 },
      frame: Int32Array.from(numbers(200_001)),
      count: Float64Array.from(numbers(100_000), (n) => n / 3),
      state: Uint8Array.from(numbers(600_000)),
      meta: { fleet: [{ id: 'a' }], start: 1, none: undefined },
    },
  };

  it('arrive as they were', () => {
    const { sent, received } = send(big);
    assert.deepEqual(received, { ...big, taken: 1 });
    assert.ok(sent.length > 10, `${sent.length} pieces`);
  });

  it('go in pieces of a quarter of a megabyte', () => {
    for (const { part, type } of send(big).sent) {
      const size = part instanceof Uint8Array ? part.length : part.join('').length;
      assert.ok(size > 0 && size <= 1 << 18, `${size} of ${type}`);
    }
  });

  it('are whole when they are small', () => {
    const small = { kind: 'say', message: { type: 'show', profile: profileOf('main\n  work  3') } };
    const { shell, sent, received } = send(small);
    assert.deepEqual(sent, []);
    assert.deepEqual(shell, small);
    assert.deepEqual(received, small);
  });

  it('are views of more memory than is sent', () => {
    const column = new Int32Array(1 << 20).fill(9).subarray(1000, 500_000);
    const { sent, received } = send({ kind: 'say', message: { column } });
    const bytes = sent.reduce((sum, { part }) => sum + (part as Uint8Array).buffer.byteLength, 0);
    assert.equal(bytes, column.byteLength);
    assert.deepEqual((received as typeof big & { message: { column: unknown } }).message.column, column);
  });

  it('take their own columns and leave those of a message that was given up', () => {
    const assembler = createAssembler();
    const [first, second] = [1, 2].map((n) => ({
      kind: 'say',
      message: { a: new Uint8Array(1 << 19).fill(n) },
    }));
    const lost = takeApart(first, 1);
    assembler.take([...lost.pieces[0]()][0]);
    const { received } = send(second, 2, assembler);
    assert.deepEqual(received, { ...second, taken: 2 });
    const late = assembler.assemble(lost.shell) as { message: { a: unknown } };
    assert.deepEqual(late.message.a, { $column: 0 });
  });

  it('keep the column of a single text that is longer than a piece', () => {
    const names = ['a', 'x'.repeat(1 << 19), 'b'];
    const { received, sent } = send({ kind: 'say', message: { names } });
    assert.deepEqual((received as { message: unknown }).message, { names });
    assert.equal(sent.length, 3);
  });
});

describe('pieces that do not fit', () => {
  const piece: Piece = {
    kind: 'piece',
    message: 1,
    column: 0,
    type: 'Uint8Array',
    length: 8,
    from: 0,
    part: new Uint8Array(8),
  };

  it('are none with a field of another kind', () => {
    for (const changed of [
      { from: -1 },
      { length: 1.5 },
      { type: 'Object' },
      { part: 'text' },
      { part: [1] },
      { kind: 'say' },
    ]) {
      assert.equal(isPiece({ ...piece, ...changed }), false, JSON.stringify(changed));
    }
  });

  it('write nowhere', () => {
    const assembler = createAssembler();
    assembler.take({ ...piece, from: 4, part: new Uint8Array(8).fill(1) });
    assembler.take({ ...piece, part: ['text'] });
    const whole = assembler.assemble({ taken: 1, a: { $column: 0 } }) as { a: Uint8Array };
    assert.deepEqual(whole.a, new Uint8Array(8));
  });
});
