import assert from 'node:assert/strict';
import { joinProfiles } from '../../src/profile/compare-join';
import { scaleSides } from '../../src/profile/compare-normalization';
import type { Normalization } from '../../src/profile/compare-normalization';
import { MINIMUM_SAMPLES } from '../../src/profile/significance';
import type { ProfileMeta } from '../../src/profile/tables';
import type { CompareSide, CompareSnapshot, CompareSort } from '../../src/protocol/compare';
import { PLAIN_VIEW } from '../../src/protocol/view-spec';
import { widestPlace } from '../../webview/chart/chart-state';
import { changeDetails, changeFigure, headline } from '../../webview/compare/change-text';
import type { CompareEvent, CompareState, ShownCompare } from '../../webview/compare/compare-state';
import {
  EMPTY_COMPARE,
  isRefused,
  reduceCompare,
  savedCompare,
  wantedSides,
} from '../../webview/compare/compare-state';
import type { CompareModel } from '../../webview/compare/model';
import { changeOf, comparePicture } from '../../webview/compare/model';
import type { Visualization } from '../../src/profile/visualization';
import type { ChangeFilter } from '../../webview/compare/rows';
import { countChanges, listChanges } from '../../webview/compare/rows';
import { tableAsCsv } from '../../webview/compare/table-csv';
import { GraphEngine } from '../../webview/graph/graph-engine';
import { packVerdict, unpackVerdict } from '../../webview/graph/packed-verdict';
import { boxesOf } from '../../webview/graph/picture';
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

function sideOf(text: string, start = 0): CompareSide {
  const source = { connectionId: 'local', group: 'shop', range: { start, end: start + 1 } };
  return {
    source,
    label: 'shop',
    connectionLabel: 'Embedded service',
    start,
    end: start + 1,
    profile: profileOf(text),
    cost: undefined,
  };
}

const snapshotOf = (a: string, b: string): CompareSnapshot => ({
  a: sideOf(a),
  b: sideOf(b, a === b ? 0 : 1),
  view: 'cpu',
  minimumSamples: 20,
  language,
});

/** A page after some events, its engine asked and answered at once after each. */
function run(...events: readonly CompareEvent[]): CompareState {
  const resized = reduceCompare(EMPTY_COMPARE, { type: 'resize', width: 400, height: 100 });
  return events.reduce((state, event) => settle(reduceCompare(state, event)), resized);
}

/** What main.ts brings about in a while. */
function settle(state: CompareState): CompareState {
  const of = wantedSides(state);
  if (!of) return state;
  const engine = new GraphEngine();
  const joined = { of, profile: joinProfiles(of.a.profile, of.b.profile) };
  const { normalization } = state;
  const { wanted } = state.graph;
  const scale = scaleSides(normalization, of.a.profile.meta, of.b.profile.meta);
  engine.load(joined.profile);
  const picture = engine.draw(comparePicture(wanted, joined.profile));
  const key = { joined, states: wanted.states, normalization };
  const found = engine.compare(wanted.states, scale, { minimumSamples: MINIMUM_SAMPLES });
  const verdict = unpackVerdict(packVerdict(found));
  assert.deepEqual(verdict, found);
  return [
    { type: 'joined' as const, joined },
    { type: 'judged' as const, judged: { key, verdict } },
    { type: 'picture' as const, picture, arrangement: wanted },
  ].reduce(reduceCompare, state);
}

function shownIn(state: CompareState): ShownCompare {
  assert.ok(state.shown);
  return state.shown;
}

