import { hcl, interpolateRgb, rgb } from 'd3';

/** Arithmetic on colours; any CSS colour in, `rgb(…)` out. No theme and no page in here. */

/** `share` 0: all of `from`; 1: all of `to`. */
export function mix(from: string, to: string, share: number): string {
  return interpolateRgb(from, to)(share);
}

/** The same colour, its hue turned by so many degrees: a neighbour of the family. */
export function turnHue(colour: string, degrees: number): string {
  const { h, c, l, opacity } = hcl(colour);
  // Greys have no hue to turn.
  return Number.isNaN(h) ? colour : hcl(h + degrees, c, l, opacity).formatRgb();
}

export function withAlpha(colour: string, alpha: number): string {
  return rgb(colour).copy({ opacity: alpha }).formatRgb();
}

/**
 * Black or white, whichever is read more easily on a fill. One of the two always has at least 4.58 : 1, more than the
 * 4.5 : 1 that WCAG 2.2 asks of text of this size: black and white are equally far from the luminance 0.179, and there
 * (0.179 + 0.05) / 0.05 = 4.58.
 */
export function textOn(fill: string): string {
  return contrast(fill, '#000') >= contrast(fill, '#fff') ? '#000' : '#fff';
}

/** WCAG 2.2 contrast ratio, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const { r, g, b } = rgb(colour);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
