import assert from 'node:assert/strict';
import { computeCallTree } from '../../src/profile/call-tree';
import type { Step } from '../../webview/chart/boxes';
import { createBoxes, pick, stepFrom } from '../../webview/chart/boxes';
import { profileOf } from '../fixtures/text-profile';
import { WHOLE_VIEW } from '../../webview/chart/viewport';
import { stageOf } from '../../webview/chart/chart-state';
import { SHOP, boxNamed, boxesOf, chartOf, nameOfBox } from './chart-fixture';

describe('pick', () => {
  const chart = chartOf(SHOP);
  const check = (x: number, y: number, expected: string, viewport = WHOLE_VIEW): void => {
    assert.equal(nameOfBox(chart.boxes, pick(chart.boxes, viewport, stageOf(chart), x, y)), expected);
  };

  it('finds the box under a point', () => {
    check(10, 5, 'all');
    check(10, 25, 'main');
    check(100, 65, 'main > cart > quote');
    check(399, 25, 'worker');
  });

  it('finds nothing beside and below the boxes, and none in the time of a caller itself', () => {
    check(-1, 25, 'nothing');
    check(400, 25, 'nothing');
    check(10, 119, 'nothing');
    check(150, 65, 'nothing');
  });

  it('finds it where the graph was zoomed and scrolled to', () => {
    check(200, 5, 'worker > quote', { left: 0.8, right: 0.9, top: 40 });
  });

  it('finds nothing in an empty graph', () => {
    const empty = chartOf('');
    assert.equal(pick(empty.boxes, WHOLE_VIEW, stageOf(empty), 10, 5), undefined);
  });
});

describe('stepFrom', () => {
  const boxes = boxesOf(SHOP);
  const check = (from: string, step: Step, expected: string): void => {
    assert.equal(nameOfBox(boxes, stepFrom(boxes, boxNamed(boxes, from), step)), expected);
  };

  it('goes up to the caller, and stays at the whole', () => {
    check('main > cart > quote', 'up', 'main > cart');
    check('main', 'up', 'all');
    check('all', 'up', 'all');
  });

  it('goes down to the widest callee, and stays at a leaf', () => {
    check('all', 'down', 'main');
    check('main', 'down', 'main > cart');
    check('main > load > parse', 'down', 'main > load > parse');
  });

  it('goes sideways along the row, over the borders between callers', () => {
    check('main > cart', 'next', 'main > load');
    check('main > load', 'next', 'worker > quote');
    check('worker > quote', 'previous', 'main > load');
  });

  it('passes over what has no samples in the view', () => {
    const profile = profileOf('a  RUNNABLE 1\nb  WAITING 1\nc  RUNNABLE 1\nd  WAITING 1');
    const running = createBoxes(profile, computeCallTree(profile, ['RUNNABLE']).total);
    const steps = (['next', 'previous'] as const).map((step) =>
      [0, 2].map((box) => stepFrom(running, box, step)),
    );
    assert.deepEqual(steps, [
      [2, 2],
      [0, 0],
    ]);
  });

  it('stays at the ends of a row', () => {
    check('worker', 'next', 'worker');
    check('main > cart', 'previous', 'main > cart');
    check('all', 'next', 'all');
  });
});