function modelOf(a: string, b: string, ...events: readonly CompareEvent[]): CompareModel {
  return shownIn(run({ type: 'show', snapshot: snapshotOf(a, b), kept: undefined }, ...events)).model;
}

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('the table of changes', () => {
  const list = (filter: ChangeFilter, sort: CompareSort, model = modelOf(BEFORE, AFTER)): string[] =>
    listChanges(model, filter, sort).rows.map(({ frame }) => model.picture.profile.frames.name[frame]);

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

  it('puts only as many in order as are looked at', () => {
    const model = modelOf(BEFORE, AFTER);
    for (const column of ['function', 'delta', 'a'] as const) {
      for (const descending of [true, false]) {
        const sort = { column, descending };
        const all = listChanges(model, 'all', sort);
        for (let limit = 1; limit <= 6; limit++) {
          const { rows, count } = listChanges(model, 'all', sort, limit);
          assert.deepEqual(rows, all.rows.slice(0, limit), `${column}, ${limit}`);
          assert.equal(count, 5);
        }
      }
    }
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
    const { facts } = changeDetails(model, boxNamed(boxesOf(model.picture), path));
    assert.equal(plain(facts.join(' · ')), expected);
  };

  it('is both shares, the change, its ratio and how sure that is', () => {
    check('main > show', 'A 30.0 % → B 65.0 % (+35.0 points, ×2.17) · slower (99 %: +28.3 to +41.4 points)');
    check('main > load', 'A 50.0 % → B 25.0 % (−25.0 points, ×0.50) · faster (99 %: −31.7 to −18.2 points)');
  });

  it('says new and gone instead of a ratio to nothing', () => {
    check('main > fresh', 'A 0 % → B 9.5 % (+9.5 points) · new (99 %: +6.9 to +11.8 points)');
    check('main > old', 'A 19.0 % → B 0 % (−19.0 points) · gone (99 %: −23.6 to −14.5 points)');
  });

  it('is no clear change inside the interval', () => {
    const same = modelOf('a  100\nb  100', 'a  105\nb  100');
    check(
      'a',
      'A 50.0 % → B 51.2 % (+1.2 points, ×1.02) · no clear change (99 %: −16.7 to +19.1 points)',
      same,
    );
    assert.equal(changeFigure(same, boxNamed(boxesOf(same.picture), 'a')), '');
  });

  it('is nothing at too few samples', () => {
    check('a', 'too few samples', modelOf('a  5', 'a  6'));
  });

  it('turns round when the sides are swapped', () => {
    const model = modelOf(BEFORE, AFTER, { type: 'swap' });
    assert.equal(plain(changeFigure(model, boxNamed(boxesOf(model.picture), 'main > show'))), '−35.0 points');
    assert.equal(changeFigure(model, boxNamed(boxesOf(model.picture), 'main > old')), 'new');
  });

  it('costs so much a year, with the arithmetic, where both fleets are known', () => {
    const cost = {
      yearly: 10_000,
      product: '$1.14/h × 8,760 h',
      priceSource: 'list',
      priceDate: '2026-08-01',
    };
    const { a, b, ...rest } = snapshotOf(BEFORE, AFTER);
    const snapshot = { ...rest, a: { ...a, cost }, b: { ...b, cost } };
    const { model } = shownIn(run({ type: 'show', snapshot, kept: undefined }));
    const { facts, arithmetic } = changeDetails(model, boxNamed(boxesOf(model.picture), 'main > show'));
    assert.equal(plain(facts[2]), '+$3.5 k/yr');
    assert.match(
      plain(arithmetic),
      /B 65\.0 % of CPU × \$1\.14\/h × 8,760 h − A 30\.0 % of CPU × \$1\.14\/h × 8,760 h = \+\$3\.5 k\/yr \(list, 2026-08-01\)/,
    );
    assert.equal(changeDetails(modelOf(BEFORE, AFTER), 0).facts.length, 2);
  });
});

describe('the sentence of a comparison', () => {
  const check = (expected: string | RegExp, model: CompareModel): void => {
    const text = plain(headline(model));
    if (typeof expected === 'string') assert.equal(text, expected);
    else assert.match(text, expected);
  };
  const measured = (normalization: Normalization, snapshot = snapshotOf(BEFORE, AFTER)): CompareModel =>
    shownIn(run({ type: 'show', snapshot, kept: undefined }, { type: 'normalize', normalization })).model;
  /** Both sides as they come, but for some of the meta of A. */
  const withMeta = (meta: Partial<ProfileMeta>, metaB: Partial<ProfileMeta> = {}): CompareSnapshot => {
    const { a, b, ...rest } = snapshotOf(BEFORE, AFTER);
    const put = (side: CompareSide, more: Partial<ProfileMeta>): CompareSide => ({
      ...side,
      profile: { ...side.profile, meta: { ...side.profile.meta, ...more } },
    });
    return { ...rest, a: put(a, meta), b: put(b, metaB) };
  };
  const every = (seconds: number): Pick<ProfileMeta, 'weight'> => ({
    weight: { unit: 'samples', perSample: 1, seconds },
  });

  it('says what is compared, from how much, and what cannot be told', () => {
    check(
      'Each function’s share of CPU: A 1,000 samples, B 2,000 samples. ' +
        'A function of 10 % has to change by 6.2 points to be told from chance at these sample counts ' +
        '(99 %, taking samples to hang together in twos).',
      modelOf(BEFORE, AFTER),
    );
  });

  it('is one for every measure', () => {
    check(/^Each function’s share of CPU: A /, measured('share'));
    check(/^Each function’s samples of CPU per second of the range: A /, measured('per-second'));
    check(
      /^Each function’s samples of CPU as counted: A 1,000 samples, B 2,000 samples\. What is /,
      measured('samples'),
    );
    check(/^Each function’s samples of CPU per (?:host|vCPU)-hour: A /, measured('per-host'));
  });

  it('says why nothing is claimed', () => {
    check(/Too few samples to tell a change from chance: 8 samples, at least 100/, modelOf('a  8', 'a  9'));
    check(/which machines, is not known\.$/, measured('per-host', withMeta({ fleet: [] })));
  });

  it('says that a side has nothing, and calls nothing of the other new or gone', () => {
    for (const [a, b, empty] of [
      [
        'a  500',
        '',
        'A 500 samples, B 0 samples. B has no samples of CPU: what A has is shown, and nothing is claimed.',
      ],
      [
        '',
        'a  500',
        'A 0 samples, B 500 samples. A has no samples of CPU: what B has is shown, and nothing is claimed.',
      ],
    ]) {
      const model = modelOf(a, b);
      check(`Each function’s share of CPU: ${empty}`, model);
      assert.deepEqual(countChanges(model), { all: 1, slower: 0, faster: 0, new: 0, gone: 0 });
    }
  });

  it('says that both are the same, and claims nothing', () => {
    const snapshot = snapshotOf(BEFORE, BEFORE);
    const model = measured('share', snapshot);
    check(/\. Both sides are the same range\.$/, model);
    assert.deepEqual(countChanges(model), { all: 4, slower: 0, faster: 0, new: 0, gone: 0 });
  });

  it('warns of counts at different rates, but not of shares', () => {
    const snapshot = withMeta(every(0.1), every(1));
    const warning =
      /A was sampled 10 times a second and B 1 times, so counts differ by that alone: compare by share\.$/;
    check(warning, measured('samples', snapshot));
    check(/\(99 %, taking samples to hang together in twos\)\.$/, measured('share', snapshot));
    check(/in twos\)\.$/, measured('samples', withMeta(every(0.1), every(0.11))));
  });
});

