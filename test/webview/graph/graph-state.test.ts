import assert from 'node:assert/strict';
import type { StateView } from '../../../src/profile/thread-states';
import { statesOf } from '../../../src/profile/thread-states';
import { PLAIN_VIEW } from '../../../src/protocol/view-spec';
import { isViewSpec } from '../../../src/protocol/view-spec-guard';
import { GraphEngine } from '../../../webview/graph/graph-engine';
import type { GraphEvent, GraphState } from '../../../webview/graph/graph-state';
import { createGraphState, reduceGraph, specOf } from '../../../webview/graph/graph-state';
import { profileOf } from '../../fixtures/text-profile';
import { boxNamed, printChart, queryOf } from '../chart-fixture';

const SHOP = `
main
  cart  RUNNABLE 10
    quote  RUNNABLE 30
  load  RUNNABLE 40
worker
  quote  RUNNABLE 20
`;

const profile = profileOf(SHOP);

/** Every event is followed by the picture that it asks for. */
function run(...events: readonly GraphEvent[]): GraphState {
  return events.reduce(
    (state, event) => withPicture(reduceGraph(state, event)),
    withPicture(createGraphState({ width: 400, height: 200 })),
  );
}

function withPicture(state: GraphState): GraphState {
  const engine = new GraphEngine();
  engine.load(profile);
  const { visualization, transforms, order, states } = state.wanted;
  const columns = [states, states].map((view: StateView) => statesOf(view, profile.samples.states));
  const picture = engine.draw({ visualization, transforms, order, columns, widths: 'first', byState: false });
  return reduceGraph(state, { type: 'picture', picture, arrangement: state.wanted });
}

const inState = (state: GraphState, path: string): number => {
  assert.ok(state.shown);
  return boxNamed(state.shown.chart.boxes, path);
};
const plain = run();
const zoom = (path: string): GraphEvent => ({ type: 'zoom', box: inState(plain, path) });
const select = (path: string): GraphEvent => ({ type: 'select', box: inState(plain, path) });
const hide = (name: string): GraphEvent => ({
  type: 'transform',
  transform: { type: 'hide-function', function: { name, file: '' } },
});
const hotspots: GraphEvent = { type: 'visualize', visualization: { type: 'hotspots' } };
const overview: GraphEvent = { type: 'visualize', visualization: { type: 'overview' } };

const print = ({ shown, wanted, past, future }: GraphState): string => {
  assert.ok(shown);
  const changes = wanted.transforms.map(({ type }) => type).join(', ') || 'nothing changed';
  return `${wanted.visualization.type}, ${changes}, ${past.length} back, ${future.length} on; ${printChart(shown.chart)}`;
};
const check = (events: readonly GraphEvent[], expected: string): void =>
  assert.equal(print(run(...events)), expected);

