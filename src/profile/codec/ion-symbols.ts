import { ProfileFormatError } from './reader';

/** What every Ion 1.0 document knows; a symbol's number is its place here, from 1. */
const SYSTEM = [
  '$ion',
  '$ion_1_0',
  '$ion_symbol_table',
  'name',
  'version',
  'imports',
  'symbols',
  'max_id',
  '$ion_shared_symbol_table',
];

export const SYMBOL_TABLE = '$ion_symbol_table';

/**
 * The texts of a document's symbols by number. Tables shared between documents are not to be had here: numbers from such
 * a table stay without a text, and only a document that uses one of them is refused.
 */
export class IonSymbols {
  private firstLocal = SYSTEM.length + 1;
  private locals: (string | undefined)[] = [];

  /** undefined for 0, for a symbol of a shared table, and for numbers beyond the table. */
  textOf(symbol: number): string | undefined {
    return symbol < this.firstLocal ? SYSTEM[symbol - 1] : this.locals[symbol - this.firstLocal];
  }

  /** Where the document begins, or begins anew. */
  reset(): void {
    this.firstLocal = SYSTEM.length + 1;
    this.locals = [];
  }

  /** @param table `{ imports: [{ name, version, max_id }], symbols: [text] }`, or imports: $ion_symbol_table to append */
  apply(table: unknown): void {
    const { imports, symbols } = (table ?? {}) as { imports?: unknown; symbols?: unknown };
    if (imports !== SYMBOL_TABLE) {
      this.reset();
      this.firstLocal += Array.isArray(imports) ? countImported(imports) : 0;
    }
    for (const text of Array.isArray(symbols) ? (symbols as unknown[]) : []) {
      this.locals.push(typeof text === 'string' ? text : undefined);
    }
  }
}

function countImported(imports: readonly unknown[]): number {
  return imports.reduce((sum: number, one) => sum + maxIdOf(one), 0);
}

function maxIdOf(one: unknown): number {
  const { name, max_id: maxId } = (one ?? {}) as { name?: unknown; max_id?: unknown };
  if (typeof name !== 'string' || name === '$ion') return 0;
  if (typeof maxId !== 'number' || !Number.isSafeInteger(maxId) || maxId < 0) {
    throw new ProfileFormatError('max_id of an imported symbol table', 'a number of symbols');
  }
  return maxId;
}
