import type { ChangeStatus, FunctionChange, WhyNothing } from '../../src/profile/compare';
import {
  formatDollars,
  formatPoints,
  formatRatio,
  formatSamples,
  formatShare,
} from '../../src/profile/format';
import { unequalRates } from '../../src/profile/sampling-rates';
import { LEVEL } from '../../src/profile/significance';
import { share } from '../../src/profile/share';
import type { StackIndex } from '../../src/profile/units';
import { formatAmount } from '../../src/profile/weight';
import { WHOLE } from '../chart/boxes';
import type { Details } from '../chart/details';
import { nameIn, placeAt, rawNameAt } from '../chart/names';
import { boxesOf } from '../graph/picture';
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
    arithmetic: [
      isWhole ? '' : amountsText(model, change),
      isWhole ? '' : dollarsArithmetic(model, change),
      raw === '' ? '' : t('reported as {0}', raw),
    ]
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

/** What exactly is compared, from how much, and what cannot be told. Which sides they are stands on their buttons. */
export function headline(model: CompareModel): string {
  return [comparedText(model), limitText(model), ratesText(model)].filter(Boolean).join(' ');
}

function comparedText(model: CompareModel): string {
  const [a, b] = [amountOf(model, 'a'), amountOf(model, 'b')];
  const what = viewName(model.view);
  const { normalization, unit } = model.verdict.yardstick.scale;
  switch (normalization) {
    case 'share':
      return t('Each function’s share of {0}: A {1}, B {2}.', what, a, b);
    case 'per-second':
      return t('Each function’s samples of {0} per second of the range: A {1}, B {2}.', what, a, b);
    case 'per-host':
      return t('Each function’s samples of {0} {3}: A {1}, B {2}.', what, a, b, unitName(unit));
    case 'samples':
      return t('Each function’s samples of {0} as counted: A {1}, B {2}.', what, a, b);
  }
}

function limitText(model: CompareModel): string {
  const { yardstick } = model.verdict;
  if (yardstick.whyNothing) return whyNothingText(yardstick.whyNothing, model);
  if (isSameRange(model)) return t('Both sides are the same range.');
  const clumps = yardstick.isInflationFound
    ? t('samples that hang together counted in')
    : t('taking samples to hang together in twos');
  if (yardstick.scale.unit !== 'share') {
    return t('What is called a change is one by more than chance ({0}, {1}).', levelText(), clumps);
  }
  const limit = formatPoints(findableChange(model), locale()).slice(1);
  return t(
    'A function of 10 % has to change by {0} to be told from chance at these sample counts ({1}, {2}).',
    limit,
    levelText(),
    clumps,
  );
}

function isSameRange({ a, b }: CompareModel): boolean {
  const [one, other] = [a, b].map(({ source, start, end }) => {
    return JSON.stringify([source.connectionId, source.group, start, end]);
  });
  return one === other;
}

function whyNothingText(why: WhyNothing, model: CompareModel): string {
  const { yardstick } = model.verdict;
  switch (why) {
    case 'few-samples':
      return isEmptySide(yardstick)
        ? emptyText(model)
        : t(
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

function isEmptySide({ sumA, sumB }: CompareModel['verdict']['yardstick']): boolean {
  return sumA === 0 || sumB === 0;
}

/** All of the other side is neither new nor gone: nobody looked. */
function emptyText({ view, verdict: { yardstick } }: CompareModel): string {
  const [empty, other] = yardstick.sumA === 0 ? [t('A'), t('B')] : [t('B'), t('A')];
  return t(
    '{0} has no samples of {1}: what {2} has is shown, and nothing is claimed.',
    empty,
    viewName(view),
    other,
  );
}

/** Counts of samples that stand for more time on one side than on the other are not to be subtracted. */
function ratesText({ a, b, verdict: { yardstick } }: CompareModel): string {
  const rates = yardstick.scale.unit === 'share' ? undefined : unequalRates(a.profile.meta, b.profile.meta);
  if (!rates) return '';
  const [rateA, rateB] = [rates.a, rates.b].map((rate) =>
    rate.toLocaleString(locale(), { maximumSignificantDigits: 3 }),
  );
  return t(
    'A was sampled {0} times a second and B {1} times, so counts differ by that alone: compare by share.',
    rateA,
    rateB,
  );
}

function amountOf({ verdict: { yardstick }, weight }: CompareModel, side: 'a' | 'b'): string {
  return formatAmount(weight, side === 'a' ? yardstick.sumA : yardstick.sumB, locale());
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

/** `9.5 % of CPU × $0.096/h × 8,760 h × 2 hosts − 0 % … = +$160/yr (source, date)`, where {@link dollarsText} says one. */
export function dollarsArithmetic(
  model: CompareModel,
  change: Pick<FunctionChange, 'countA' | 'countB' | 'significant'>,
): string {
  const {
    a,
    b,
    verdict: { yardstick },
  } = model;
  const dollars = change.significant ? dollarsOf(model, change) : undefined;
  if (dollars === undefined || !a.cost || !b.cost) return '';
  const sources = [a.cost, b.cost].map(({ priceSource, priceDate }) =>
    [priceSource, priceDate].filter(Boolean).join(', '),
  );
  return t(
    'B {0} of CPU × {1} − A {2} of CPU × {3} = {4} ({5})',
    formatShare(share(change.countB, yardstick.sumB), locale()),
    b.cost.product,
    formatShare(share(change.countA, yardstick.sumA), locale()),
    a.cost.product,
    signedDollars(dollars),
    [...new Set(sources)].join('; '),
  );
}

export function signedDollars(dollars: number): string {
  return (dollars > 0 ? '+' : '') + formatDollars(dollars, locale());
}

function amountsText({ weight }: CompareModel, { countA, countB }: BoxChange): string {
  return t('A {0}, B {1}', formatAmount(weight, countA, locale()), formatAmount(weight, countB, locale()));
}
