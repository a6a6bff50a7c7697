import assert from 'node:assert/strict';
import type { TableRow } from '../fixtures/comparison-table';
import { makeTable, printTable, WHAT_IS_SHOWN } from '../fixtures/comparison-table';

describe('comparisons of copies drawn from one profile', function () {
  this.timeout(240_000);
  let table: readonly TableRow[] = [];

  before(() => {
    table = makeTable();
    process.stdout.write(`\n${printTable(table)}\n${WHAT_IS_SHOWN}\n\n`);
  });

  /** Every row by itself, and by its name: the mean of many rows would hide one that fails. */
  function check(
    most: number,
    rate: (row: TableRow) => number,
    rows = table.filter((row) => row.isPromised),
  ): void {
    assert.ok(rows.length > 0);
    for (const row of rows) assert.ok(rate(row) <= most, printTable([row]));
  }

  it('claim at most 1 % of unchanged functions, independent samples or clumped ones', () => {
    check(0.01, ({ outcome }) => outcome.falseSelf);
    check(0.01, ({ outcome }) => outcome.falseTotal);
  });

  it('fail at most 1 % of checks', () => {
    check(0.01, ({ outcome }) => outcome.falseChecks);
  });

  it('would claim far more if clumped samples counted in full', () => {
    const clumped = table.filter((row) => row.isPromised && row.trial.clumping.size > 1);
    for (const row of clumped) assert.ok(row.outcome.falseIfIndependent > 0.1, printTable([row]));
  });

  it('find growth of the size that they promise to find four times out of five', () => {
    const planted = table.flatMap((row) => row.planted);
    assert.ok(planted.length > 0);
    for (const { share, change, found, promised } of planted) {
      assert.ok(promised > 0.3, 'most comparisons promise it');
      assert.ok(found >= 0.8, `${found} of a growth by ${change} from ${share}`);
    }
  });

  it('are off by less than a factor of five where a few functions clump or the load differs', () => {
    check(
      0.05,
      ({ outcome }) => outcome.falseTotal,
      table.filter((row) => !row.isPromised),
    );
  });
});
