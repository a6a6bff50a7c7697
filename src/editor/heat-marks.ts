import { callTreeOf } from '../focus/figures';
import { lineBlocksOf } from '../focus/line-figures';
import type { LoadedProfile } from '../focus/loaded-profile';
import { viewName } from '../focus/view-name';
import { formatShare } from '../profile/format';
import { share } from '../profile/share';
import type { Fraction, LineNumber } from '../profile/units';
import type { Annotation } from './annotations';
import type { WordOptions } from './words';

/** Which lines of a document are marked as hot, and how. Pure; heat.ts draws them. */
export interface HeatMark {
  /** Lines of the document as it is now, from 1. */
  readonly first: LineNumber;
  readonly last: LineNumber;
  /** Of the view: samples that have one of these lines in their stack. */
  readonly share: Fraction;
  /** Row of {@link HEAT_STEPS}. */
  readonly step: number;
  /**
   * - `line`: this line.
   * - `lines`: somewhere in these.
   * - `function`: its lines are not known, so its head stands for it.
   */
  readonly of: 'line' | 'lines' | 'function';
}

/** Smallest share of each step. Below the first nothing is marked: a file in which everything is warm tells nothing. */
export const HEAT_STEPS: readonly Fraction[] = [0.01, 0.05, 0.15, 0.4];

/** Hottest first come first served: each mark is a range that the editor keeps in step with every keystroke. */
export const MAX_MARKS = 200;

/** @returns in order of lines, of one line once, its hottest */
export function heatMarksOf(functions: readonly Annotation[], { profile }: LoadedProfile): HeatMark[] {
  const marks = functions.flatMap((one) => marksOf(one, profile));
  const hottest = marks.sort((a, b) => b.share - a.share || a.first - b.first).slice(0, MAX_MARKS);
  const byLines = new Map<string, HeatMark>();
  for (const mark of hottest) {
    const lines = `${mark.first}-${mark.last}`;
    if (!byLines.has(lines)) byLines.set(lines, mark);
  }
  return [...byLines.values()].sort((a, b) => a.first - b.first || b.last - a.last);
}

/** A function whose body was edited has no figure for any of its lines. */
function marksOf(one: Annotation, profile: LoadedProfile['profile']): HeatMark[] {
  const { figures, freshness, place, frames } = one;
  if (freshness.state === 'changed') return [];
  const blocks = lineBlocksOf(callTreeOf(profile, figures.view), frames);
  const found = blocks.flatMap(({ first, last, samples, known }) => {
    const part = share(samples, figures.sum);
    const lines = known.map(({ line, samples: own }) => ({ line, part: share(own, figures.sum) }));
    return [
      ...markOf(one, first, last, part),
      ...lines.flatMap(({ line, part: own }) => markOf(one, line, line, own)),
    ];
  });
  const isInOneLine = place.kind === 'lambda' || place.kind === 'comprehension' || place.kind === 'module';
  if (found.length > 0 || isInOneLine) return found;
  const part = share(figures.total, figures.sum);
  return toMark(place.line, place.line, part, 'function');
}

/** Nothing where a line of the range is gone, or stands where the function does not. */
function markOf({ lineNow, place }: Annotation, first: LineNumber, last: LineNumber, part: Fraction) {
  const [from, to] = [lineNow(first), lineNow(last)];
  const isInside = (line: LineNumber): boolean =>
    place.kind === 'module' || (place.firstLine <= line && line <= place.endLine);
  if (from <= 0 || to < from || !isInside(from) || !isInside(to)) return [];
  return toMark(from, to, part, from === to ? 'line' : 'lines');
}

function toMark(first: LineNumber, last: LineNumber, part: Fraction, of: HeatMark['of']): HeatMark[] {
  const step = HEAT_STEPS.findLastIndex((least) => part >= least);
  return step < 0 ? [] : [{ first, last, share: part, step, of }];
}

/** `8.2 % of CPU`, behind the first line of a range `8.2 % of CPU in lines 12–19`. */
export function heatText(
  { first, last, share: part, of }: HeatMark,
  view: Annotation['figures']['view'],
  { l10n }: Pick<WordOptions, 'l10n'>,
): string {
  const [amount, name] = [formatShare(part), viewName(view, l10n)];
  switch (of) {
    case 'line':
      return l10n.t('{0} of {1}', amount, name);
    case 'lines':
      return l10n.t('{0} of {1} in lines {2}–{3}', amount, name, first, last);
    case 'function':
      return l10n.t('{0} of {1} in this function', amount, name);
  }
}
