import type { LineNumber } from '../profile/units';
import type { CodeState } from './code-state';
import type { CodeSymbol } from './symbols';

/** What became of functions from one text of a file to another: as plain data, since another thread is asked for it. */
export interface FollowQuestion {
  readonly path: string;
  readonly before: readonly {
    readonly text: string;
    /** As {@link follow} takes it. */
    readonly trail: readonly LineNumber[] | undefined;
    /** Rows of those of its symbols that somebody wants to know of. */
    readonly rows: readonly number[];
  }[];
  readonly now: string;
}

export interface FollowAnswer {
  /** By place in `rows`. */
  readonly functions: readonly (FollowedFunction | undefined)[];
  /** For the next question, by row of all symbols. */
  readonly trail: readonly LineNumber[];
}

/** As {@link Followed}, with its lines as two columns: where `was[i]` stands is `is[i]`. None where it has changed. */
export interface FollowedFunction {
  readonly symbol: CodeSymbol;
  /** Its row in the text now. */
  readonly row: number;
  readonly state: Exclude<CodeState, 'unknown'>;
  readonly was: readonly LineNumber[];
  readonly is: readonly LineNumber[];
}

/** Where nothing has changed since nobody needs to be asked. */
export function followUnchanged(symbols: readonly CodeSymbol[], rows: readonly number[]): FollowAnswer {
  return {
    functions: rows.map((row) => {
      const symbol = symbols[row];
      const lines = Array.from(
        { length: symbol.endLine - symbol.firstLine + 1 },
        (_, i) => symbol.firstLine + i,
      );
      return { symbol, row, state: 'exact', was: lines, is: lines };
    }),
    trail: symbols.map(({ line }) => line),
  };
}
