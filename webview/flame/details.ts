import { visibleText } from '../../src/base/visible-text';
import { formatDollars, formatSamples, formatShare } from '../../src/profile/format';
import type { FrameRef } from '../../src/profile/tables';
import type { StateView } from '../../src/profile/thread-states';
import type { SampleCount, StackIndex } from '../../src/profile/units';
import { WHOLE } from '../chart/boxes';
import { locale, t } from '../shared/words';
import type { FlameModel } from './model';
import { samplesOf } from './model';

/**
 * What is said about a box, in the tooltip, in the strip under the graph and to a screen reader: one source, so that
 * they never differ. Names are made visible here, and nowhere is one set as anything but text.
 */
export interface Details {
  readonly name: string;
  /** `/srv/shop/pricing.py:141`, `…:141–150`, or '' where no file is known. */
  readonly place: string;
  /** Figures, the most important first. */
  readonly facts: readonly string[];
  /** The arithmetic behind the dollars, or ''. */
  readonly arithmetic: string;
}

/** Longer names are cut; nobody reads a megabyte in a tooltip. */
const NAME_LIMIT = 300;

export function detailsOf(model: FlameModel, box: StackIndex): Details {
  return {
    name: nameOf(model, box),
    place: placeText(model, box),
    facts: factsOf(model, box),
    arithmetic: arithmeticOf(model, box),
  };
}

export function linesOf({ name, place, facts, arithmetic }: Details): string[] {
  return [name, place, facts.join(' · '), arithmetic].filter((line) => line !== '');
}

/** Without the arithmetic, which nobody can follow by ear. */
export function spokenOf({ name, place, facts }: Details): string {
  return [name, ...facts, place].filter((part) => part !== '').join(', ');
}

export function nameOf({ tree }: FlameModel, box: StackIndex): string {
  if (box === WHOLE) return t('all');
  return visibleText(tree.profile.frames.name[tree.profile.stacks.frame[box]], NAME_LIMIT);
}

/** What the thread states of a view are called in figures: `12.4 % of CPU`. */
export function viewName(view: StateView): string {
  if (view === 'cpu') return t('CPU');
  return view === 'latency' ? t('latency') : view.join(', ');
}

/** A share, or why there is none: under the floor a percentage would claim more than is known. */
export function shareText({ snapshot, tree }: FlameModel, samples: SampleCount): string {
  return tree.sum < snapshot.minimumSamples ? '' : formatShare(samples / tree.sum, locale());
}

export function frameRefOf({ tree }: FlameModel, box: StackIndex): FrameRef {
  const { frames, stacks } = tree.profile;
  const frame = stacks.frame[box];
  const [firstLine, lastLine] = [stacks.firstLine[box], stacks.lastLine[box]];
  return { name: frames.name[frame], file: frames.file[frame], firstLine, lastLine };
}

/** What a box costs a year, or undefined where no fleet is known or too little was seen to tell. */
export function dollarsOf({ snapshot, cpu }: FlameModel, box: StackIndex): string {
  const { cost, minimumSamples } = snapshot;
  if (!cost || cpu.sum < Math.max(1, minimumSamples)) return '';
  const share = box === WHOLE ? 1 : cpu.total[box] / cpu.sum;
  return formatDollars(cost.yearly * share, locale());
}

function placeText(model: FlameModel, box: StackIndex): string {
  if (box === WHOLE) return '';
  const { file, firstLine, lastLine } = frameRefOf(model, box);
  if (file === '') return '';
  const lines = firstLine === lastLine ? `${firstLine}` : `${firstLine}–${lastLine}`;
  return visibleText(file, NAME_LIMIT) + (firstLine > 0 ? `:${lines}` : '');
}

function factsOf(model: FlameModel, box: StackIndex): string[] {
  const { tree, view, places } = model;
  const samples = samplesOf(model, box);
  const count = formatSamples(samples, locale());
  const dollars = dollarsOf(model, box);
  if (tree.sum < model.snapshot.minimumSamples) return [t('too few samples ({0})', tree.sum)];
  if (box === WHOLE) {
    return [t('{0} of {1} in this range', shareText(model, samples), viewName(view)), count, dollars].filter(
      Boolean,
    );
  }
  const occurrences = places[tree.profile.stacks.frame[box]];
  return [
    t('{0} of {1}', shareText(model, samples), viewName(view)),
    t('self {0}', shareText(model, tree.self[box])),
    count,
    dollars,
    occurrences > 1 ? t('in {0} places', occurrences.toLocaleString(locale())) : '',
  ].filter(Boolean);
}

function arithmeticOf(model: FlameModel, box: StackIndex): string {
  const { cost } = model.snapshot;
  const dollars = dollarsOf(model, box);
  if (!cost || dollars === '') return '';
  const share = box === WHOLE ? 1 : model.cpu.total[box] / model.cpu.sum;
  const source = [cost.priceSource, cost.priceDate].filter(Boolean).join(', ');
  return t('{0} of CPU × {1} = {2} ({3})', formatShare(share, locale()), cost.product, dollars, source);
}
