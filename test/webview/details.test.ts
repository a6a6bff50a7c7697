import assert from 'node:assert/strict';
import type { FlameSnapshot } from '../../src/protocol/flame';
import { linesOf, spokenOf } from '../../webview/chart/details';
import { detailsOf } from '../../webview/flame/details';
import { drawn } from '../fixtures/text-profile';
import { boxNamed } from './chart-fixture';
import { boxesOf } from '../../webview/graph/picture';
import { modelOf, snapshotOf } from './flame-fixture';

const COST = {
  yearly: 3364,
  product: '$0.096/h × 8,760 h × 4 hosts',
  priceSource: 'AWS price list',
  priceDate: '2026-11-01',
};

describe('what is said about a box', () => {
  const text = `
main @/srv/app.py:3-9  RUNNABLE 120
  quote @/srv/pricing.py:141  RUNNABLE 31 WAITING 50
load
  quote @/srv/pricing.py:150  RUNNABLE 849
`;
  const detailsIn = (
    path: string,
    view: 'cpu' | 'latency',
    changed: Partial<FlameSnapshot> = {},
    source = text,
  ) => {
    const model = modelOf({ ...snapshotOf(source), ...changed }, { states: view });
    return detailsOf(model, boxNamed(boxesOf(model.picture), path));
  };
  const check = (
    path: string,
    expected: string,
    changed: Partial<FlameSnapshot> = {},
    view: 'cpu' | 'latency' = 'cpu',
  ): void => {
    assert.equal(
      linesOf(detailsIn(path, view, changed))
        .join('\n')
        .replaceAll('\u00a0', ' '),
      drawn(expected),
    );
  };

  it('is its name, its place, its shares and its samples', () => {
    check('main', 'main\n/srv/app.py:3–9\n15.1 % of CPU · self 12.0 % · 151 samples');
  });

  it('counts the places of the same function', () => {
    check(
      'load > quote',
      'quote\n/srv/pricing.py:150\n84.9 % of CPU · self 84.9 % · 849 samples · in 2 places, together 88.0 %',
    );
  });

  it('is of the states in view', () => {
    check(
      'main > quote',
      'quote\n/srv/pricing.py:141\n7.7 % of latency · self 7.7 % · 81 samples · waiting 61.7 %, running 38.3 % · in 2 places, together 88.6 %',
      {},
      'latency',
    );
  });

  it('unfolds the dollars into their arithmetic where a fleet is known', () => {
    check(
      'main',
      `
      main
      /srv/app.py:3–9
      15.1 % of CPU · self 12.0 % · 151 samples · $508/yr
      15.1 % of CPU × $0.096/h × 8,760 h × 4 hosts = $508/yr (AWS price list, 2026-11-01)
      `,
      { cost: COST },
    );
  });

  it('takes dollars from the share of CPU whatever view is shown', () => {
    const facts = ['cpu', 'latency'].map((view) => detailsIn('main', view as 'cpu', { cost: COST }).facts);
    assert.deepEqual(
      facts.map((list) => list.find((fact) => fact.includes('$'))),
      ['$508/yr', '$508/yr'],
    );
  });

  it('claims nothing of too few samples', () => {
    const few = 'main @/srv/app.py:3  RUNNABLE 8';
    assert.deepEqual(detailsIn('main', 'cpu', { cost: COST }, few).facts, ['too few samples (8)']);
  });

  it('says of the whole how much that is', () => {
    check('all', 'all\n100 % of CPU · 1,000 samples');
  });

  it('is spoken without the arithmetic', () => {
    const spoken = spokenOf(detailsIn('main', 'cpu', { cost: COST })).replaceAll('\u00a0', ' ');
    assert.equal(spoken, 'main, 15.1 % of CPU, self 12.0 %, 151 samples, $508/yr, /srv/app.py:3–9');
  });

  it('shows hostile names as what they are', () => {
    const hostile = `a\u202eb${'x'.repeat(1000)}  RUNNABLE 100`;
    const { name } = detailsIn(hostile.split('  ')[0], 'cpu', {}, hostile);
    assert.match(name, /^a⟨U\+202E⟩bx+…$/);
    assert.ok(name.length < 320);
  });
});
