import assert from 'node:assert/strict';
import { OperationTable } from './operation-table';

describe('the table of operations and clients', () => {
  const printedOf = (table: OperationTable, ...operations: string[]): string =>
    table
      .print()
      .split('\n')
      .filter((line) => operations.some((operation) => line.startsWith(operation)))
      .map((line) => line.replace(/ {8,}(?=\S)/, '  '))
      .join('\n');

  it('has a cell failed until all of its cases pass', () => {
    const table = new OperationTable();
    table.addClient('one');
    table.begin('one', 'GetPolicy', 'success')();
    table.begin('one', 'GetPolicy', 'ThrottlingException')();
    table.begin('one', 'GetPolicy', 'ThrottlingException');
    table.begin('one', 'TagResource', 'ValidationException');
    assert.equal(
      printedOf(table, 'GetPolicy', 'TagResource'),
      ['GetPolicy  +     -     X -', 'TagResource  -   X -       -'].join('\n'),
    );
  });

  it('gives each reason once, below', () => {
    const table = new OperationTable();
    table.addClient('one');
    table.addClient('two');
    table.skip('two', 'no Python is on PATH');
    table.leaveOut('DeleteProfilingGroup', 'ConflictException', 'nothing conflicts');
    assert.equal(
      printedOf(table, 'DeleteProfilingGroup', 'DescribeProfilingGroup', '1', '2'),
      [
        'DeleteProfilingGroup  -   - - 2   - -   1   1 1 2   1 1',
        'DescribeProfilingGroup  -   - -     - -   1   1 1     1 1',
        '1 skipped: no Python is on PATH.',
        '2 never answered: nothing conflicts.',
      ].join('\n'),
    );
  });

  it('has a row for each of the 23 operations', () => {
    assert.equal(new OperationTable().print().match(/^[A-Z][A-Za-z]+$/gm)?.length, 23);
  });
});
