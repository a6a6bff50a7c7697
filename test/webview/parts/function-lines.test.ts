import assert from 'node:assert/strict';
import type { FunctionRow, FunctionSort, Relatives, TableLine } from '../../../webview/chart/function-lines';
import {
  filterFunctions,
  frameOf,
  isSameLine,
  lineAfterKey,
  linesInView,
  linesOf,
  ownerOf,
  scrolledToLine,
  sortAfterPress,
  sortFunctions,
} from '../../../webview/chart/function-lines';

/** `name file self total places` a line. */
function rowsOf(text: string): FunctionRow[] {
  return text
    .trim()
    .split('\n')
    .map((line, frame) => {
      const [name, file, self, total, places] = line.trim().split(/\s+/);
      return { frame, name, file, self: Number(self), total: Number(total), places: Number(places) };
    });
}

const ROWS = rowsOf(`
  cart   /srv/shop.py   10  40  1
  Load   /srv/io.py     20  40  3
  main   /srv/shop.py    0  80  1
  parse  /lib/json.py   20  20  2
`);

const relative = (frame: number, samples: number) => ({
  frame,
  name: ROWS[frame].name,
  file: ROWS[frame].file,
  samples,
});

describe('the list of functions', () => {
  const check = (filter: string, sort: string, expected: string): void => {
    const [column, direction] = sort.split(' ') as [FunctionSort['column'], string];
    const sorted = sortFunctions(ROWS, { column, descending: direction === 'down' });
    const listed = filterFunctions(sorted, filter);
    assert.equal(listed.map(({ name }) => name).join(' '), expected);
  };

  it('is sorted by any column, equals in the order of the profile', () => {
    check('', 'self down', 'Load parse cart main');
    check('', 'selfShare up', 'main cart Load parse');
    check('', 'total down', 'main cart Load parse');
    check('', 'totalShare up', 'parse cart Load main');
    check('', 'places down', 'Load parse cart main');
    check('', 'function up', 'cart Load main parse');
    check('', 'function down', 'parse main Load cart');
  });

  it('holds what has every word of the filter in its name or file, in any case', () => {
    check('SHOP', 'function up', 'cart main');
    check('shop ar', 'function up', 'cart');
    check('load', 'function up', 'Load');
    check('nothing', 'function up', '');
    check('  ', 'function up', 'cart Load main parse');
  });

  it('is sorted by names from the first, by figures from the largest, and turned by a second press', () => {
    const byName = sortAfterPress({ column: 'self', descending: true }, 'function');
    assert.deepEqual(byName, { column: 'function', descending: false });
    assert.deepEqual(sortAfterPress(byName, 'function'), { column: 'function', descending: true });
    assert.deepEqual(sortAfterPress(byName, 'total'), { column: 'total', descending: true });
  });
});

describe('the lines of the table', () => {
  const print = (line: TableLine): string => {
    if (line.kind === 'function') return `${line.isOpen ? 'v' : '>'} ${line.row.name}`;
    if (!('relative' in line)) return `  (${line.kind})`;
    return `  ${line.kind} ${line.relative.name} ${line.position}/${line.setSize}`;
  };
  const check = (open: readonly [number, Relatives | undefined][], expected: string): void =>
    assert.equal(linesOf(ROWS, new Map(open)).map(print).join('\n'), expected);

  it('are the functions', () => {
    check([], '> cart\n> Load\n> main\n> parse');
  });

  it('have callers, then callees below a function that is open', () => {
    check(
      [[1, { callers: [relative(2, 40)], callees: [relative(3, 20)] }]],
      '> cart\nv Load\n  caller main 1/2\n  callee parse 2/2\n> main\n> parse',
    );
  });

  it('say that callers and callees are on their way, or that there are none', () => {
    check(
      [
        [0, undefined],
        [2, { callers: [], callees: [] }],
      ],
      'v cart\n  (waiting)\n> Load\nv main\n  (alone)\n> parse',
    );
  });

  it('are about the function that they name', () => {
    const lines = linesOf(ROWS, new Map([[1, { callers: [relative(2, 40)], callees: [] }]]));
    assert.deepEqual(lines.map(frameOf), [0, 1, 2, 2, 3]);
    assert.deepEqual(
      lines.map((_, i) => ownerOf(lines, i)),
      [0, 1, 1, 3, 4],
    );
  });
});

describe('a line', () => {
  const open = new Map([
    [1, { callers: [relative(2, 40)], callees: [relative(2, 20)] }],
    [3, undefined],
  ]);

  it('is the same in another order and with other figures, and no other is', () => {
    const lines = linesOf(ROWS, open);
    const others = linesOf(ROWS.map((row) => ({ ...row, total: 1 })).reverse(), open);
    for (const line of lines) assert.equal(others.filter((other) => isSameLine(line, other)).length, 1);
  });
});

describe('the place in the table', () => {
  it('goes where keys lead, and stops at both ends', () => {
    const check = (key: string, from: number, expected: number | undefined): void =>
      assert.equal(lineAfterKey(key, from, 100, 10), expected, `${key} from ${from}`);
    check('ArrowDown', 5, 6);
    check('ArrowDown', 99, 99);
    check('ArrowUp', 0, 0);
    check('PageDown', 95, 99);
    check('PageUp', 15, 5);
    check('Home', 50, 0);
    check('End', 50, 99);
    check('x', 50, undefined);
    assert.equal(lineAfterKey('End', 0, 0, 10), undefined);
  });

  it('has only the lines in view and a few beside them ready, of a hundred thousand', () => {
    assert.deepEqual(linesInView(0, 220, 22, 100_000), { from: 0, to: 18 });
    assert.deepEqual(linesInView(22_000, 220, 22, 100_000), { from: 992, to: 1018 });
    assert.deepEqual(linesInView(22 * 99_995, 220, 22, 100_000), { from: 99_987, to: 100_000 });
  });

  it('has none ready of a list that became shorter than it was scrolled', () => {
    assert.deepEqual(linesInView(2200, 220, 22, 10), { from: 10, to: 10 });
  });

  it('scrolls no farther than needed', () => {
    assert.equal(scrolledToLine(3, 0, 220, 22), 0);
    assert.equal(scrolledToLine(10, 0, 220, 22), 22);
    assert.equal(scrolledToLine(2, 110, 220, 22), 44);
    assert.equal(scrolledToLine(0, 0, 10, 22), 12);
  });
});
