import assert from 'node:assert/strict';
import type { CompareSide, CompareSort } from '../../src/protocol/compare';
import { changeDetails, changeFigure, headline } from '../../webview/compare/change-text';
import type { CompareEvent, CompareState } from '../../webview/compare/compare-state';
import { reduceCompare } from '../../webview/compare/compare-state';
import type { CompareModel } from '../../webview/compare/model';
import { createCompareModel, widestPlace } from '../../webview/compare/model';
import type { ChangeFilter } from '../../webview/compare/rows';
import { countChanges, listChanges } from '../../webview/compare/rows';
import { drawn, profileOf } from '../fixtures/text-profile';
import { boxNamed, nameOfBox, printChart } from './chart-fixture';

const BEFORE = `
main  10
  load  500
  show  300
  old  190
`;
const AFTER = `
main  10
  load  500
  show  1300
  fresh  190
`;

const language = { locale: 'en-US', bundle: {} };

function sideOf(text: string, group = 'shop'): CompareSide {
  const source = { connectionId: 'local', group, range: { latest: 1 } };
  return {
    source,
    label: 'shop',
    connectionLabel: 'Embedded service',
    start: 0,
    end: 1,
    profile: profileOf(text),
    cost: undefined,
  };
}

function modelOf(a: string, b: string, swapped = false): CompareModel {
  const snapshot = { a: sideOf(a), b: sideOf(b), view: 'cpu' as const, minimumSamples: 20, language };
  return createCompareModel(snapshot, 'cpu', swapped);
}

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('the table of changes', () => {
  const list = (filter: ChangeFilter, sort: CompareSort, model = modelOf(BEFORE, AFTER)): string[] =>
    listChanges(model, filter, sort).map(({ frame }) => model.comparison.profile.frames.name[frame]);

  it('has the biggest changes first, whichever way they went', () => {
    assert.deepEqual(list('all', { column: 'delta', descending: true }), [
      'show',
      'load',
      'old',
      'fresh',
      'main',
    ]);
  });

  it('sorts by every column, both ways', () => {
    const names = ['fresh', 'load', 'main', 'old', 'show'];
    assert.deepEqual(list('all', { column: 'function', descending: false }), names);
    assert.deepEqual(list('all', { column: 'function', descending: true }), [...names].reverse());
    assert.deepEqual(list('all', { column: 'a', descending: true }).slice(0, 3), ['main', 'load', 'show']);
    assert.deepEqual(list('all', { column: 'b', descending: true }).slice(0, 3), ['main', 'show', 'load']);
    assert.deepEqual(list('all', { column: 'ratio', descending: true }), [
      'fresh',
      'show',
      'main',
      'load',
      'old',
    ]);
  });

  it('lists slower, faster, new and gone apart, and counts them', () => {
    const byName: CompareSort = { column: 'function', descending: false };
    assert.deepEqual(list('slower', byName), ['show']);
    assert.deepEqual(list('faster', byName), ['load']);
    assert.deepEqual(list('new', byName), ['fresh']);
    assert.deepEqual(list('gone', byName), ['old']);
    assert.deepEqual(countChanges(modelOf(BEFORE, AFTER)), { all: 5, slower: 1, faster: 1, new: 1, gone: 1 });
  });

  it('claims nothing below the floor of samples', () => {
    const few = modelOf('a  15', 'b  15');
    assert.deepEqual(countChanges(few), { all: 2, slower: 0, faster: 0, new: 0, gone: 0 });
  });
});

