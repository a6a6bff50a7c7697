import assert from 'node:assert/strict';
import { matchFrames } from '../../src/profile/search';
import { WHOLE } from '../../webview/chart/boxes';
import { stageOf } from '../../webview/chart/chart-state';
import { fitLabel } from '../../webview/chart/label';
import { createNameCache } from '../../webview/chart/names';
import type { Look } from '../../webview/chart/paint';
import { paintScene, placeOnStage } from '../../webview/chart/paint';
import type { Scene } from '../../webview/chart/rectangles';
import { Rectangles, collectRectangles } from '../../webview/chart/rectangles';
import type { Viewport } from '../../webview/chart/viewport';
import { WHOLE_VIEW } from '../../webview/chart/viewport';
import { drawn } from '../fixtures/text-profile';
import { SHOP, boxNamed, chartOf, queryOf } from './chart-fixture';
import { createRecordingBrush } from './recording-brush';

describe('painting', () => {
  const check = (text: string, scene: SceneOptions, expected: string): void => {
    assert.equal(paintText(text, scene), drawn(expected));
  };

  it('draws boxes by colour, then labels, callees under their callers', () => {
    check(
      SHOP,
      {},
      `
      fill ground 0 0 400 100
      fill red 0 20 319 19
      fill red 0 40 159 19
      fill red 160 40 159 19
      fill red 0 60 119 19
      fill red 160 60 79 19
      fill red 0 80 39 19
      fill blue 320 20 79 19
      fill blue 320 40 39 19
      fill grey 0 0 399 19
      text white 4 10 all
      text white 4 30 main
      text white 324 30 worker
      text white 4 50 cart
      text white 164 50 load
      text white 324 50 quo…
      text white 4 70 quote
      text white 164 70 parse
      text white 4 90 tax
      `,
    );
  });

  it('marks what was found with a hatch and a bar, and draws the selected box and its kin in frames', () => {
    const lines = paintText(SHOP, { selected: 'main > cart > quote', query: 'quote' }).split('\n');
    assert.deepEqual(
      lines.filter((line) => /^(?:frame|fill (?:hatch|bar))/.test(line)),
      [
        'fill hatch 320 40 39 19',
        'fill hatch 0 60 119 19',
        'fill bar 320 56 39 3',
        'fill bar 0 76 119 3',
        'frame focus 1px 320.5 40.5 38 18',
        'frame focus 2px 1 61 117 17',
      ],
    );
  });

  it('has the frame of the box under the pointer where the box is', () => {
    const scene = sceneOf(SHOP, {});
    assert.deepEqual(placeOnStage(scene, boxNamed(scene.boxes, 'worker')), { x: 320, y: 20, width: 79 });
    const close = sceneOf(SHOP, { viewport: { left: 0.2, right: 0.6, top: 10 } });
    assert.deepEqual(placeOnStage(close, boxNamed(close.boxes, 'main')), { x: -1, y: 10, width: 401 });
  });

  it('keeps the name of a box in sight that begins left of the stage', () => {
    const text = paintText(SHOP, { viewport: { left: 0.2, right: 0.6, top: 0 } });
    assert.match(text, /^text white 4 50 cart$/m);
    assert.match(text, /^fill red -1 40 200 19$/m);
  });

  it('draws only the rows on the stage', () => {
    const rows = collect(SHOP, { viewport: { ...WHOLE_VIEW, top: 50 } }).map(({ y }) => y);
    assert.deepEqual([...new Set(rows)], [-10, 10, 30]);
  });

  it('merges neighbours that share a pixel into one run of their whole width', () => {
    // 400 functions of a sample each and one of 400: half a pixel each, and a box of 200.
    const text = `main\n  a  400\n${Array.from({ length: 400 }, (_, i) => `  f${i}  1`).join('\n')}`;
    const row = collect(text, {}).filter(({ y }) => y === 40);
    const runs = row.slice(1);
    assert.deepEqual(row[0], { box: 1, count: 1, x: 0, y: 40, width: 200, hasMatch: false });
    assert.equal(
      runs.reduce((sum, { count }) => sum + count, 0),
      400,
    );
    assert.equal(
      runs.reduce((sum, { width }) => sum + width, 0),
      200,
    );
    assert.equal(runs.length, 1);
  });

  it('keeps runs apart that have a box or an empty place between them', () => {
    const few = (from: string) => Array.from({ length: 100 }, (_, i) => `    ${from}${i}  1`).join('\n');
    const text = `main\n  a\n${few('a')}\n  b  200\n  c\n${few('c')}`;
    const runs = collect(text, {}).filter(({ count }) => count > 1);
    assert.deepEqual(
      runs.map(({ x, y, width, count }) => [x, y, width, count]),
      [
        [0, 60, 100, 100],
        [300, 60, 100, 100],
      ],
    );
  });

  it('shows a match that is too narrow to see among others', () => {
    const text = `main\n${Array.from({ length: 2000 }, (_, i) => `  f${i}  1`).join('\n')}`;
    const hits = collect(text, { query: 'f1234' }).filter(({ hasMatch }) => hasMatch);
    assert.equal(hits.length, 1);
    assert.ok(hits[0].count > 1);
  });

  it('visits a number of boxes that follows the stage, not the profile', () => {
    const few = rectanglesOf(4_000);
    const many = rectanglesOf(40_000);
    assert.ok(many <= few + 400, `${many} rectangles for ten times as many boxes, ${few} before`);
  });

  it('draws an empty whole as a bar', () => {
    assert.equal(paintText('', {}), 'fill ground 0 0 400 100\nfill grey 0 0 399 19\ntext white 4 10 all');
  });
});

function rectanglesOf(functions: number): number {
  const text = `main\n${Array.from({ length: functions }, (_, i) => `  f${i}  1`).join('\n')}`;
  return collect(text, {}).length;
}

interface SceneOptions {
  readonly viewport?: Viewport;
  readonly selected?: string;
  readonly query?: string;
}

function sceneOf(text: string, { viewport = WHOLE_VIEW, selected, query }: SceneOptions): Scene {
  const chart = chartOf(text);
  const { boxes } = chart;
  return {
    boxes,
    viewport,
    stage: stageOf(chart),
    ratio: 1,
    selected: selected === undefined ? undefined : boxNamed(boxes, selected),
    matches: query === undefined ? undefined : matchFrames(boxes.profile.frames, queryOf(query)),
  };
}

function collect(text: string, options: SceneOptions) {
  const all = new Rectangles();
  collectRectangles(sceneOf(text, options), all);
  return Array.from({ length: all.length }, (_, i) => ({
    box: all.box[i],
    count: all.count[i],
    x: all.x[i],
    y: all.y[i],
    width: all.width[i],
    hasMatch: all.hasMatch[i] === 1,
  }));
}

function paintText(text: string, options: SceneOptions): string {
  const scene = sceneOf(text, options);
  const { brush, lines } = createRecordingBrush();
  paintScene(brush, scene, lookOf(scene));
  return lines.join('\n');
}

/** Colours by name, letters of 8 pixels; everything under `main` is red. */
function lookOf({ boxes }: Scene): Look {
  const { profile } = boxes;
  const fittingNameOf = createNameCache(boxes);
  const end = profile.stacks.length > 0 ? profile.stacks.subtreeEnd[0] : 0;
  return {
    swatches: ['red', 'blue', 'grey', 'sliver'].map((fill) => ({ fill, text: 'white' })),
    swatchOf: (box) => {
      if (box === WHOLE) return 2;
      return box < end ? 0 : 1;
    },
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
        () => '',
        width,
        (label) => [...label].length * 8,
      ),
  };
}
