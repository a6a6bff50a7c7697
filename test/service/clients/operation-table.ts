import { OPERATIONS } from '../../../src/service/model/constraints';
import type { OperationModel, OperationName } from '../../../src/service/model/input';
import type { Aspect } from './case';

/** What came of the cases, as the table that `npm run test:service` prints. */

/** The columns that each client has, with the letters that head them. */
const COLUMNS: readonly (readonly [letter: string, aspect: Aspect])[] = [
  ['s', 'success'],
  ['p', 'paging'],
  ['V', 'ValidationException'],
  ['N', 'ResourceNotFoundException'],
  ['C', 'ConflictException'],
  ['Q', 'ServiceQuotaExceededException'],
  ['T', 'ThrottlingException'],
  ['I', 'InternalServerException'],
];

/** Whether an operation can show that at all: every one succeeds, some have pages, and the model lists the errors. */
export function hasAspect(operation: OperationName, aspect: Aspect): boolean {
  const { errors, input }: OperationModel = OPERATIONS[operation];
  if (aspect === 'success') return true;
  return aspect === 'paging' ? 'nextToken' in input : errors.includes(aspect);
}

export class OperationTable {
  /** Cases by client, operation and aspect: what began and did not pass has failed. */
  private readonly cases = new Map<string, { begun: number; passed: number }>();
  /** Why an error is never answered, by operation and error. */
  private readonly never = new Map<string, string>();
  private readonly skipped = new Map<string, string>();
  private readonly clients: string[] = [];

  addClient(client: string): void {
    this.clients.push(client);
  }

  /** Of all cases of a client, with the reason. */
  skip(client: string, reason: string): void {
    this.skipped.set(client, reason);
  }

  /** Of an error that the model lists, with the reason. */
  leaveOut(operation: OperationName, aspect: Aspect, reason: string): void {
    this.never.set([operation, aspect].join(), reason);
  }

  /** @returns what to call when the case has passed */
  begin(client: string, operation: OperationName, aspect: Aspect): () => void {
    const key = [client, operation, aspect].join();
    const cases = this.cases.get(key) ?? { begun: 0, passed: 0 };
    this.cases.set(key, cases);
    cases.begun += 1;
    return () => {
      cases.passed += 1;
    };
  }

  isEmpty(): boolean {
    return this.cases.size === 0;
  }

  /**
   *     operation                 JavaScript 3.523.0   boto3 1.43.11
   *                               s p V N C Q T I      s p V N C Q T I
   *     DeleteProfilingGroup      +   + + 1   + +      +   + + 1   + +
   */
  print(): string {
    const reasons: string[] = [];
    const letters = COLUMNS.map(([letter]) => letter).join(' ');
    const rows = (Object.keys(OPERATIONS) as OperationName[]).map((operation) => [
      operation,
      ...this.clients.map((client) => this.cells(client, operation, reasons)),
    ]);
    const lines = [['operation', ...this.clients], ['', ...this.clients.map(() => letters)], ...rows];
    const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
    const pad = (line: string[]) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('   ')
        .trimEnd();
    const legend = COLUMNS.map(([letter, aspect]) => `${letter} ${aspect}`).join(', ');
    return [
      ...lines.map(pad),
      '',
      `${legend}.`,
      '+ passed, X failed, - not run, blank: the service model has no such thing.',
      ...reasons.map((reason, index) => `${index + 1} ${reason}.`),
    ].join('\n');
  }

  private cells(client: string, operation: OperationName, reasons: string[]): string {
    const note = (reason: string) => {
      if (!reasons.includes(reason)) reasons.push(reason);
      return String(reasons.indexOf(reason) + 1);
    };
    const mark = (aspect: Aspect): string => {
      if (!hasAspect(operation, aspect)) return ' ';
      const never = this.never.get([operation, aspect].join());
      if (never !== undefined) return note(`never answered: ${never}`);
      const skipped = this.skipped.get(client);
      if (skipped !== undefined) return note(`skipped: ${skipped}`);
      const cases = this.cases.get([client, operation, aspect].join());
      if (cases === undefined) return '-';
      return cases.passed === cases.begun ? '+' : 'X';
    };
    return COLUMNS.map(([, aspect]) => mark(aspect)).join(' ');
  }
}
