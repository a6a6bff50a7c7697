import type { FrameMetricPoint } from '../aws/gateway';
import { formatShare } from '../profile/format';
import type { Fraction } from '../profile/units';
import type { WordOptions } from './words';

/** A day of a function as a small picture: an image of its own, because hovers are Markdown. Pure. */
export interface Sparkline {
  /** `data:` address of an SVG without text, scripts or references. */
  readonly image: string;
  /** `low 4.1 %, high 18.0 %, now 12.4 %`: what the picture says, for whoever does not see it. */
  readonly words: string;
}

/** CSS pixels at 100 %. */
const WIDTH = 180;
const HEIGHT = 20;
const MARGIN = 2;

/** @param points two or more, in order of time */
export function sparklineOf(
  points: readonly FrameMetricPoint[],
  colour: string,
  l10n: WordOptions['l10n'],
): Sparkline {
  const shares = points.map(({ share }) => share);
  const words = l10n.t(
    'low {0}, high {1}, now {2}',
    formatShare(Math.min(...shares)),
    formatShare(Math.max(...shares)),
    formatShare(shares[shares.length - 1]),
  );
  return { image: `data:image/svg+xml;base64,${btoa(svgOf(points, colour))}`, words };
}

/** From zero to the highest share: a function that takes the same all day is a level line, not noise blown up. */
function svgOf(points: readonly FrameMetricPoint[], colour: string): string {
  const place = placer(points);
  // A point alone is drawn as a line to itself, whose round ends make it a dot.
  const lines = runsOf(points).map((run) => [...run, ...run.slice(-1)].map(place).join(' '));
  const drawn = lines.map((line) => `<polyline points="${line}"/>`).join('');
  const [x, y] = place(points[points.length - 1]).split(',');
  const base = HEIGHT - MARGIN;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">` +
    `<path d="M${MARGIN} ${base}H${WIDTH - MARGIN}" stroke="${colour}" stroke-opacity=".3"/>` +
    `<g fill="none" stroke="${colour}" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">${drawn}</g>` +
    `<circle cx="${x}" cy="${y}" r="2" fill="${colour}"/></svg>`
  );
}

function placer(points: readonly FrameMetricPoint[]): (point: FrameMetricPoint) => string {
  const [from, to] = [points[0].end, points[points.length - 1].end];
  const highest: Fraction = Math.max(...points.map(({ share }) => share), Number.MIN_VALUE);
  return ({ end, share }) => {
    const x = MARGIN + ((end - from) / (to - from || 1)) * (WIDTH - 2 * MARGIN);
    const y = HEIGHT - MARGIN - (share / highest) * (HEIGHT - 2 * MARGIN);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  };
}

/** Where steps are missing nobody knows what was; the line is broken there. */
function runsOf(points: readonly FrameMetricPoint[]): FrameMetricPoint[][] {
  const gaps = points.slice(1).map(({ end }, i) => end - points[i].end);
  const step = Math.min(...gaps);
  const runs: FrameMetricPoint[][] = [[points[0]]];
  points.slice(1).forEach((point, i) => {
    if (gaps[i] > 1.5 * step) runs.push([point]);
    else runs[runs.length - 1].push(point);
  });
  return runs;
}
