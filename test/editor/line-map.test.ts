import assert from 'node:assert/strict';
import { lineAfter } from '../../src/editor/line-map';
import type { LineEdit } from '../../src/editor/line-map';

/** Edits as `line -removed +added`, with `!` where code stands before the change in its first line. */
function check(edits: string, lines: string, expected: string): void {
  const parsed = edits.split(', ').map((edit): LineEdit => {
    const [, line, keeps, removed, added] = /^(\d+)(!?) -(\d+) \+(\d+)$/.exec(edit) ?? [];
    return { line: Number(line), keepsFirst: keeps === '!', removed: Number(removed), added: Number(added) };
  });
  const after = lines.split(' ').map((line) => lineAfter(parsed, Number(line)));
  assert.equal(after.join(' '), expected);
}

describe('lines after edits', () => {
  it('move down below what is put in before them', () => check('3 -0 +2', '1 2 3 4', '1 2 5 6'));
  it('stay when a line is broken behind their code', () => check('3! -0 +1', '2 3 4', '2 3 5'));
  it('move up below what is taken out, and are gone where they were', () => {
    check('3 -2 +0', '2 3 4 5 6', '2 0 0 3 4');
  });
  it('stay when the lines below them are taken out', () => check('3! -2 +0', '2 3 4 5 6', '2 3 0 3 4'));
  it('follow one edit after the other', () => {
    check('1 -0 +3, 2 -1 +0', '1 2 5', '3 4 7');
    check('5 -0 +1, 6 -0 +1', '4 5 6', '4 7 8');
  });
  it('stay gone', () =>
    assert.equal(lineAfter([{ line: 1, removed: 1, added: 0, keepsFirst: false }], 1), 0));
});
