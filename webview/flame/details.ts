import { formatDollars, formatShare } from '../../src/profile/format';
import { share } from '../../src/profile/share';
import type { Fraction, SampleCount, StackIndex } from '../../src/profile/units';
import { formatAmount, samplesBehind } from '../../src/profile/weight';
import { WHOLE } from '../chart/boxes';
import { frameAt } from '../chart/chart-state';
import type { Details } from '../chart/details';
import { nameIn, placeIn, rawNameAt } from '../chart/names';
import { boxesOf, samplesAt, selfAt, statesAt } from '../graph/picture';
import { stateName } from '../shared/state-name';
import { viewName } from '../shared/view-name';
import { locale, t } from '../shared/words';
import type { FlameModel } from './model';
import { CPU, VIEW } from './model';

/** What a flame graph says about a box. */
export function detailsOf(model: FlameModel, box: StackIndex): Details {
  const boxes = boxesOf(model.picture);
  return {
    name: nameIn(boxes, box),
    place: placeIn(boxes, box),
    facts: factsOf(model, box),
    arithmetic: [arithmeticOf(model, box), rawNameOf(model, box), foldedOf(model, box)]
      .filter(Boolean)
      .join(' · '),
  };
}

/** Whether the view holds so little that no percentage may be claimed. */
export function isTooFew({ snapshot, picture, weight }: FlameModel): boolean {
  const samples = samplesBehind(weight, picture.columns[VIEW].sum);
  return samples !== undefined && samples < snapshot.minimumSamples;
}

/** A share of the view, or '' where too little was seen: a percentage would claim more than is known. */
export function shareText(model: FlameModel, samples: SampleCount): string {
  return isTooFew(model) ? '' : formatShare(share(samples, model.picture.columns[VIEW].sum), locale());
}

/** What a box costs a year, or '' where no fleet is known or too little was seen to tell. */
export function dollarsOf(model: FlameModel, box: StackIndex): string {
  const { cost, minimumSamples } = model.snapshot;
  const { whole } = model.picture.columns[CPU];
  if (!cost || whole < Math.max(1, minimumSamples)) return '';
  return formatDollars(cost.yearly * cpuShare(model, box), locale());
}

/** Of all CPU samples there are, whatever is hidden: hiding something makes nothing cheaper or dearer. */
function cpuShare({ picture }: FlameModel, box: StackIndex): Fraction {
  return share(samplesAt(picture, box, CPU), picture.columns[CPU].whole);
}

function factsOf(model: FlameModel, box: StackIndex): string[] {
  const { picture, view, weight } = model;
  const { sum, whole } = picture.columns[VIEW];
  const amount = samplesAt(picture, box);
  if (isTooFew(model)) {
    return [t('too few samples ({0})', Math.round(samplesBehind(weight, sum) ?? 0))];
  }
  const isPart = sum < whole;
  return [
    shareOfView(model, box),
    isPart ? t('{0} of all {1}', formatShare(share(amount, whole), locale()), viewName(view)) : '',
    selfText(model, box),
    formatAmount(weight, amount, locale()),
    statesText(model, box),
    dollarsOf(model, box),
    placesText(model, box),
  ].filter((fact) => fact !== '');
}

/**
 * `12.4 % of CPU`. Among callers the time is not theirs but that of the function that they called, which is said: its
 * own time in the picture of the hottest functions, all of it where one function is inspected.
 */
function shareOfView(model: FlameModel, box: StackIndex): string {
  const { picture, view } = model;
  const { sum, whole } = picture.columns[VIEW];
  const text = shareText(model, samplesAt(picture, box));
  const what = sum < whole ? t('{0} in view', viewName(view)) : viewName(view);
  if (box === WHOLE) return t('{0} of {1}', text, what);
  const boxes = boxesOf(picture);
  if (box >= picture.layout.order.callersFrom) {
    return t('{0} of {1}, in {2} called from here', text, what, nameIn(boxes, WHOLE));
  }
  if (picture.spec.visualization.type !== 'hotspots') return t('{0} of {1}', text, what);
  const { prefix } = picture.profile.stacks;
  let root = box;
  while (prefix[root] >= 0) root = prefix[root];
  if (root === box) return t('self {0} of {1}', text, what);
  return t('{0} of {1}, in {2} itself called from here', text, what, nameIn(boxes, root));
}

/** Only where what hangs on a box is what it called: among callers, the rest of a box is where the program starts. */
function selfText(model: FlameModel, box: StackIndex): string {
  const { picture } = model;
  const { type } = picture.spec.visualization;
  const isWhole = box === WHOLE && picture.inspected === undefined;
  const isCaller = type === 'hotspots' || box >= picture.layout.order.callersFrom;
  return isWhole || isCaller ? '' : t('self {0}', shareText(model, selfAt(picture, box)));
}

/** `running 71 %, waiting 29 %`, where there is more than one state to tell of. */
function statesText({ picture }: FlameModel, box: StackIndex): string {
  const states = statesAt(picture, box);
  if (states.length < 2) return '';
  const sum = states.reduce((all, { samples }) => all + samples, 0);
  return states
    .map(({ state, samples }) => `${stateName(state)} ${formatShare(samples / sum, locale())}`)
    .join(', ');
}

/** The same function elsewhere, and all its places together: each stack counts once. */
function placesText(model: FlameModel, box: StackIndex): string {
  const { picture } = model;
  const frame = frameAt(boxesOf(picture), box);
  const places = frame === undefined ? 0 : (picture.places[frame] ?? 0);
  if (frame === undefined || places < 2) return '';
  const together = shareText(model, picture.columns[VIEW].functionTotal[frame]);
  return t('in {0} places, together {1}', places.toLocaleString(locale()), together);
}

function arithmeticOf(model: FlameModel, box: StackIndex): string {
  const { cost } = model.snapshot;
  const dollars = dollarsOf(model, box);
  if (!cost || dollars === '') return '';
  const source = [cost.priceSource, cost.priceDate].filter(Boolean).join(', ');
  const part = formatShare(cpuShare(model, box), locale());
  return t('{0} of CPU × {1} = {2} ({3})', part, cost.product, dollars, source);
}

function rawNameOf({ picture }: FlameModel, box: StackIndex): string {
  const raw = rawNameAt(boxesOf(picture), box);
  return raw === '' ? '' : t('reported as {0}', raw);
}

function foldedOf({ picture }: FlameModel, box: StackIndex): string {
  return box !== WHOLE && picture.folded?.[box] === 1
    ? t('its callers are too narrow to be drawn: focus on the function to see them')
    : '';
}
