import type { LineNumber } from '../profile/units';
import type { CodeState } from './code-state';
import type { Place } from './location';
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

/** Where the function of a place is now. */
export function followedPlace({ root, file, ...was }: Place, now: FollowedFunction): Place {
  const { symbol } = now;
  const place = { root, file, symbol: symbol.qualifiedName, kind: symbol.kind };
  if (symbol.kind !== 'module') {
    return { ...place, line: symbol.line, firstLine: symbol.firstLine, endLine: symbol.endLine };
  }
  // A module is all of its file; what ran is a better place to go to. Its head stands for it where nobody knows that any more.
  const ran = now.is.filter((_, i) => was.line <= now.was[i] && now.was[i] <= was.endLine);
  const [line, endLine] = [ran.at(0) ?? symbol.line, ran.at(-1) ?? symbol.line];
  return { ...place, line, firstLine: line, endLine };
}

/** Where a line of the measured function stands now; 0 where it has no code, is gone, or the function has changed. */
export function lineIn({ was, is }: FollowedFunction, line: LineNumber): LineNumber {
  return is[was.indexOf(line)] ?? 0;
}
