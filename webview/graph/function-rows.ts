import { visibleText } from '../../src/base/visible-text';
import type { Neighbours } from '../../src/profile/neighbours';
import type { FrameTable } from '../../src/profile/tables';
import type { FrameIndex } from '../../src/profile/units';
import type { FunctionRow, Relatives } from '../chart/function-lines';
import type { Picture } from './picture';

/** Long enough for any function that somebody wrote. */
const NAME_LIMIT = 300;

/** Every function that has samples in the view: the same figures as the graph's, wherever the function is called. */
export function functionRows({ columns, profile, places }: Picture): FunctionRow[] {
  const { functionSelf, functionTotal } = columns[0];
  const rows: FunctionRow[] = [];
  functionTotal.forEach((total, frame) => {
    if (total === 0) return;
    const self = functionSelf[frame];
    rows.push({ frame, ...textsOf(profile.frames, frame), self, total, places: places[frame] });
  });
  return rows;
}

export function relativesOf({ profile }: Picture, { callers, callees }: Neighbours): Relatives {
  const withTexts = (neighbours: Neighbours['callers']) =>
    neighbours.map((neighbour) => ({ ...neighbour, ...textsOf(profile.frames, neighbour.frame) }));
  return { callers: withTexts(callers), callees: withTexts(callees) };
}

function textsOf(
  { name, file }: FrameTable,
  frame: FrameIndex,
): { readonly name: string; readonly file: string } {
  return { name: visibleText(name[frame], NAME_LIMIT), file: visibleText(file[frame], NAME_LIMIT) };
}