describe('what is said of a change', () => {
  const check = (path: string, expected: string, model = modelOf(BEFORE, AFTER)): void => {
    const { facts } = changeDetails(model, boxNamed(model.boxes, path));
    assert.equal(plain(facts.join(' · ')), expected);
  };

  it('is both shares, the change, its ratio and how sure that is', () => {
    check('main > show', 'A 30.0 % → B 65.0 % (+35.0 points, ×2.17) · slower (95 %: +31.4 to +38.5 points)');
    check('main > load', 'A 50.0 % → B 25.0 % (−25.0 points, ×0.50) · faster (95 %: −28.6 to −21.3 points)');
  });

  it('says new and gone instead of a ratio to nothing', () => {
    check('main > fresh', 'A 0 % → B 9.5 % (+9.5 points) · new (95 %: +8.1 to +10.7 points)');
    check('main > old', 'A 19.0 % → B 0 % (−19.0 points) · gone (95 %: −21.4 to −16.6 points)');
  });

  it('is no clear change inside the interval', () => {
    const same = modelOf('a  100\nb  100', 'a  105\nb  100');
    check(
      'a',
      'A 50.0 % → B 51.2 % (+1.2 points, ×1.02) · no clear change (95 %: −8.5 to +10.9 points)',
      same,
    );
    assert.equal(changeFigure(same, boxNamed(same.boxes, 'a')), '');
  });

  it('is nothing at too few samples', () => {
    check('a', 'too few samples', modelOf('a  5', 'a  6'));
  });

  it('turns round when the sides are swapped', () => {
    const model = modelOf(BEFORE, AFTER, true);
    assert.equal(plain(changeFigure(model, boxNamed(model.boxes, 'main > show'))), '−35.0 points');
    assert.equal(changeFigure(model, boxNamed(model.boxes, 'main > old')), 'new');
  });

  it('begins with what is compared, from how much, and what cannot be told', () => {
    const text = plain(headline(modelOf(BEFORE, AFTER), Date.UTC(2026, 0, 1)))
      .replace(/A is .*? \(/, 'A is … (')
      .replace(/B is .*? \(/, 'B is … (');
    assert.equal(
      text,
      'Share of CPU in each range: A is … (1,000 samples), B is … (2,000 samples). ' +
        'Differences within about ± 2.3 points (for a function of 10 %) are not distinguishable at these sample counts.',
    );
    assert.match(
      headline(modelOf('a  8', 'a  9'), 0),
      /Too few samples to tell a change from chance: 8 samples, at least 20/,
    );
  });
});

describe('the boxes of a comparison', () => {
  it('are as wide as the mean of both shares, new and gone ones too', () => {
    const { boxes } = modelOf(BEFORE, AFTER);
    const { layout, profile } = boxes;
    const shares = [...layout.width].map(
      (width, row) => `${nameOfBox(boxes, row)} ${((100 * width) / layout.sum).toFixed(2)}`,
    );
    assert.equal(profile.stacks.length, shares.length);
    assert.equal(
      shares.join('\n'),
      drawn(`
        main 100.00
        main > fresh 4.75
        main > load 37.50
        main > old 9.50
        main > show 47.50
      `),
    );
  });

  it('have a widest place for each function', () => {
    const model = modelOf('a\n  x  10\nb\n  x  30', 'a\n  x  10\nb\n  x  20');
    const frame = model.comparison.profile.frames.name.indexOf('x');
    assert.equal(nameOfBox(model.boxes, widestPlace(model, frame)), 'b > x');
  });
});

describe('the comparison page', () => {
  const start: CompareState = { phase: 'loading', size: { width: 400, height: 100 } };
  const snapshot = {
    a: sideOf(BEFORE),
    b: sideOf(AFTER),
    view: 'cpu' as const,
    minimumSamples: 20,
    language,
  };
  const show: CompareEvent = { type: 'show', snapshot, kept: undefined };
  const run = (...events: readonly CompareEvent[]) => {
    const state = events.reduce(reduceCompare, start);
    assert.ok(state.phase === 'shown');
    return state;
  };

  it('swaps its sides and keeps its place', () => {
    const zoomed = run(show, { type: 'zoom', box: boxNamed(modelOf(BEFORE, AFTER).boxes, 'main > show') });
    const swapped = reduceCompare(zoomed, { type: 'swap' });
    assert.ok(swapped.phase === 'shown' && swapped.model.swapped);
    assert.equal(printChart(swapped.chart), printChart(zoomed.chart));
  });

  it('sorts a new column by the biggest first, names by A first, and the same one the other way round', () => {
    const sorts = [
      run(show),
      run(show, { type: 'sort', column: 'delta' }),
      run(show, { type: 'sort', column: 'a' }),
      run(show, { type: 'sort', column: 'function' }),
    ];
    assert.deepEqual(
      sorts.map(({ sort }) => `${sort.column} ${sort.descending ? 'down' : 'up'}`),
      ['delta down', 'delta up', 'a down', 'function up'],
    );
  });

  it('comes back after a reload as it was arranged', () => {
    const kept = {
      a: snapshot.a.source,
      b: snapshot.b.source,
      view: 'cpu' as const,
      swapped: true,
      sort: { column: 'b' as const, descending: false },
      colours: 'blue-orange' as const,
    };
    const { model, sort, colours } = run({ ...show, kept });
    assert.deepEqual([model.swapped, sort, colours], [true, kept.sort, 'blue-orange']);
  });

  it('shows more rows on demand and begins anew with another list', () => {
    const more = run(show, { type: 'more' });
    assert.deepEqual(
      [more.limit, run(show, { type: 'more' }, { type: 'filter', filter: 'new' }).limit],
      [1000, 100],
    );
  });
});
