import { formatPoints, formatRatio, formatSamples, formatShare } from '../../src/profile/format';
import type { ChangeStatus } from '../../src/profile/compare';
import type { Fraction, StackIndex } from '../../src/profile/units';
import { WHOLE } from '../chart/boxes';
import { nameAt, placeAt } from '../chart/names';
import type { Details } from '../chart/details';
import { rangeText } from '../shared/range-text';
import { viewName } from '../shared/view-name';
import { locale, t } from '../shared/words';
import type { BoxChange, CompareModel } from './model';
import { changeOf, findableChange } from './model';

/** All that a comparison says in words. */
export function changeDetails(model: CompareModel, box: StackIndex): Details {
  const { profile } = model.boxes;
  const change = changeOf(model, box);
  return {
    name: nameAt(profile, box),
    place: placeAt(profile, box),
    facts:
      box === WHOLE
        ? [samplesText(change)]
        : [sharesText(model, change), verdictOf(model, change)].filter(Boolean),
    arithmetic: box === WHOLE ? '' : samplesText(change),
  };
}

export function statusName(status: ChangeStatus | 'all'): string {
  const names = {
    all: t('All'),
    slower: t('Slower'),
    faster: t('Faster'),
    new: t('New'),
    gone: t('Gone'),
    same: '',
  };
  return names[status];
}

/** `+4.1 to +8.9`, in points. */
export function intervalText([low, high]: readonly [Fraction, Fraction]): string {
  const signed = (share: Fraction): string => formatPoints(share, locale()).replace(/\s.*$/, '');
  return t('{0} to {1}', signed(low), signed(high));
}

/** The change in a box's label: what happened, not what was. */
export function changeFigure(model: CompareModel, box: StackIndex): string {
  const { shareA, shareB, status } = changeOf(model, box);
  if (status === 'same') return '';
  return status === 'new' || status === 'gone'
    ? statusName(status).toLowerCase()
    : formatPoints(shareB - shareA, locale());
}

/** What exactly is compared with what, from how much, and what cannot be told. */
export function headline(model: CompareModel, now: number): string {
  const { comparison, view, isTooFew } = model;
  const [a, b] = [sideText(model, 'a', now), sideText(model, 'b', now)];
  const compared = t('Share of {0} in each range: A is {1}, B is {2}.', viewName(view), a, b);
  if (isTooFew) {
    const least = formatSamples(Math.min(comparison.a.sum, comparison.b.sum), locale());
    return `${compared} ${t('Too few samples to tell a change from chance: {0}, at least {1} are needed.', least, comparison.yardstick.minimumSamples)}`;
  }
  const limit = formatPoints(findableChange(model), locale()).slice(1);
  return `${compared} ${t('A function of 10 % has to change by {0} to be told from chance at these sample counts.', limit)}`;
}

function sideText(model: CompareModel, side: 'a' | 'b', now: number): string {
  const { source, start, end } = model[side];
  const other = model[side === 'a' ? 'b' : 'a'];
  const range = rangeText(start, end, now, locale());
  const where = source.group === other.source.group ? range : `${source.group} ${range}`;
  return `${where} (${formatSamples(model.comparison[side].sum, locale())})`;
}

function sharesText({ isTooFew }: CompareModel, { shareA, shareB }: BoxChange): string {
  if (isTooFew) return t('too few samples');
  const shares = `A ${formatShare(shareA, locale())} → B ${formatShare(shareB, locale())}`;
  const ratio = shareA > 0 && shareB > 0 ? `, ${formatRatio(shareB / shareA, locale())}` : '';
  return `${shares} (${formatPoints(shareB - shareA, locale())}${ratio})`;
}

function verdictOf({ isTooFew }: CompareModel, { status, interval }: BoxChange): string {
  if (isTooFew) return '';
  const range = t('99 %: {0} points', intervalText(interval));
  if (status === 'same') return `${t('no clear change')} (${range})`;
  return `${statusName(status).toLowerCase()} (${range})`;
}

function samplesText({ samplesA, samplesB }: BoxChange): string {
  return t('A {0}, B {1}', formatSamples(samplesA, locale()), formatSamples(samplesB, locale()));
}
