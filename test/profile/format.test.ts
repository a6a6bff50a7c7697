import assert from 'node:assert/strict';
import {
  formatAge,
  formatDollars,
  formatDuration,
  formatPoints,
  formatRatio,
  formatSamples,
  formatShare,
  formatShareInColumn,
} from '../../src/profile/format';

function table<T>(name: string, format: (value: T) => string, rows: readonly (readonly [T, string])[]): void {
  describe(name, () => {
    for (const [value, expected] of rows) {
      it(`writes ${String(value)} as ${expected || '(nothing)'}`, () => {
        assert.equal(format(value).replaceAll(/[\u00a0\u2007]/g, ' '), expected);
      });
    }
  });
}

table('formatShare', formatShare, [
  [0, '0 %'],
  [0.0004, '< 0.1 %'],
  [0.001, '0.1 %'],
  [0.031, '3.1 %'],
  [0.12444, '12.4 %'],
  [0.9996, '99.9 %'],
  [1, '100 %'],
  [1.5, '150.0 %'],
  [NaN, '–'],
]);

table('formatShareInColumn', formatShareInColumn, [
  [0, '   0 %'],
  [0.031, ' 3.1 %'],
  [0.12444, '12.4 %'],
  [1, ' 100 %'],
]);

table('formatPoints', formatPoints, [
  [0.065, '+6.5 points'],
  [-0.003, '−0.3 points'],
]);

table('formatRatio', formatRatio, [
  [1.524, '×1.52'],
  [Infinity, ''],
]);

table('formatSamples', formatSamples, [
  [0, '0 samples'],
  [1, '1 sample'],
  [1204, '1,204 samples'],
  [2.6, '3 samples'],
]);

table('formatDollars', formatDollars, [
  [0, '$0/yr'],
  [0.4, '< $1/yr'],
  [7.301, '$7.30/yr'],
  [412.4, '$412/yr'],
  [999.6, '$1.0 k/yr'],
  [1234, '$1.2 k/yr'],
  [3_400_000, '$3.4 M/yr'],
  [-412, '−$412/yr'],
]);

table('formatDuration', formatDuration, [
  [0, '0 ms'],
  [850, '850 ms'],
  [4_100, '4.1 s'],
  [41_000, '41 s'],
  [138_000, '2.3 min'],
  [720_000, '12 min'],
  [3_600_000, '1 h'],
  [5_040_000, '1.4 h'],
  [172_800_000, '2 d'],
]);

table('formatAge', formatAge, [
  [0, 'just now'],
  [30_000, '30 s ago'],
  [12 * 60_000, '12 min ago'],
  [3 * 3_600_000, '3 h ago'],
  [30 * 3_600_000, 'yesterday'],
  [9 * 86_400_000, '9 days ago'],
]);
