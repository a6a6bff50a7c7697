import assert from 'node:assert/strict';
import type { Transform } from '../../../src/profile/transforms';
import { actionForKey, actionsFor } from '../../../webview/graph/actions';
import { GraphEngine } from '../../../webview/graph/graph-engine';
import type { GraphEvent, GraphState } from '../../../webview/graph/graph-state';
import { createGraphState, reduceGraph } from '../../../webview/graph/graph-state';
import { intentOf } from '../../../webview/chart/keys';
import { profileOf } from '../../fixtures/text-profile';
import { boxNamed, queryOf } from '../chart-fixture';

const profile = profileOf('shop.web:main @/srv/web.py:1\n  shop.db:load @/srv/db.py:3  RUNNABLE 5');

/** What somebody does once they see the picture. */
function run(...events: readonly GraphEvent[]): GraphState {
  return withPicture(events.reduce(reduceGraph, withPicture(createGraphState({ width: 400, height: 100 }))));
}

function withPicture(state: GraphState): GraphState {
  const engine = new GraphEngine();
  engine.load(profile);
  const { visualization, transforms, order } = state.wanted;
  const columns = [['RUNNABLE'], ['RUNNABLE']];
  const picture = engine.draw({ visualization, transforms, order, columns, widths: 'first', byState: false });
  return reduceGraph(state, { type: 'picture', picture, arrangement: state.wanted });
}

const NO_KEYS = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

function planOf(key: string, state: GraphState, path?: string, keys: Partial<typeof NO_KEYS> = {}): string {
  const boxes = state.shown?.chart.boxes;
  assert.ok(boxes);
  const box = path === undefined ? undefined : boxNamed(boxes, path);
  const action = actionForKey(state, box, { key, ...NO_KEYS, ...keys });
  if (!action) return 'nothing';
  const { plan } = action;
  if ('why' in plan) return plan.why;
  return plan.type === 'transform' ? print(plan.transform) : plan.type;
}

function print(transform: Transform): string {
  const { type, ...rest } = transform;
  return `${type} ${Object.entries(rest)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' ')}`;
}

describe('single keys', () => {
  const load = 'shop.web:main > shop.db:load';
  const of = '{"name":"shop.db:load","file":"/srv/db.py"}';
  const check = (key: string, expected: string): void => assert.equal(planOf(key, run(), load), expected);

  it('focus, hide, merge and drop the function', () => {
    check('f', `focus-function function ${of}`);
    check('h', `hide-function function ${of}`);
    check('m', `merge-function function ${of}`);
    check('d', `drop-function function ${of}`);
  });

  it('focus on the call path, from the side that it was drawn from', () => {
    const path =
      '[{"name":"shop.web:main","file":"/srv/web.py"},{"name":"shop.db:load","file":"/srv/db.py"}]';
    check('F', `focus-subtree path ${path} inverted false`);
    const hotspots = run({ type: 'visualize', visualization: { type: 'hotspots' } });
    assert.match(planOf('F', hotspots, 'shop.db:load'), /inverted true$/);
  });

  it('collapse recursion and the package', () => {
    check('r', 'collapse-recursion direct false function undefined');
    check('R', 'collapse-recursion direct true function undefined');
    check('p', 'collapse-package package shop.db');
  });

  it('hide or keep what the search finds, and say so where there is none', () => {
    const query = queryOf('load');
    const searching = run({ type: 'search', query });
    assert.equal(planOf('H', searching), `hide-matching query ${JSON.stringify(query)}`);
    assert.equal(planOf('k', searching), `keep-matching query ${JSON.stringify(query)}`);
    assert.equal(planOf('k', run()), 'Search for something first.');
  });

  it('say what is missing', () => {
    assert.equal(planOf('f', run()), 'Select a frame first.');
    assert.equal(planOf('f', run(), 'all'), 'Select a frame first.');
    assert.equal(planOf('u', run()), 'There is nothing to undo.');
    const inspect: GraphEvent = {
      type: 'visualize',
      visualization: { type: 'inspect', function: { name: 'shop.db:load', file: '' } },
    };
    assert.match(planOf('F', run(inspect), 'shop.web:main'), /not from entry points/);
  });

  it('undo and redo as everywhere', () => {
    const undone = run({ type: 'order', order: 'weight' }, { type: 'undo' });
    assert.equal(planOf('z', undone, undefined, { ctrlKey: true, shiftKey: true }), 'redo');
    assert.equal(planOf('y', undone, undefined, { ctrlKey: true }), 'redo');
    const done = run({ type: 'order', order: 'weight' });
    assert.equal(planOf('z', done, undefined, { metaKey: true }), 'undo');
    assert.equal(planOf('f', done, load, { ctrlKey: true }), 'nothing');
  });

  it('mean one thing each, and nothing that the chart itself does', () => {
    const keys = actionsFor(run(), undefined).map(({ key }) => key);
    assert.equal(new Set(keys).size, keys.length);
    for (const key of [...keys, 't', 'c', 'e', '?']) {
      assert.equal(intentOf({ key, ...NO_KEYS }), undefined, key);
    }
  });
});
