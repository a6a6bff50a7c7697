import assert from 'node:assert/strict';
import { computeCallTree } from '../../src/profile/call-tree';
import { WHOLE, createBoxes } from '../../webview/chart/boxes';
import type { ChartEvent, ChartState } from '../../webview/chart/chart-state';
import { createChartState, reduceChart, stageOf } from '../../webview/chart/chart-state';
import { fitLabel } from '../../webview/chart/label';
import { createNameCache } from '../../webview/chart/names';
import type { Look } from '../../webview/chart/paint';
import type { Scene } from '../../webview/chart/rectangles';
import { areasToPaint, createPainter } from '../../webview/chart/repaint';
import { randomOf, randomProfile } from '../fixtures/random';
import { LETTER, PixelCanvas } from './pixel-canvas';

const SIZE = { width: 120, height: 90 };

describe('painting again', () => {
  for (const seed of [1, 2, 3, 4]) {
    it(`leaves the picture that painting all of it makes, whatever was moved (${seed})`, () => {
      const random = randomOf(seed);
      let state = chartOf(randomProfile(random, 150));
      const look = lookOf(state);
      const matches = Uint8Array.from(state.boxes.profile.frames.name, (name) => (name < 'c' ? 1 : 0));
      const { paint, canvas } = painterOf(look, matches);
      for (let step = 0; step < 60; step++) {
        state = reduceChart(state, anyEvent(random, state));
        paint(state);
        const afresh = painterOf(look, matches);
        afresh.paint(state);
        const [is, should] = [canvas.print(), afresh.canvas.print()];
        const other = is.findIndex((pixel, at) => pixel !== should[at]);
        assert.equal(is[other], should[other], `step ${step}, ${JSON.stringify(state.viewport)}`);
      }
    });
  }

  it('touches nothing where nothing moved, and little where little did', () => {
    const before = reduceChart(chartOf(randomProfile(randomOf(5), 150)), {
      type: 'zoom-around',
      x: 60,
      factor: 3,
    });
    assert.equal(paintedOf(before, before), 0);
    const right = paintedOf(before, reduceChart(before, { type: 'pan', dx: 4, dy: 0 }));
    assert.ok(right > 0 && right < 0.7 * SIZE.width * SIZE.height, `${right} pixels were painted`);
    assert.equal(paintedOf(before, reduceChart(before, { type: 'pan', dx: 0, dy: -10 })), 10 * SIZE.width);
  });
});

/** Mostly to be dragged about, and sometimes what makes another picture of it. */
function anyEvent(random: () => number, { boxes }: ChartState): ChartEvent {
  const kind = random();
  const far = (): number => Math.round((random() - 0.5) * 60);
  if (kind < 0.1) return { type: 'zoom-around', x: random() * SIZE.width, factor: 0.7 + random() * 2 };
  if (kind < 0.15) return { type: 'select', box: Math.floor(random() * boxes.profile.stacks.length) };
  if (kind < 0.2) return { type: 'pan', dx: random() * 9, dy: random() * 9 };
  return { type: 'pan', dx: far(), dy: random() < 0.5 ? 0 : far() };
}

function chartOf(profile: Parameters<typeof computeCallTree>[0]): ChartState {
  return createChartState(createBoxes(profile, computeCallTree(profile, profile.samples.states).total), SIZE);
}

/** @param matches found by a search: the same value as long as it is the same search */
function sceneOf(state: ChartState, matches?: Uint8Array): Scene {
  const { boxes, viewport, selected } = state;
  return { boxes, viewport, stage: stageOf(state), ratio: 1, selected, matches };
}

function painterOf(look: Look, matches: Uint8Array) {
  const canvas = new PixelCanvas(SIZE.width, SIZE.height);
  const painter = createPainter(canvas.ground);
  return { canvas, paint: (now: ChartState) => painter.paint(sceneOf(now, matches), look) };
}

function lookOf({ boxes }: ChartState): Look {
  const fittingNameOf = createNameCache(boxes);
  return {
    swatches: ['red', 'blue', 'grey', 'sliver'].map((fill) => ({
      fill,
      text: 'white',
      ...(fill === 'blue' ? { border: 'edge' } : {}),
    })),
    swatchOf: (box) => (box === WHOLE ? 2 : box % 2),
    sliver: 3,
    font: '12px test',
    boldFont: 'bold 12px test',
    background: 'ground',
    focus: 'focus',
    match: 'hatch',
    matchBorder: 'bar',
    labelOf: (box, width) =>
      fitLabel(
        fittingNameOf(box),
        () => 'of it',
        width,
        (label) => [...label].length * LETTER,
      ),
  };
}

/** Pixels that are painted on the way from one to the other. */
function paintedOf(before: ChartState, after: ChartState): number {
  return areasToPaint(sceneOf(before), sceneOf(after)).reduce(
    (sum, { left, right, top, bottom }) => sum + (right - left) * (bottom - top),
    0,
  );
}
