import assert from 'node:assert/strict';
import { contrast, mix, textOn, turnHue, withAlpha } from '../../webview/shared/colour';
import { legendEntries } from '../../webview/flame/flame-look';
import { COLOURS_BY } from '../../src/protocol/view-spec';
import { modelOf, snapshotOf } from './flame-fixture';
import type { Theme } from '../../webview/shared/palette';
import { randomOf } from '../fixtures/random';

const dark: Theme = {
  isHighContrast: false,
  background: '#1f1f1f',
  foreground: '#cccccc',
  focus: '#0078d4',
  orange: '#d18616',
  blue: '#59a4f9',
  green: '#89d185',
  purple: '#b180d7',
  red: '#f14c4c',
  grey: '#757575',
  match: '#cca700',
  font: '12px sans-serif',
};
const light: Theme = {
  ...dark,
  background: '#ffffff',
  foreground: '#3b3b3b',
  blue: '#1a85ff',
  grey: '#9d9d9d',
};

/** Every paint that a legend tells of, in every way to colour. */
function paintsIn(theme: Theme) {
  const states = 'RUNNABLE 3 NATIVE 2 BLOCKED 1 WAITING 4 TIMED_WAITING 1';
  const snapshot = snapshotOf(
    `shop.cart:total @/srv/cart.py:1  ${states}\n  json:load @/usr/lib/python3.11/json.py:1  ${states}\n  boto3:get @/x/site-packages/b.py:1  ${states}`,
  );
  return COLOURS_BY.flatMap((colour) => {
    const model = modelOf(snapshot, { colour, states: 'latency' });
    return legendEntries(theme, model, colour).map(({ swatch }) => swatch);
  });
}

describe('colours', () => {
  it('have the contrast that WCAG works out for them', () => {
    assert.equal(contrast('#000', '#fff'), 21);
    assert.equal(contrast('#777', '#777'), 1);
    // From the WCAG techniques: #767676 is the lightest grey that passes on white.
    assert.ok(contrast('#767676', '#fff') >= 4.5 && contrast('#777777', '#fff') < 4.5);
  });

  it('always leave black or white readable, on 500 random fills', () => {
    const random = randomOf(31);
    for (let i = 0; i < 500; i++) {
      const fill = `rgb(${[0, 0, 0].map(() => Math.floor(random() * 256)).join(',')})`;
      assert.ok(contrast(fill, textOn(fill)) >= 4.5, fill);
    }
  });

  it('of every box are readable in light, dark and high contrast', () => {
    for (const theme of [
      dark,
      light,
      { ...dark, isHighContrast: true, background: '#000', foreground: '#fff' },
    ]) {
      for (const { fill, text } of paintsIn(theme)) {
        assert.ok(contrast(fill, text) >= 4.5, `${text} on ${fill}`);
      }
    }
  });

  it('in high contrast tell kinds by a frame that stands out from the ground', () => {
    const theme = { ...dark, isHighContrast: true, background: '#000000', foreground: '#ffffff' };
    const framed = paintsIn(theme).filter(({ border }) => border !== undefined);
    assert.ok(framed.length > 0);
    // 3 : 1 is what WCAG asks of the edges of things.
    for (const { border } of framed) assert.ok(contrast(border ?? '', theme.background) >= 3, border);
  });

  it('mix, fade and turn', () => {
    assert.equal(mix('#000', '#fff', 0.5), 'rgb(128, 128, 128)');
    assert.equal(withAlpha('#ff0000', 0.25), 'rgba(255, 0, 0, 0.25)');
    assert.equal(turnHue('#808080', 90), '#808080');
    assert.notEqual(turnHue('#d18616', 9), '#d18616');
  });
});