describe('the boxes of a comparison', () => {
  it('are as wide as the mean of both shares, new and gone ones too', () => {
    const boxes = boxesOf(modelOf(BEFORE, AFTER).picture);
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
    const boxes = boxesOf(modelOf('a\n  x  10\nb\n  x  30', 'a\n  x  10\nb\n  x  20').picture);
    assert.equal(nameOfBox(boxes, widestPlace(boxes, 'x', '')), 'b > x');
  });

  it('are those of every picture: hottest functions first, callers and callees', () => {
    const changes = (visualization: Visualization): string => {
      const model = modelOf(BEFORE, AFTER, { type: 'visualize', visualization });
      const boxes = boxesOf(model.picture);
      return Array.from({ length: boxes.profile.stacks.length }, (_, row) => {
        const { countA, countB } = changeOf(model, row);
        return `${nameOfBox(boxes, row)} ${countA} → ${countB}`;
      }).join('\n');
    };
    assert.equal(
      changes({ type: 'hotspots' }),
      drawn(`
        show 300 → 1300
        show > main 300 → 1300
        load 500 → 500
        load > main 500 → 500
        fresh 0 → 190
        fresh > main 0 → 190
        old 190 → 0
        old > main 190 → 0
        main 10 → 10
      `),
    );
    assert.equal(changes({ type: 'inspect', function: { name: 'show', file: '' } }), 'main 300 → 1300');
  });
});

