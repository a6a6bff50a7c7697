import type { FunctionChange } from '../../src/profile/compare';
import { formatRatio } from '../../src/profile/format';
import type { CompareColumn } from '../../src/protocol/compare';
import { COMPARE_COLUMNS } from '../../src/protocol/compare';
import { locale, t } from '../shared/words';
import { levelText, signedDollars, statusName } from './change-text';
import { deltaText, figureText, intervalText } from './figures';
import type { CompareModel } from './model';
import { dollarsOf } from './model';

/** The texts of the table of changes, for the page and for a file. */

export function headingOf(column: CompareColumn): string {
  const headings: Readonly<Record<CompareColumn, string>> = {
    function: t('Function'),
    a: t('A'),
    b: t('B'),
    delta: t('Change'),
    ratio: t('×'),
    interval: t('{0} interval', levelText()),
    selfA: t('Self A'),
    selfB: t('Self B'),
    deltaSelf: t('Self change'),
    dollars: t('$ a year'),
  };
  return headings[column];
}

/** What nothing can be claimed of has no figures either: they would be read as if it could. */
export function cellsOf(model: CompareModel, change: FunctionChange): string[] {
  const { yardstick } = model.verdict;
  if (yardstick.whyNothing) return COMPARE_COLUMNS.slice(1).map(() => '–');
  const { totalA, totalB, deltaTotal, interval, status, selfA, selfB, deltaSelf, significant } = change;
  const { unit } = yardstick.scale;
  const dollars = significant ? dollarsOf(model, change) : undefined;
  return [
    figureText(unit, totalA),
    figureText(unit, totalB),
    deltaText(unit, deltaTotal),
    totalA > 0 && totalB > 0 ? formatRatio(totalB / totalA, locale()) : wordFor(status),
    intervalText(unit, interval),
    figureText(unit, selfA),
    figureText(unit, selfB),
    deltaText(unit, deltaSelf),
    dollars === undefined ? '' : signedDollars(dollars),
  ];
}

function wordFor(status: FunctionChange['status']): string {
  return status === 'new' || status === 'gone' ? statusName(status).toLowerCase() : '';
}
