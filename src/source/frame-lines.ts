import type { FrameRef } from '../profile/tables';
import type { LineRange } from './match-symbol';

/** Lines as agents give them: whole, from 1, in order; anything else counts as not known. */
export function linesOf({ firstLine, lastLine }: FrameRef): LineRange {
  const isKnown =
    Number.isInteger(firstLine) && Number.isInteger(lastLine) && firstLine > 0 && lastLine >= firstLine;
  return isKnown ? { first: firstLine, last: lastLine } : { first: 0, last: 0 };
}
