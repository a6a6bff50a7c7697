import assert from 'node:assert/strict';
import { sparklineOf } from '../../src/editor/sparkline';
import { l10n } from '../fixtures/l10n';

/** Points as `hour:percent`. */
function draw(points: string): { svg: string; words: string } {
  const parsed = points.split(' ').map((point) => {
    const [hour, percent] = point.split(':').map(Number);
    return { end: hour * 3_600_000, share: percent / 100 };
  });
  const { image, words } = sparklineOf(parsed, '#b5200d', l10n);
  const [, encoded = ''] = /^data:image\/svg\+xml;base64,([\w+/=]+)$/.exec(image) ?? [];
  return { svg: Buffer.from(encoded, 'base64').toString(), words: words.replaceAll('\u00a0', ' ') };
}

const linesOf = (svg: string): string[] => [...svg.matchAll(/points="([^"]*)"/g)].map(([, points]) => points);

describe('the sparkline', () => {
  it('says low, high and now', () => {
    assert.equal(draw('1:10 2:30.5 3:12.4').words, 'low 10.0 %, high 30.5 %, now 12.4 %');
  });

  it('runs from the first to the last step, from zero up to the highest share', () => {
    const { svg } = draw('0:0 1:20 2:10');
    assert.deepEqual(linesOf(svg), ['2.0,18.0 90.0,2.0 178.0,10.0 178.0,10.0']);
    assert.match(svg, /<circle cx="178.0" cy="10.0"/);
  });

  it('breaks where nothing was measured', () => {
    assert.equal(linesOf(draw('0:5 1:5 4:5 5:5 9:5').svg).length, 3);
  });

  it('is a line on the ground for a function that never ran', () => {
    assert.deepEqual(linesOf(draw('0:0 1:0').svg), ['2.0,18.0 178.0,18.0 178.0,18.0']);
  });

  it('holds nothing that could run or be fetched', () => {
    assert.doesNotMatch(draw('0:1 1:2').svg, /script|href|url\(|on\w+=/);
  });
});
