import assert from 'node:assert/strict';
import type { Stage, Viewport } from '../../webview/chart/viewport';
import {
  WHOLE_VIEW,
  between,
  clampViewport,
  panBy,
  toPixels,
  toUnit,
  zoomAround,
} from '../../webview/chart/viewport';
import { randomOf } from '../fixtures/random';

const stage: Stage = { width: 400, height: 100, contentHeight: 300, finest: 0.01 };

describe('the viewport', () => {
  it('keeps what is under the pointer under the pointer while it zooms', () => {
    const random = randomOf(21);
    let viewport = WHOLE_VIEW;
    for (let i = 0; i < 200; i++) {
      const x = random() * stage.width;
      const next = zoomAround(viewport, stage, x, 0.7 + random() * 0.7);
      // At the edges of the graph there is nothing beyond to show, so there the view gives way.
      const isFree = next.left > 0 && next.right < 1;
      if (isFree) assert.ok(Math.abs(toUnit(next, stage, x) - toUnit(viewport, stage, x)) < 1e-9);
      viewport = next;
    }
  });

  it('never leaves the graph, whatever is asked of it', () => {
    const random = randomOf(22);
    let viewport = WHOLE_VIEW;
    for (let i = 0; i < 500; i++) {
      viewport =
        random() < 0.5
          ? zoomAround(viewport, stage, random() * 400, random() * 4)
          : panBy(viewport, stage, random() * 900 - 450, random() * 900 - 450);
      const { left, right, top } = viewport;
      assert.ok(left >= 0 && right <= 1 + 1e-12 && right - left >= stage.finest - 1e-12);
      assert.ok(top >= 0 && top <= 200);
    }
  });

  it('ends at one sample across the screen', () => {
    const { left, right } = zoomAround(WHOLE_VIEW, stage, 100, 1e9);
    assert.ok(Math.abs(right - left - 0.01) < 1e-12);
    assert.ok(Math.abs(toPixels({ left, right, top: 0 }, stage, 0.25) - 100) < 1e-6);
  });

  it('moves with the hand: right by half a stage shows half a view further left', () => {
    assertViewport(panBy({ left: 0.4, right: 0.6, top: 50 }, stage, 200, -10), {
      left: 0.3,
      right: 0.5,
      top: 60,
    });
  });

  it('does not scroll where everything fits', () => {
    const low = { ...stage, contentHeight: 60 };
    assertViewport(clampViewport({ left: 0, right: 1, top: 40 }, low), WHOLE_VIEW);
  });

  it('glides evenly from one view to another, and arrives', () => {
    const to = { left: 0.2, right: 0.4, top: 80 };
    assertViewport(between(WHOLE_VIEW, to, 0.5), { left: 0.1, right: 0.7, top: 80 });
    assertViewport(between(WHOLE_VIEW, to, 1), to);
  });

  it('stays a view on a stage that has no size yet', () => {
    const { left, right } = panBy(WHOLE_VIEW, { ...stage, width: 0, height: 0 }, 5, 5);
    assert.deepEqual([left, right], [0, 1]);
  });
});

function assertViewport(actual: Viewport, expected: Viewport): void {
  for (const key of ['left', 'right', 'top'] as const) {
    assert.ok(
      Math.abs(actual[key] - expected[key]) < 1e-9,
      `${key}: ${actual[key]} instead of ${expected[key]}`,
    );
  }
}