describe('what is wanted of a graph', () => {
  it('is remembered step by step', () => {
    check(
      [hide('quote'), hotspots],
      'hotspots, hide-function, 2 back, 0 on; zoomed to all, nothing selected, 0–100 % seen',
    );
  });

  it('keeps the selected function over steps that are taken faster than their pictures come', () => {
    const steps: readonly GraphEvent[] = [hotspots, { type: 'undo' }, { type: 'redo' }];
    for (let arriving = 0; arriving < 1 << steps.length; arriving += 1) {
      const late = steps.reduce(
        (state, step, index) => {
          const next = reduceGraph(state, step);
          return arriving & (1 << index) ? withPicture(next) : next;
        },
        run(select('main > cart > quote')),
      );
      const pictures = `after steps ${steps.flatMap((_, index) => (arriving & (1 << index) ? [index] : [])).join()}`;
      assert.match(print(withPicture(late)), /^hotspots.* quote selected/, pictures);
      const back = withPicture(reduceGraph(late, { type: 'undo' }));
      assert.match(print(back), /^overview.* quote selected/, pictures);
    }
  });

  it('is undone and redone, with the place in it', () => {
    const events = [zoom('main > cart'), select('main > cart'), hide('quote'), { type: 'undo' } as const];
    check(
      events,
      'overview, nothing changed, 0 back, 1 on; zoomed to main > cart, main > cart selected, 0–40 % seen',
    );
    check(
      [...events, { type: 'redo' }],
      'overview, hide-function, 1 back, 0 on; zoomed to main > cart, main > cart selected, 0–40 % seen',
    );
  });

  it('has nothing to undo or redo at the ends', () => {
    check(
      [{ type: 'undo' }],
      'overview, nothing changed, 0 back, 0 on; zoomed to all, nothing selected, 0–100 % seen',
    );
    check(
      [{ type: 'redo' }],
      'overview, nothing changed, 0 back, 0 on; zoomed to all, nothing selected, 0–100 % seen',
    );
  });

  it('forgets what was undone when something else is done', () => {
    check(
      [hide('quote'), { type: 'undo' }, hide('load')],
      'overview, hide-function, 1 back, 0 on; zoomed to all, nothing selected, 0–100 % seen',
    );
  });

  it('is taken back one by one, whichever, or all', () => {
    const types = (event: GraphEvent) =>
      run(hide('quote'), hide('load'), event).wanted.transforms.map((transform) =>
        transform.type === 'hide-function' ? transform.function.name : '',
      );
    assert.deepEqual(types({ type: 'untransform', indexes: [0] }), ['load']);
    assert.deepEqual(types({ type: 'untransform' }), []);
  });

  it('leaves colours and thread states out of the steps: they have controls of their own', () => {
    const state = run({ type: 'colour', colour: 'package' }, { type: 'states', states: 'latency' });
    assert.deepEqual(
      [state.past.length, state.wanted.colour, state.wanted.states],
      [0, 'package', 'latency'],
    );
    const undone = run(hide('quote'), { type: 'colour', colour: 'state' }, { type: 'undo' });
    assert.equal(undone.wanted.colour, 'state');
  });

  it('is not the same twice: no step changes nothing', () => {
    const collapse: GraphEvent = {
      type: 'transform',
      transform: { type: 'collapse-recursion', direct: false, function: undefined },
    };
    const noStep = [overview, { type: 'order', order: 'name' }, { type: 'untransform' }] as const;
    assert.equal(run(...noStep).past.length, 0);
    assert.equal(run(collapse, collapse).past.length, 1);
  });

  it('is done once when its key is held down', () => {
    const held = [hide('quote'), hide('quote'), hide('quote')].reduce(reduceGraph, plain);
    assert.equal(held.wanted.transforms.length, 1);
  });

  it('has no step before anything was shown', () => {
    const linked = reduceGraph(createGraphState({ width: 400, height: 200 }), {
      type: 'apply',
      spec: { ...PLAIN_VIEW, order: 'weight' },
    });
    assert.equal(withPicture(linked).past.length, 0);
  });
});

describe('the place in a graph', () => {
  it('is the stretch that the wheel chose, also when a step is taken back', () => {
    const wheel: GraphEvent = { type: 'zoom-around', x: 0, factor: 2 };
    const seen = 'zoomed to all, nothing selected, 0–50 % seen';
    check([wheel, hide('quote'), { type: 'undo' }], `overview, nothing changed, 0 back, 1 on; ${seen}`);
    check([wheel, hotspots, { type: 'undo' }], `overview, nothing changed, 0 back, 1 on; ${seen}`);
  });

  it('is where somebody went while the picture of an undone step was on its way', () => {
    const undone = reduceGraph(run(select('main'), hide('quote')), { type: 'undo' });
    const there = withPicture(reduceGraph(undone, { type: 'select', box: inState(undone, 'worker') }));
    assert.match(print(there), / worker selected/);
  });

  it('stays where a transform leaves it', () => {
    check(
      [zoom('main'), select('main > load'), hide('quote')],
      'overview, hide-function, 1 back, 0 on; zoomed to main, main > load selected, 0–80 % seen',
    );
  });

  it('follows the selected function into another picture and back', () => {
    check(
      [select('main > cart > quote'), hotspots],
      'hotspots, nothing changed, 1 back, 0 on; zoomed to all, quote selected, 0–100 % seen',
    );
    check(
      [select('main > cart > quote'), hotspots, overview],
      'overview, nothing changed, 2 back, 0 on; zoomed to all, main > cart > quote selected, 0–100 % seen',
    );
  });

  it('is the inspected function itself', () => {
    check(
      [
        select('main > load'),
        { type: 'visualize', visualization: { type: 'inspect', function: { name: 'load', file: '' } } },
      ],
      'inspect, nothing changed, 1 back, 0 on; zoomed to all, all selected, 0–100 % seen',
    );
  });

  it('is at the nearest caller of what was hidden', () => {
    check(
      [select('main > load'), hide('load')],
      'overview, hide-function, 1 back, 0 on; zoomed to all, main selected, 0–100 % seen',
    );
  });
});