describe('the comparison page', () => {
  const snapshot = snapshotOf(BEFORE, AFTER);
  const show: CompareEvent = { type: 'show', snapshot, kept: undefined };

  it('swaps its sides and keeps its place', () => {
    const boxes = boxesOf(modelOf(BEFORE, AFTER).picture);
    const zoom: CompareEvent = { type: 'zoom', box: boxNamed(boxes, 'main > show') };
    const [before, after] = [run(show, zoom), run(show, zoom, { type: 'swap' })].map(shownIn);
    assert.equal(after.model.a, before.model.b);
    assert.equal(printChart(after.chart), printChart(before.chart));
  });

  it('sorts a new column by the biggest first, names by A first, and the same one the other way round', () => {
    const sorts = [
      run(show),
      run(show, { type: 'sort', column: 'delta' }),
      run(show, { type: 'sort', column: 'a' }),
      run(show, { type: 'sort', column: 'function' }),
    ].map(shownIn);
    assert.deepEqual(
      sorts.map(({ sort }) => `${sort.column} ${sort.descending ? 'down' : 'up'}`),
      ['delta down', 'delta up', 'a down', 'function up'],
    );
  });

  it('measures anew what it measures otherwise, and says so', () => {
    const model = modelOf(BEFORE, AFTER, { type: 'normalize', normalization: 'samples' });
    const { facts } = changeDetails(model, boxNamed(boxesOf(model.picture), 'main > show'));
    assert.match(plain(facts[0]), /^A 300 → B 1,300 \(\+1,000, ×4\.33\)$/);
    assert.match(headline(model), /samples of CPU as counted/);
  });

  it('comes back after a reload as it was arranged', () => {
    const events: CompareEvent[] = [
      show,
      { type: 'swap' },
      { type: 'sort', column: 'b' },
      { type: 'colours', colours: 'blue-orange' },
      { type: 'normalize', normalization: 'samples' },
      { type: 'visualize', visualization: { type: 'hotspots' } },
    ];
    const before = run(...events);
    const after = run({ type: 'show', snapshot, kept: savedCompare(before) });
    assert.deepEqual(savedCompare(after), savedCompare(before));
    assert.notDeepEqual(after.graph.wanted.visualization, PLAIN_VIEW.visualization);
  });

  it('keeps what it shows when another side cannot be had, and says why', () => {
    const before = run(show);
    const failed = reduceCompare(before, {
      type: 'fail',
      failure: { message: 'No such group.', canRetry: true },
    });
    assert.equal(shownIn(failed).model, shownIn(before).model);
    assert.equal(failed.failure?.message, 'No such group.');
  });

  it('draws nothing where bytes would be compared with time', () => {
    const { a, ...rest } = snapshot;
    const weight = { unit: 'bytes', perSample: 0, seconds: 0 } as const;
    const bytes = { ...a, profile: { ...a.profile, meta: { ...a.profile.meta, weight } } };
    assert.equal(isRefused(reduceCompare(run(show), { ...show, snapshot: { ...rest, a: bytes } })), true);
    assert.equal(isRefused(run(show)), false);
  });

  it('shows more rows on demand and begins anew with another list', () => {
    const limits = [
      run(show, { type: 'more' }),
      run(show, { type: 'more' }, { type: 'filter', filter: 'new' }),
    ].map((state) => shownIn(state).limit);
    assert.deepEqual(limits, [1000, 100]);
  });

  it('writes its table for spreadsheets, without letting a name be a formula', () => {
    const csv = tableAsCsv(shownIn(run({ ...show, snapshot: snapshotOf('=cmd,"x"  200', '=cmd,"x"  300') })));
    assert.equal(plain(csv.split('\r\n')[1]).slice(0, 20), `"'=cmd,""x""",100 %,`);
  });
});
