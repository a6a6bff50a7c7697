import assert from 'node:assert/strict';
import type { FlameSnapshot } from '../../src/protocol/flame';
import type { FlameEvent, FlameState } from '../../webview/flame/flame-state';
import { flameSpecOf, reduceFlame } from '../../webview/flame/flame-state';
import { boxNamed, printChart } from './chart-fixture';
import { snapshotOf } from './flame-fixture';

const STATES = `
main
  work  RUNNABLE 60
  wait  WAITING 40
other
  work  RUNNABLE 20
`;

describe('the flame graph page', () => {
  const start: FlameState = { phase: 'loading', group: '', size: { width: 400, height: 100 } };
  const run = (...events: readonly FlameEvent[]): FlameState => events.reduce(reduceFlame, start);
  const show = (
    text: string,
    more: Partial<Extract<FlameEvent, { type: 'show' }>> = {},
    changed: Partial<FlameSnapshot> = {},
  ): FlameEvent => ({
    type: 'show',
    snapshot: { ...snapshotOf(text), ...changed },
    target: undefined,
    spec: undefined,
    ...more,
  });
  const print = (state: FlameState): string => {
    if (state.phase === 'failed') return state.failure.message;
    return state.phase === 'loading' ? `loading ${state.group}` : printChart(state.chart);
  };
  const check = (events: readonly FlameEvent[], expected: string): void =>
    assert.equal(print(run(...events)), expected);
  const select = (path: string): FlameEvent => {
    const state = run(show(STATES));
    assert.ok(state.phase === 'shown');
    return { type: 'zoom', box: boxNamed(state.chart.boxes, path) };
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

  it('keeps its place when the thread states change, as far as there are samples', () => {
    const latency: FlameEvent = { type: 'view', view: 'latency' };
    check([show(STATES), select('main'), latency], 'zoomed to main, nothing selected, 0–83.3 % seen');
    const cpu: FlameEvent = { type: 'view', view: 'cpu' };
    const waiting = run(show(STATES), latency);
    assert.ok(waiting.phase === 'shown');
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

  it('stays where it is when a function has no samples in the view', () => {
    check(
      [show(STATES, { target: { function: { name: 'wait', file: '' } } })],
      'zoomed to all, nothing selected, 0–100 % seen',
    );
  });

  it('comes back after a reload to where it was', () => {
    const before = run(show(STATES), select('other > work'), { type: 'search', query: 'work' });
    assert.ok(before.phase === 'shown');
    const spec = flameSpecOf(before);
    assert.equal(print(run(show(STATES, { spec }))), print(before));
  });

  it('knows its size before it has anything to show', () => {
    const state = run({ type: 'resize', width: 640, height: 200 }, show(STATES));
    assert.ok(state.phase === 'shown');
    assert.deepEqual([state.chart.width, state.chart.height], [640, 200]);
  });
});
