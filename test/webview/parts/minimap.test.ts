import assert from 'node:assert/strict';
import type { Span } from '../../../webview/chart/minimap-window';
import { centred, dragged, gripAt, spanAfterKey } from '../../../webview/chart/minimap-window';
import { depthProfile, outlinePath } from '../../../webview/chart/silhouette';
import { computeCallTree } from '../../../src/profile/call-tree';
import { randomOf, randomProfile } from '../../fixtures/random';
import { SHOP, boxesOf } from '../chart-fixture';
import { createBoxes } from '../../../webview/chart/boxes';

describe('the silhouette of a graph', () => {
  const check = (text: string, columns: number, expected: string): void => {
    const depths = depthProfile(boxesOf(text).layout, columns);
    assert.equal([...depths].map((depth) => Math.round(depth * 100) / 100).join(' '), expected);
  };

  it('is as high as the samples under each column are deep', () => {
    check(SHOP, 10, '4 3 3 2 3 3 2 2 2 1');
  });

  it('has the mean depth where a column holds several depths', () => {
    check('main\n  load  2\n    parse  1\n  show  1', 2, '2.5 2');
    check(SHOP, 1, '2.5');
  });

  it('counts what is narrower than a column', () => {
    const many = Array.from({ length: 1000 }, (_, i) => `  f${i}  1`).join('\n');
    check(`main\n${many}`, 4, '2 2 2 2');
  });

  it('is nothing where there is nothing', () => {
    check('', 3, '0 0 0');
  });

  it('holds the area of all boxes, however many columns there are', () => {
    const random = randomOf(5);
    for (const columns of [1, 3, 7, 64, 1000]) {
      const profile = randomProfile(random);
      const { layout } = createBoxes(profile, computeCallTree(profile, profile.samples.states).total);
      const area = depthProfile(layout, columns).reduce((sum, depth) => sum + depth, 0) / columns;
      const boxes = layout.width.reduce((sum, width) => sum + width, 0) / layout.sum;
      assert.ok(Math.abs(area - boxes) < 1e-4, `${area} instead of ${boxes} in ${columns} columns`);
    }
  });

  it('is one of the callers and one of the callees where both are drawn', () => {
    const { layout } = boxesOf('main\n  load  2\nquit  2');
    const parts = [depthProfile(layout, 2, 0, 2), depthProfile(layout, 2, 2)];
    assert.deepEqual(
      parts.map((part) => [...part]),
      [
        [2, 0],
        [0, 1],
      ],
    );
  });

  it('is drawn hanging from the line of the whole, with callers standing on it', () => {
    assert.equal(outlinePath({ below: Float32Array.of(2, 1) }), 'M0 0L0 1H0.5L0.5 0.5H1L1 0Z');
    assert.equal(
      outlinePath({ below: Float32Array.of(3), above: Float32Array.of(1) }),
      'M0 0.25L0 1H1L1 0.25ZM0 0.25L0 0H1L1 0.25Z',
    );
    assert.equal(outlinePath({ below: Float32Array.of(0, 0) }), '');
  });
});

describe('the window of a minimap', () => {
  const FINEST = 0.01;
  const span = { left: 0.4, right: 0.6 };
  const check = (actual: Span | undefined, expected: string): void => {
    const round = (share: number): number => Math.round(share * 1000) / 1000;
    assert.equal(actual ? `${round(actual.left)}–${round(actual.right)}` : 'nothing', expected);
  };

  it('is taken hold of at its edges, inside, or not at all', () => {
    const grips = [0.1, 0.39, 0.41, 0.5, 0.59, 0.61, 0.9].map((at) => gripAt(span, at, 0.02));
    assert.equal(grips.join(' '), 'outside left left inside right right outside');
  });

  it('keeps a middle to be dragged however narrow it is', () => {
    assert.equal(gripAt({ left: 0.5, right: 0.504 }, 0.502, 0.02), 'inside');
  });

  it('moves as a whole, and stops at the ends of the graph', () => {
    check(dragged(span, 'inside', 0.1, FINEST), '0.5–0.7');
    check(dragged(span, 'inside', 5, FINEST), '0.8–1');
    check(dragged(span, 'outside', -5, FINEST), '0–0.2');
  });

  it('is stretched at an edge, which stops before the other one', () => {
    check(dragged(span, 'left', -0.1, FINEST), '0.3–0.6');
    check(dragged(span, 'left', 0.5, FINEST), '0.59–0.6');
    check(dragged(span, 'right', -0.5, FINEST), '0.4–0.41');
    check(dragged(span, 'right', 5, FINEST), '0.4–1');
  });

  it('comes to a click with its middle', () => {
    check(centred(span, 0.2), '0.1–0.3');
    check(centred(span, 0), '0–0.2');
  });

  it('goes where keys lead', () => {
    check(spanAfterKey(span, 'ArrowRight', FINEST), '0.42–0.62');
    check(spanAfterKey(span, 'ArrowLeft', FINEST), '0.38–0.58');
    check(spanAfterKey(span, 'PageUp', FINEST), '0.58–0.78');
    check(spanAfterKey(span, 'Home', FINEST), '0–0.2');
    check(spanAfterKey(span, 'End', FINEST), '0.8–1');
    check(spanAfterKey(span, '0', FINEST), '0–1');
    check(spanAfterKey(span, 'a', FINEST), 'nothing');
  });

  it('zooms about its middle, never finer than there is anything to see, never wider than the graph', () => {
    check(spanAfterKey(span, '+', FINEST), '0.433–0.567');
    check(spanAfterKey(span, '-', FINEST), '0.35–0.65');
    check(spanAfterKey({ left: 0.5, right: 0.51 }, '+', FINEST), '0.5–0.51');
    check(spanAfterKey({ left: 0, right: 0.9 }, '-', FINEST), '0–1');
  });
});
