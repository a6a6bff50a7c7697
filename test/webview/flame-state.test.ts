import assert from 'node:assert/strict';
import type { FlameSnapshot } from '../../src/protocol/flame';
import { PLAIN_VIEW } from '../../src/protocol/view-spec';
import type { FlameEvent, FlameState } from '../../webview/flame/flame-state';
import { specOf } from '../../webview/graph/graph-state';
import { boxNamed, printChart, queryOf } from './chart-fixture';
import { runFlame as run, snapshotOf } from './flame-fixture';

const STATES = `
main
  work  RUNNABLE 60
  wait  WAITING 40
other
  work  RUNNABLE 20
`;

describe('the flame graph page', () => {
  const show = (
    text: string,
    more: Partial<Extract<FlameEvent, { type: 'show' }>> = {},
    changed: Partial<FlameSnapshot> = {},
  ): FlameEvent => ({
    type: 'show',
    snapshot: { ...snapshotOf(text), ...changed },
    target: undefined,
    kept: undefined,
    ...more,
  });
  const print = (state: FlameState): string => {
    if (state.shown) return printChart(state.shown.chart);
    return state.failure?.message ?? `loading ${state.loading}`;
  };
  const check = (events: readonly FlameEvent[], expected: string): void =>
    assert.equal(print(run(...events)), expected);
  const select = (path: string): FlameEvent => {
    const { shown } = run(show(STATES));
    assert.ok(shown);
    return { type: 'zoom', box: boxNamed(shown.chart.boxes, path) };
  };

  it('says what it loads, and why that failed', () => {
    check([{ type: 'load', group: 'shop' }], 'loading shop');
    check(
      [{ type: 'fail', failure: { message: 'The group is gone.', canRetry: false } }],
      'The group is gone.',
    );
  });

  it('keeps what it shows while its successor is loaded', () => {
    check(
      [show(STATES), select('main'), { type: 'load', group: 'shop' }],
      'zoomed to main, nothing selected, 0–75 % seen',
    );
  });

  it('is at the whole of a new profile', () => {
    check([show(STATES)], 'zoomed to all, nothing selected, 0–100 % seen');
  });

  it('keeps its place over a refresh of the same group', () => {
    const fresh = show(`${STATES}zzz  RUNNABLE 80`);
    check([show(STATES), select('main'), fresh], 'zoomed to main, nothing selected, 0–37.5 % seen');
  });

  it('begins anew with another group', () => {
    const source = { connectionId: 'local', group: 'batch', range: { latest: 1 } };
    check(
      [show(STATES), select('main'), show(STATES, {}, { source })],
      'zoomed to all, nothing selected, 0–100 % seen',
    );
  });

  it('keeps its place when a file is read by thread, and when it is not any more', () => {
    const file = (threads: string): Partial<FlameSnapshot> => ({
      source: {
        connectionId: 'file',
        group: `file:///srv/cpu.json${threads}`,
        range: { start: 0, end: 0 },
      },
    });
    const merged = show(STATES, {}, file(''));
    const byThread = show(
      'thread A\n  main\n    wait  WAITING 40\nthread B\n  main\n    work  60\n  other\n    work  20',
      {},
      file('#threads=separate'),
    );
    check(
      [merged, select('main > work'), byThread],
      'zoomed to thread B > main > work, nothing selected, 0–75 % seen',
    );
    check(
      [merged, select('main > work'), byThread, merged],
      'zoomed to main > work, nothing selected, 0–75 % seen',
    );
  });

  it('keeps its place when the thread states change, as far as there are samples', () => {
    const latency: FlameEvent = { type: 'states', states: 'latency' };
    check([show(STATES), select('main'), latency], 'zoomed to main, nothing selected, 0–83.3 % seen');
    const cpu: FlameEvent = { type: 'states', states: 'cpu' };
    const { shown: waiting } = run(show(STATES), latency);
    assert.ok(waiting);
    const wait: FlameEvent = { type: 'zoom', box: boxNamed(waiting.chart.boxes, 'main > wait') };
    check([show(STATES), latency, wait, cpu], 'zoomed to main, nothing selected, 0–75 % seen');
  });

  it('goes to the hottest place of a function that a lens led to', () => {
    const target = { function: { name: 'work', file: '' } };
    check([show(STATES, { target })], 'zoomed to main > work, main > work selected, 0–75 % seen');
  });

  it('goes to the call path that a finding led to', () => {
    const target = { path: [{ name: 'other' }, { name: 'work' }] };
    check([show(STATES, { target })], 'zoomed to other > work, other > work selected, 75–100 % seen');
  });

  it('goes to the function of a call path where another picture is shown', () => {
    const target = { path: [{ name: 'other' }, { name: 'work' }] };
    const hotspots: FlameEvent = { type: 'visualize', visualization: { type: 'hotspots' } };
    check([show(STATES), hotspots, show(STATES, { target })], 'zoomed to work, work selected, 0–100 % seen');
  });

  it('goes to the nearest caller of a call path that has no samples in the view', () => {
    const path = [{ name: 'main' }, { name: 'wait' }];
    check([show(STATES, { target: { path } })], 'zoomed to main, main selected, 0–75 % seen');
    const kept = { spec: { ...PLAIN_VIEW, selected: path }, table: false };
    check([show(STATES, { kept })], 'zoomed to all, main selected, 0–100 % seen');
  });

  it('stays where it is when a function has no samples in the view', () => {
    check(
      [show(STATES, { target: { function: { name: 'wait', file: '' } } })],
      'zoomed to all, nothing selected, 0–100 % seen',
    );
  });

  it('comes back after a reload to where it was', () => {
    const before = run(show(STATES), select('other > work'), { type: 'search', query: queryOf('work') });
    const kept = { spec: specOf(before.graph), table: true };
    const after = run(show(STATES, { kept }));
    assert.equal(print(after), print(before));
    assert.deepEqual([after.graph.query.text, after.isTable], ['work', true]);
  });

  it('knows its size before it has anything to show', () => {
    const { shown } = run({ type: 'resize', width: 640, height: 200 }, show(STATES));
    assert.deepEqual([shown?.chart.width, shown?.chart.height], [640, 200]);
  });
});
