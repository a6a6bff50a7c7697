import type { FigureUnit } from '../../src/profile/compare-normalization';
import { formatPoints, formatShare } from '../../src/profile/format';
import type { Interval } from '../../src/profile/significance';
import { locale, t } from '../shared/words';

/** Figures of a comparison as people read them: shares and points, or amounts in the unit that was chosen. */

export function figureText(unit: FigureUnit, figure: number): string {
  return unit === 'share' ? formatShare(figure, locale()) : withUnit(unit, amountText(figure));
}

/** With its sign: `+6.5 points`, `−1.2 per second`; what is rounded away has gone neither way: `±0.0 points`. */
export function deltaText(unit: FigureUnit, delta: number): string {
  const isNothing = unit === 'share' && Math.abs(delta) < 0.0005;
  if (isNothing) return formatPoints(0, locale()).replace(/^[+−]/, '±');
  return unit === 'share' ? formatPoints(delta, locale()) : withUnit(unit, signedAmount(delta));
}

/** `+4.1 to +8.9`, in what {@link unitName} says. */
export function intervalText(unit: FigureUnit, [low, high]: Interval): string {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return t('not known');
  const signed = (figure: number): string =>
    unit === 'share' ? formatPoints(figure, locale()).replace(/\s.*$/, '') : signedAmount(figure);
  return t('{0} to {1}', signed(low), signed(high));
}

/** In what differences are given. */
export function unitName(unit: FigureUnit): string {
  switch (unit) {
    case 'share':
      return t('points');
    case 'per second':
      return t('per second');
    case 'per host-hour':
      return t('per host-hour');
    case 'per vCPU-hour':
      return t('per vCPU-hour');
    case 'count':
      return t('samples');
  }
}

function withUnit(unit: FigureUnit, amount: string): string {
  return unit === 'count' ? amount : `${amount} ${unitName(unit)}`;
}

/** Three figures: more than sample counts can bear, and enough to tell two apart. */
function amountText(amount: number): string {
  return amount.toLocaleString(locale(), { maximumSignificantDigits: 3 });
}

function signedAmount(amount: number): string {
  return (amount < 0 ? '−' : '+') + amountText(Math.abs(amount));
}
