import assert from 'node:assert/strict';
import type { NamespaceRow } from '../../../webview/chart/code-choice';
import { MOST_ROWS, listNamespaces, mineInShort } from '../../../webview/chart/code-choice';

/** `*shop.* 40`: a namespace, mine where it has a star in front, and its share in percent. */
function rowsOf(...lines: readonly string[]): NamespaceRow[] {
  return lines.map((line) => {
    const [name, percent] = line.split(' ');
    const isMine = name.startsWith('*');
    return { namespace: isMine ? name.slice(1) : name, share: Number(percent) / 100, isMine };
  });
}

describe('the choice of own code', () => {
  const rows = rowsOf('json.* 5', '*shop.* 40', '*jobs.* 50', 'Flask.* 60');

  it('lists namespaces by share, those with the text that was typed', () => {
    const check = (filter: string, expected: string): void => {
      const { listed } = listNamespaces(rows, filter);
      assert.equal(listed.map(({ namespace }) => namespace).join(' '), expected);
    };
    check('', 'Flask.* jobs.* shop.* json.*');
    check(' J', 'jobs.* json.*');
    check('flask', 'Flask.*');
    check('x', '');
  });

  it('says how many it does not list', () => {
    const many = Array.from({ length: MOST_ROWS + 7 }, (_, i) => `n${i} 1`);
    assert.equal(listNamespaces(rowsOf(...many), '').left, 7);
    assert.equal(listNamespaces(rowsOf(...many), 'n1').left, 0);
  });

  it('is said in short by the largest of mine and how many there are besides', () => {
    assert.deepEqual(mineInShort(rows), { first: 'jobs.*', more: 1 });
    assert.deepEqual(mineInShort(rowsOf('*shop.* 4', 'x 9')), { first: 'shop.*', more: 0 });
    assert.deepEqual(mineInShort(rowsOf('x 9')), { first: '', more: 0 });
  });
});
