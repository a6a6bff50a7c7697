import assert from 'node:assert/strict';
import { listBoxes } from '../../src/export/boxes';
import { fitName } from '../../src/export/fit-name';
import { packHtmlData, unpackHtmlData } from '../../src/export/html-data';
import { renderHtml } from '../../src/export/html';
import { renderSvg } from '../../src/export/svg';
import { computeCallTree } from '../../src/profile/call-tree';
import { countHits } from '../../webview/export/hits';
import { step } from '../../webview/export/walk';
import { randomOf, randomProfile } from '../fixtures/random';
import { drawn, printTree, profileOf } from '../fixtures/text-profile';
import { SHOP, hostileProfile } from './exported-files';

/** Addresses, and whatever could have one. */
const addressesIn = (text: string) => [
  ...new Set(text.match(/https?:[^"&]*|\bsrc=|\bhref=|@import|url\(/g) ?? []),
];

describe('the boxes of an exported picture', () => {
  const check = (text: string, least: number, expected: string) => {
    const profile = profileOf(text);
    const { total } = computeCallTree(profile, ['RUNNABLE']);
    const { boxes, leftOut } = listBoxes(profile.stacks, total, least);
    const lines = boxes.map(
      ({ row, left }) => `${profile.frames.name[profile.stacks.frame[row]]} ${left}+${total[row]}`,
    );
    assert.equal([...lines, `${leftOut} left out`].join('\n'), drawn(expected));
  };

  it('stand side by side under their caller', () =>
    check(
      'main  1\n  load  2\n    parse  3\n  show  4\nquit  5',
      0,
      `
      main 0+10
      load 0+5
      parse 0+3
      show 5+4
      quit 10+5
      0 left out
      `,
    ));

  it('keep their places when narrow ones are left out, with all that is below them', () =>
    check(
      'main\n  a  1\n    b  1\n  c  1\n  load  6\nquit  5',
      3,
      `
      main 0+9
      load 3+6
      quit 9+5
      3 left out
      `,
    ));

  it('are none for paths without samples in these states', () =>
    check('idle  WAITING 3\nmain  2', 0, 'main 0+2\n0 left out'));
});

describe('a name in a box', () => {
  const check = (name: string, columns: number, expected: string) =>
    assert.equal(fitName(name, columns), expected);

  it('is whole, or its last parts, or cut, or none', () => {
    check('shop.cart:Cart:total', 20, 'shop.cart:Cart:total');
    check('shop.cart:Cart:total', 19, 'cart:Cart:total');
    check('shop.cart:Cart:total', 14, 'Cart:total');
    check('shop.cart:Cart:total', 5, 'total');
    check('shop.cart:Cart:total', 4, 'tot…');
    check('shop.cart:Cart:total', 3, 'to…');
    check('shop.cart:Cart:total', 2, '');
  });

  it('is cut between characters, wide ones counted twice', () => {
    check('計算する', 8, '計算する');
    check('計算する', 7, '計算す…');
    check('🔥🔥🔥🔥', 6, '🔥🔥…');
  });

  it('of a megabyte is not read to its end', () => check('x'.repeat(1e6), 5, 'xxxx…'));
});

describe('the keys of exported files', () => {
  const TREE = ['all 1', '  load 2', '    parse 3', '  show 2', '    draw 3', '    wait 3'];
  const levels = TREE.map((line) => Number(line.at(-1)));
  const names = TREE.map((line) => line.trim().split(' ')[0]);
  const check = (from: string, key: string, to: string | undefined) => {
    const at = step(levels, names.indexOf(from), key);
    assert.equal(at === undefined ? undefined : names[at], to, `${from} ${key}`);
  };

  it('lead up, down, along a level and to both ends', () => {
    check('parse', 'ArrowUp', 'load');
    check('show', 'ArrowUp', 'all');
    check('all', 'ArrowUp', 'all');
    check('all', 'ArrowDown', 'load');
    check('wait', 'ArrowDown', 'wait');
    check('parse', 'ArrowDown', 'parse');
    check('parse', 'ArrowRight', 'draw');
    check('draw', 'ArrowLeft', 'parse');
    check('load', 'ArrowLeft', 'load');
    check('all', 'ArrowLeft', 'all');
    check('draw', 'Home', 'all');
    check('load', 'End', 'wait');
    check('load', 'x', undefined);
  });

  it('find each sample once', () => {
    const boxes = levels.map((level, i) => ({ level, width: [10, 6, 5, 4, 3, 1][i] }));
    const find = (...wanted: string[]) => countHits(boxes, (index) => wanted.includes(names[index]));
    assert.deepEqual(find('load', 'parse'), { boxes: [1, 2], samples: 6 });
    assert.deepEqual(find('parse', 'show', 'draw'), { boxes: [2, 3, 4], samples: 9 });
    assert.deepEqual(find('all', 'wait'), { boxes: [0, 5], samples: 10 });
    assert.deepEqual(find(), { boxes: [], samples: 0 });
  });
});

describe('an exported page', () => {
  it('has all call paths and figures of the profile', () => {
    for (const seed of [1, 2, 3]) {
      const profile = randomProfile(randomOf(seed));
      const again = unpackHtmlData(packHtmlData(profile, profile.samples.states));
      assert.deepEqual(again.stacks.subtreeEnd, profile.stacks.subtreeEnd);
      assert.deepEqual(again.stacks.prefix, profile.stacks.prefix);
      const withoutLines = (text: string) => text.replace(/:\d+(-\d+)?/g, '');
      assert.equal(withoutLines(printTree(again)), withoutLines(printTree(profile)));
    }
  });

  it('is one file that names no other', () => {
    const text = renderHtml(profileOf(SHOP), ['RUNNABLE'], { title: 'shop', subtitle: '' });
    assert.deepEqual(addressesIn(text), ['http://www.w3.org/1999/xhtml']);
    assert.match(
      text,
      /default-src &#39;none&#39;; script-src &#39;sha256-[^ ]+&#39;; style-src &#39;sha256-[^ ]+&#39;/,
    );
  });

  it('has no end of a script in its data', () => {
    const text = renderHtml(hostileProfile(), ['RUNNABLE'], { title: '', subtitle: '' });
    const data = /id="profile">(.*?)<\/script>/s.exec(text)?.[1] ?? '';
    assert.doesNotMatch(data, /</);
    assert.equal((JSON.parse(data) as { names: string[] }).names.length, hostileProfile().frames.length);
  });
});

describe('an exported SVG', () => {
  const render = (text: string, more = {}) => {
    const profile = profileOf(text);
    const { total, sum } = computeCallTree(profile, ['RUNNABLE']);
    return renderSvg({ profile, total, sum, title: 'shop', subtitle: '', ...more });
  };

  it('is one file that names no other but its namespaces', () => {
    assert.deepEqual(addressesIn(render(SHOP)).sort(), [
      'http://www.w3.org/1999/xhtml',
      'http://www.w3.org/2000/svg',
    ]);
  });

  it('says how many calls it left out', () => {
    const many = Array.from({ length: 5 }, (_, i) => `f${i}  1`).join('\n');
    assert.match(
      render(`main  9995\n${many}`),
      />5 calls are narrower than 0\.1 % of the whole and not drawn\.</,
    );
    assert.match(render('main  199\nf  1', { minimumShare: 0.01 }), />1 call is narrower than 1 % of/);
    assert.doesNotMatch(render('main  1'), /narrower than/);
  });

  it('gives no percentage under 20 samples', () => {
    assert.match(render('main  19'), /<title>all\n19 samples<\/title>/);
    assert.match(render('main  20'), /<title>all\n100\u00a0% · 20 samples<\/title>/);
  });

  it('takes colours, with a label that can be told from each', () => {
    const colours = ['#000000', '#ffffff', '#1f77b4', '"><script>'];
    const text = render('a  1\nb  1\nc  1\nd  1', { colourOf: (row: number) => colours[row] });
    const inks = [...text.matchAll(/style="fill:(#\w+)"\/><text [^>]* style="fill:(#\w+)"/g)];
    assert.deepEqual(
      inks.map(([, fill, ink]) => `${ink} on ${fill}`),
      ['#ffffff on #000000', '#000000 on #ffffff', '#ffffff on #1f77b4'],
    );
    assert.equal(/"><script>/.test(text), false);
  });
});
