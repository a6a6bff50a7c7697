import { COMPARE_COLUMNS } from '../../src/protocol/compare';
import type { ShownCompare } from './compare-state';
import { listChanges } from './rows';
import { cellsOf, headingOf } from './cells';

/** What the table lists, all of it, in its order: RFC 4180. */
export function tableAsCsv({ model, filter, sort }: ShownCompare): string {
  const { name } = model.picture.profile.frames;
  const rows = listChanges(model, filter, sort).rows.map((change) => [
    name[change.frame],
    ...cellsOf(model, change),
  ]);
  return (
    [COMPARE_COLUMNS.map(headingOf), ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n'
  );
}

/** Quoted where it must be; a name that a spreadsheet would take for a formula gets an apostrophe in front. */
function cell(text: string): string {
  const safe = /^[=@\t\r]|^[+-](?!\d)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
