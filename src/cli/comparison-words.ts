import { visibleText } from '../base/visible-text';
import type { Comparison, FunctionChange, WhyNothing } from '../profile/compare';
import type { FigureUnit } from '../profile/compare-normalization';
import { formatDuration, formatPoints, formatRatio, formatSamples, formatShare } from '../profile/format';
import { unequalRates } from '../profile/sampling-rates';
import { detectableChange, deviationsOf, type Interval } from '../profile/significance';
import type { ComparedSources, NamedSide } from './compare-sources';

/** What a comparison says in the terminal and in reports: one wording for `diff` and `check`. */

/** What exactly is compared, and from how much. */
export function whatIsCompared(compared: ComparedSources, namedA = 'A', namedB = 'B'): string[] {
  const { comparison, states, a, b } = compared;
  const { scale, samplesA, samplesB } = comparison.yardstick;
  return [
    `${capitalised(FIGURES[scale.unit])} in ${states.join(', ') || 'no state'}, of each function:`,
    `  ${namedA}  ${sideText(a, samplesA)}`,
    `  ${namedB}  ${sideText(b, samplesB)}`,
  ];
}

const FIGURES: Readonly<Record<FigureUnit, string>> = {
  share: 'share of all samples',
  'per second': 'samples per second of the range',
  'per host-hour': 'samples per hour of each machine',
  'per vCPU-hour': 'samples per hour of each vCPU',
  count: 'samples as counted',
};

function sideText({ source, meta }: NamedSide, samples: number): string {
  const length = meta.end > meta.start ? ` over ${formatDuration(meta.end - meta.start)}` : '';
  const counted = samples > 0 || meta.weight === undefined ? formatSamples(samples) : meta.weight.unit;
  return `${visibleText(source, 200)} (${counted}${length})`;
}

/** How sure it is, and what could not be seen; or why nothing is claimed. */
export function certaintyOf(comparison: Comparison): string {
  const { whyNothing, level, inflation, isInflationFound, samplesA, samplesB, minimumSamples, scale } =
    comparison.yardstick;
  if (whyNothing !== undefined) return `No difference is claimed: ${reasonOf(whyNothing, minimumSamples)}.`;
  const clumps = isInflationFound
    ? `samples hang together as if in clumps of ${inflation.toFixed(1)}, and count for so many fewer`
    : `samples are taken to come in clumps of ${inflation.toFixed(1)}, for too few functions are in both to tell`;
  const sure = `Intervals are ${levelText(level)}; ${clumps}.`;
  const change = detectableChange(0.1, samplesA, samplesB, { inflation, z: deviationsOf(level) });
  if (scale.unit !== 'share' || change === undefined) return sure;
  const points = formatPoints(change).slice(1);
  return `${sure} Growth of ${points} in a function of ${formatShare(0.1)} would be found four times out of five.`;
}

/** That counts differ because one side was looked at more often; nothing of shares, which do not care. */
export function ratesWarning({ comparison, a, b }: ComparedSources): string[] {
  const rates = unequalRates(a.meta, b.meta);
  if (rates === undefined || comparison.yardstick.scale.unit === 'share') return [];
  const [rateA, rateB] = [rates.a, rates.b].map(significantDigits);
  return [
    `Warning: sampled ${rateA} and ${rateB} times a second, so counts differ by that alone; compare with --normalize share.`,
  ];
}

/** `99 %`, `99.998 %`. */
function levelText(level: number): string {
  const digits = Math.max(0, Math.ceil(-Math.log10(1 - level)) - 2);
  return `${(level * 100).toFixed(digits)}\u00a0%`;
}

function reasonOf(why: WhyNothing, minimumSamples: number): string {
  const reasons: Readonly<Record<WhyNothing, string>> = {
    'few-samples': `a side has fewer than ${minimumSamples} samples`,
    'few-clumps': 'samples hang together too much to be worth enough',
    'no-samples': 'nobody knows how many samples these counts come from',
    'no-exposure': 'a side does not say what its samples are to be divided by',
  };
  return reasons[why];
}

export function figureText(unit: FigureUnit, figure: number): string {
  return unit === 'share' ? formatShare(figure) : significantDigits(figure);
}

/** `+6.5 points (×1.52)`, or `+0.31 (×1.52)` of a rate. */
export function changeText(unit: FigureUnit, a: number, b: number): string {
  const ratio = a > 0 && b > 0 ? ` ${formatRatio(b / a)}` : '';
  return `${signedText(unit, b - a)}${ratio}`;
}

/** `+4.1 … +8.9`; `–` where nothing is known. */
export function intervalText(unit: FigureUnit, [low, high]: Interval): string {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return '–';
  return [low, high].map((limit) => signedText(unit, limit).replace(/\s.*$/, '')).join(' … ');
}

function signedText(unit: FigureUnit, difference: number): string {
  if (unit === 'share') return formatPoints(difference);
  return `${difference < 0 ? '−' : '+'}${significantDigits(Math.abs(difference))}`;
}

/** Three of them, and never fewer than all before the point. */
function significantDigits(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.max(value, 1e-3))));
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.min(digits, 5) });
}

export function nameOf({ profile }: Comparison, { frame }: FunctionChange): string {
  return visibleText(profile.frames.name[frame], 200);
}

function capitalised(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
