import assert from 'node:assert/strict';
import type { ChartEvent } from '../../webview/chart/chart-state';
import { atPlace, createChartState, placeOf, reduceChart } from '../../webview/chart/chart-state';
import { SHOP, boxNamed, boxesOf, chartOf, printChart, queryOf } from './chart-fixture';

const boxes = boxesOf(SHOP);
const zoom = (path: string): ChartEvent => ({ type: 'zoom', box: boxNamed(boxes, path) });
const select = (path: string): ChartEvent => ({ type: 'select', box: boxNamed(boxes, path) });
const search = (text: string): ChartEvent => ({ type: 'search', query: queryOf(text) });
const next: ChartEvent = { type: 'match', direction: 1 };
const previous: ChartEvent = { type: 'match', direction: -1 };
const back: ChartEvent = { type: 'back' };

const check = (events: readonly ChartEvent[], expected: string): void => {
  assert.equal(printChart(chartOf(SHOP, ...events)), expected);
};

describe('zooming', () => {
  it('shows a box from edge to edge', () => {
    check([zoom('main > cart')], 'zoomed to main > cart, nothing selected, 0–40 % seen');
    check([zoom('worker')], 'zoomed to worker, nothing selected, 80–100 % seen');
  });

  it('goes back the way it came, then to the whole', () => {
    const way = [zoom('main'), zoom('main > load'), zoom('worker')];
    check([...way, back], 'zoomed to main > load, nothing selected, 40–80 % seen');
    check([...way, back, back, back], 'zoomed to all, nothing selected, 0–100 % seen');
    check([back], 'zoomed to all, nothing selected, 0–100 % seen');
  });

  it('remembers a box once that is zoomed to twice', () => {
    check([zoom('main'), zoom('main'), back], 'zoomed to all, nothing selected, 0–100 % seen');
  });

  it('by hand keeps the crumb that still holds the view', () => {
    const wheel: ChartEvent = { type: 'zoom-around', x: 0, factor: 2 };
    check([zoom('main > cart'), wheel], 'zoomed to main > cart, nothing selected, 0–20 % seen');
  });

  it('by hand beyond a box leaves it for a caller that holds the view', () => {
    const pan: ChartEvent = { type: 'pan', dx: -40, dy: 0 };
    check([zoom('main > cart'), pan], 'zoomed to main, nothing selected, 4–44 % seen');
  });

  it('goes back to the whole of the crumb first after a zoom by hand', () => {
    const wheel: ChartEvent = { type: 'zoom-around', x: 0, factor: 2 };
    check([zoom('main > cart'), wheel, back], 'zoomed to main > cart, nothing selected, 0–40 % seen');
  });

  it('scrolls a deep box into view and leaves the scroll alone otherwise', () => {
    const deep = Array.from({ length: 40 }, (_, depth) => `${' '.repeat(depth)}f${depth}`).join('\n') + '  5';
    const [state] = [chartOf(deep)];
    const bottom = reduceChart(state, { type: 'zoom', box: 35 });
    assert.equal(bottom.viewport.top, 36 * 20 - 40);
    assert.equal(reduceChart(bottom, { type: 'zoom', box: 36 }).viewport.top, bottom.viewport.top);
  });

  it('scrolls only as far as it must to what was selected before there was a height', () => {
    const deep = Array.from({ length: 40 }, (_, depth) => `${' '.repeat(depth)}f${depth}`).join('\n') + '  5';
    const topOf = (box: number): number => {
      const unsized = reduceChart(chartOf(deep), { type: 'resize', width: 0, height: 0 });
      const opened = reduceChart(unsized, { type: 'reveal', box });
      return reduceChart(opened, { type: 'resize', width: 400, height: 200 }).viewport.top;
    };
    assert.deepEqual([topOf(5), topOf(25)], [0, 26 * 20 - 40]);
  });
});

describe('walking', () => {
  const step = (way: 'up' | 'down' | 'next' | 'previous'): ChartEvent => ({ type: 'step', step: way });

  it('begins where it was zoomed to', () => {
    check([zoom('main'), step('down')], 'zoomed to main, main selected, 0–80 % seen');
  });

  it('moves the selection and nothing else while it can be seen', () => {
    const walk = [select('main'), step('down'), step('next'), step('down')];
    check(walk, 'zoomed to all, main > load > parse selected, 0–100 % seen');
  });

  it('brings a box into view that is beside the zoomed part', () => {
    const walk = [zoom('main > load'), select('main > load'), step('next')];
    check(walk, 'zoomed to all, worker > quote selected, 0–100 % seen');
  });
});

describe('searching', () => {
  it('counts call paths and, once each, samples', () => {
    const { found } = chartOf(SHOP, search('quote'));
    assert.deepEqual([found?.stacks.length, found?.samples], [2, 40]);
  });

  it('goes from match to match and round', () => {
    check([search('quote'), next], 'zoomed to all, main > cart > quote selected, 0–100 % seen, match 1');
    check([search('quote'), next, next], 'zoomed to all, worker > quote selected, 0–100 % seen, match 2');
    check(
      [search('quote'), next, next, next],
      'zoomed to all, main > cart > quote selected, 0–100 % seen, match 1',
    );
    check([search('quote'), previous], 'zoomed to all, worker > quote selected, 0–100 % seen, match 2');
  });

  it('goes on from where the person is', () => {
    const events = [search('quote'), next, select('main > load'), next];
    check(events, 'zoomed to all, worker > quote selected, 0–100 % seen, match 2');
  });

  it('does nothing without a match', () => {
    check([search('nowhere'), next], 'zoomed to all, nothing selected, 0–100 % seen');
  });

  it('zooms no further than it must to show a match that is too narrow', () => {
    const state = chartOf('main\n  wide  99900\n  work\n    needle  100', search('needle'), next);
    assert.match(printChart(state), /^zoomed to main > work, main > work > needle selected/);
  });

  it('ends with an empty query', () => {
    assert.equal(chartOf(SHOP, search('quote'), search(' ')).found, undefined);
  });
});

describe('a refresh', () => {
  const events = [zoom('main > cart'), select('main > cart > quote'), search('quote')];
  const check = (text: string, expected: string): void => {
    const state = reduceChart(chartOf(SHOP, ...events), {
      type: 'replace',
      boxes: boxesOf(text),
      keep: 'place',
    });
    assert.equal(printChart(state), expected);
    assert.equal(state.query.text, 'quote');
  };

  it('keeps zoom and selection by call path, whatever rows they have now', () => {
    const grown = `aaa  100\n${SHOP.replace('tax  10', 'tax  110')}`;
    check(grown, 'zoomed to main > cart, main > cart > quote selected, 33.3–80 % seen');
  });

  it('goes to the nearest caller of what is gone', () => {
    check('main  10\n  load  10', 'zoomed to main, main selected, 0–100 % seen');
  });

  it('keeps the way back', () => {
    const before = chartOf(SHOP, zoom('main'), zoom('main > cart'));
    const after = reduceChart(before, { type: 'replace', boxes: boxesOf(`aaa  1\n${SHOP}`), keep: 'place' });
    assert.match(printChart(reduceChart(after, back)), /^zoomed to main,/);
  });
});

describe('a place', () => {
  it('brings a new chart to where an old one was', () => {
    const old = chartOf(SHOP, zoom('main > cart'), select('worker > quote'), search('tax'));
    const restored = atPlace(createChartState(boxesOf(SHOP), { width: 400, height: 100 }), placeOf(old));
    assert.equal(printChart(restored), printChart(old));
    assert.deepEqual(restored.query, old.query);
  });
});
