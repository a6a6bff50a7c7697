import { formatDollars, formatSamples, formatShare } from '../../src/profile/format';
import type { SampleCount, StackIndex } from '../../src/profile/units';
import { WHOLE } from '../chart/boxes';
import { nameAt, placeAt } from '../chart/names';
import type { Details } from '../chart/details';
import { viewName } from '../shared/view-name';
import { locale, t } from '../shared/words';
import type { FlameModel } from './model';
import { samplesOf } from './model';

/** What a flame graph says about a box. */
export function detailsOf(model: FlameModel, box: StackIndex): Details {
  const { profile } = model.tree;
  return {
    name: nameAt(profile, box),
    place: placeAt(profile, box),
    facts: factsOf(model, box),
    arithmetic: arithmeticOf(model, box),
  };
}

/** A share of the view, or '' where too little was seen: a percentage would claim more than is known. */
export function shareText({ snapshot, tree }: FlameModel, samples: SampleCount): string {
  return tree.sum < snapshot.minimumSamples ? '' : formatShare(samples / tree.sum, locale());
}

/** What a box costs a year, or '' where no fleet is known or too little was seen to tell. */
export function dollarsOf({ snapshot, cpu }: FlameModel, box: StackIndex): string {
  const { cost, minimumSamples } = snapshot;
  if (!cost || cpu.sum < Math.max(1, minimumSamples)) return '';
  const share = box === WHOLE ? 1 : cpu.total[box] / cpu.sum;
  return formatDollars(cost.yearly * share, locale());
}

function factsOf(model: FlameModel, box: StackIndex): string[] {
  const { tree, view, places } = model;
  if (tree.sum < model.snapshot.minimumSamples) return [t('too few samples ({0})', tree.sum)];
  const samples = samplesOf(model, box);
  const share = t('{0} of {1}', shareText(model, samples), viewName(view));
  const count = formatSamples(samples, locale());
  const dollars = dollarsOf(model, box);
  if (box === WHOLE) return [share, count, dollars].filter(Boolean);
  const self = t('self {0}', shareText(model, tree.self[box]));
  const occurrences = places[tree.profile.stacks.frame[box]];
  const elsewhere = occurrences > 1 ? t('in {0} places', occurrences.toLocaleString(locale())) : '';
  return [share, self, count, dollars, elsewhere].filter(Boolean);
}

function arithmeticOf(model: FlameModel, box: StackIndex): string {
  const { cost } = model.snapshot;
  const dollars = dollarsOf(model, box);
  if (!cost || dollars === '') return '';
  const share = box === WHOLE ? 1 : model.cpu.total[box] / model.cpu.sum;
  const source = [cost.priceSource, cost.priceDate].filter(Boolean).join(', ');
  return t('{0} of CPU × {1} = {2} ({3})', formatShare(share, locale()), cost.product, dollars, source);
}
