import type { ChangeStatus, WhyNothing } from '../../src/profile/compare';
import { formatDollars, formatPoints, formatRatio, formatSamples } from '../../src/profile/format';
import { LEVEL } from '../../src/profile/significance';
import type { StackIndex } from '../../src/profile/units';
import { formatAmount } from '../../src/profile/weight';
import { WHOLE } from '../chart/boxes';
import type { Details } from '../chart/details';
import { nameIn, placeAt, rawNameAt } from '../chart/names';
import { boxesOf } from '../graph/picture';
import { rangeText } from '../shared/range-text';
import { viewName } from '../shared/view-name';
import { locale, t } from '../shared/words';
import { deltaText, figureText, intervalText, unitName } from './figures';
import type { BoxChange, CompareModel } from './model';
import { changeOf, dollarsOf, findableChange } from './model';

/** All that a comparison says in words. */
export function changeDetails(model: CompareModel, box: StackIndex): Details {
  const boxes = boxesOf(model.picture);
  const change = changeOf(model, box);
  const raw = rawNameAt(boxes, box);
  const isWhole = box === WHOLE && boxes.inspected === undefined;
  return {
    name: nameIn(boxes, box),
    place: placeAt(boxes.profile, box),
    facts: isWhole
      ? [amountsText(model, change)]
      : [figuresText(model, change), verdictText(model, change), dollarsText(model, change)].filter(Boolean),
    arithmetic: [isWhole ? '' : amountsText(model, change), raw === '' ? '' : t('reported as {0}', raw)]
      .filter(Boolean)
      .join(' · '),
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

/** The change in a box's label: what happened, not what was. */
export function changeFigure(model: CompareModel, box: StackIndex): string {
  const { delta, status } = changeOf(model, box);
  if (status === 'same') return '';
  if (status === 'new' || status === 'gone') return statusName(status).toLowerCase();
  return deltaText(model.verdict.yardstick.scale.unit, delta);
}

/** `99 %`, said wherever something is claimed. */
export function levelText(): string {
  return `${LEVEL * 100} %`;
}

/** What exactly is compared with what, from how much, and what cannot be told. */
export function headline(model: CompareModel, now: number): string {
  return `${comparedText(model, now)} ${limitText(model)}`;
}

function comparedText(model: CompareModel, now: number): string {
  const [a, b] = [sideText(model, 'a', now), sideText(model, 'b', now)];
  const what = viewName(model.view);
  switch (model.verdict.yardstick.scale.normalization) {
    case 'share':
      return t('Share of {0} in each range: A is {1}, B is {2}.', what, a, b);
    case 'per-second':
      return t('Samples of {0} per second of each range: A is {1}, B is {2}.', what, a, b);
    case 'per-host':
      return t(
        'Samples of {0} {3}, by the machines that reported: A is {1}, B is {2}.',
        what,
        a,
        b,
        unitName(model.verdict.yardstick.scale.unit),
      );
    case 'samples':
      return t('Samples of {0} as they were counted: A is {1}, B is {2}.', what, a, b);
  }
}

function limitText(model: CompareModel): string {
  const { yardstick } = model.verdict;
  if (yardstick.whyNothing) return whyNothingText(yardstick.whyNothing, model);
  const limit = formatPoints(findableChange(model), locale()).slice(1);
  const clumps = yardstick.isInflationFound
    ? t('samples that hang together counted in')
    : t('taking samples to hang together in twos');
  return t(
    'A function of 10 % has to change by {0} to be told from chance at these sample counts ({1}, {2}).',
    limit,
    levelText(),
    clumps,
  );
}

function whyNothingText(why: WhyNothing, { verdict: { yardstick } }: CompareModel): string {
  switch (why) {
    case 'few-samples':
      return t(
        'Too few samples to tell a change from chance: {0}, at least {1} are needed.',
        formatSamples(Math.min(yardstick.samplesA, yardstick.samplesB), locale()),
        yardstick.minimumSamples,
      );
    case 'few-clumps':
      return t('Too few samples to tell a change from chance: they hang together and are worth only a few.');
    case 'no-samples':
      return t('No change is claimed: nobody knows how many samples stand behind these figures.');
    case 'no-exposure':
      return t('Nothing can be compared like this: how long it ran, or on which machines, is not known.');
  }
}

function sideText(
  { a, b, verdict: { yardstick }, weight }: CompareModel,
  side: 'a' | 'b',
  now: number,
): string {
  const { label, start, end } = side === 'a' ? a : b;
  const range = end > 0 ? rangeText(start, end, now, locale()) : '';
  const where = a.label === b.label && range !== '' ? range : [label, range].filter(Boolean).join(' ');
  const amount = formatAmount(weight, side === 'a' ? yardstick.sumA : yardstick.sumB, locale());
  return `${where} (${amount})`;
}

function figuresText({ verdict: { yardstick } }: CompareModel, { a, b, delta }: BoxChange): string {
  if (yardstick.whyNothing) return t('too few samples');
  const { unit } = yardstick.scale;
  const ratio = a > 0 && b > 0 ? `, ${formatRatio(b / a, locale())}` : '';
  return `A ${figureText(unit, a)} → B ${figureText(unit, b)} (${deltaText(unit, delta)}${ratio})`;
}

function verdictText({ verdict: { yardstick } }: CompareModel, { status, interval }: BoxChange): string {
  if (yardstick.whyNothing) return '';
  const { unit } = yardstick.scale;
  const range = `${levelText()}: ${intervalText(unit, interval)} ${unitName(unit)}`;
  if (status === 'same') return `${t('no clear change')} (${range})`;
  return `${statusName(status).toLowerCase()} (${range})`;
}

/** `+$84/yr`: only of what changed, for chance costs nothing. */
function dollarsText(model: CompareModel, change: BoxChange): string {
  const dollars = change.significant ? dollarsOf(model, change) : undefined;
  return dollars === undefined ? '' : signedDollars(dollars);
}

export function signedDollars(dollars: number): string {
  return (dollars > 0 ? '+' : '') + formatDollars(dollars, locale());
}

function amountsText({ weight }: CompareModel, { countA, countB }: BoxChange): string {
  return t('A {0}, B {1}', formatAmount(weight, countA, locale()), formatAmount(weight, countB, locale()));
}