describe('a view as a value', () => {
  it('brings back everything', () => {
    const before = run(
      hide('load'),
      hotspots,
      { type: 'order', order: 'weight' },
      { type: 'colour', colour: 'state' },
      { type: 'search', query: queryOf('quote') },
      { type: 'select', box: 0 },
    );
    const after = run({ type: 'apply', spec: specOf(before) });
    assert.deepEqual(specOf(after), specOf(before));
    assert.equal(print(after).replace(/\d+ back/, ''), print(before).replace(/\d+ back/, ''));
  });

  it('is plain before anything was done', () => {
    assert.deepEqual(specOf(plain), PLAIN_VIEW);
  });

  it('names the function while a picture of another kind is on its way', () => {
    const onItsWay = reduceGraph(run(zoom('main'), select('main > cart > quote')), hotspots);
    const { zoom: zoomed, selected } = specOf(onItsWay);
    assert.deepEqual([zoomed, selected], [[], [{ name: 'quote', file: '' }]]);
    const inspected = reduceGraph(run(select('main > load')), {
      type: 'visualize',
      visualization: { type: 'inspect', function: { name: 'load', file: '' } },
    });
    assert.deepEqual(specOf(inspected).selected, []);
  });

  it('can be undone as one step', () => {
    assert.deepEqual(
      run({ type: 'apply', spec: { ...PLAIN_VIEW, order: 'weight' } }, { type: 'undo' }).wanted.order,
      'name',
    );
  });
});

describe('a step to a match', () => {
  it('is taken as soon as the matches are there, when it was asked for before', () => {
    const query = queryOf('quote');
    const asked = run({ type: 'search', query });
    const early = reduceGraph(asked, { type: 'match', direction: 1 });
    assert.equal(early.shown?.chart.selected, undefined);
    const picture = early.shown?.picture;
    assert.ok(picture);
    const found = {
      frames: new Uint8Array(9),
      stacks: new Int32Array([inState(plain, 'worker > quote')]),
      samples: 20,
    };
    const late = reduceGraph(early, { type: 'matches', query, picture, found });
    assert.equal(late.shown?.chart.selected, inState(plain, 'worker > quote'));
  });
});

describe('what comes late', () => {
  it('is dropped: matches of another query or of another picture', () => {
    const { shown } = plain;
    assert.ok(shown);
    const { picture } = shown;
    const found = { frames: new Uint8Array(9), stacks: new Int32Array([0]), samples: 1 };
    const query = queryOf('quote');
    const asked = run({ type: 'search', query });
    const late: GraphEvent = { type: 'matches', query: queryOf('quote'), picture, found };
    assert.equal(reduceGraph(asked, late).shown?.chart.found, undefined);
    assert.equal(reduceGraph(asked, { ...late, query }).shown?.chart.found, undefined);
    const current = asked.shown?.picture ?? picture;
    const inTime: GraphEvent = { type: 'matches', query, picture: current, found };
    assert.equal(reduceGraph(asked, inTime).shown?.chart.found, found);
  });

  it('leaves the picture and says why, when there is none', () => {
    const state = reduceGraph(run(select('main')), { type: 'problem', message: 'Out of memory.' });
    assert.deepEqual(
      [state.problem, state.shown?.chart.selected],
      ['Out of memory.', inState(plain, 'main')],
    );
    assert.equal(reduceGraph(state, hotspots).problem, '');
  });
});

describe('a very deep place', () => {
  it('is kept as far as whoever reads it accepts', () => {
    const deep = Array.from({ length: 5000 }, () => ({ name: 'f' }));
    const spec = { ...PLAIN_VIEW, zoom: deep, selected: deep };
    const kept = specOf(reduceGraph(createGraphState({ width: 400, height: 200 }), { type: 'apply', spec }));
    assert.deepEqual([kept.zoom.length, kept.selected?.length], [2000, 2000]);
    assert.ok(isViewSpec(kept));
  });

  it('is kept up to a name that is too long', () => {
    const selected = [{ name: 'main' }, { name: 'f'.repeat(100_000) }, { name: 'g' }];
    const spec = { ...PLAIN_VIEW, selected };
    const kept = specOf(reduceGraph(createGraphState({ width: 400, height: 200 }), { type: 'apply', spec }));
    assert.deepEqual(kept.selected, [{ name: 'main' }]);
    assert.ok(isViewSpec(kept));
  });
});
