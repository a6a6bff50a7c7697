import type { ChangeStatus } from '../../src/profile/compare';
import type { CompareColours } from '../../src/protocol/compare';
import type { StackIndex } from '../../src/profile/units';
import { WHOLE } from '../chart/boxes';
import { fitLabel } from '../chart/label';
import { createNameCache } from '../chart/names';
import type { Look, Swatch } from '../chart/paint';
import { boxesOf } from '../graph/picture';
import { createMeasure } from '../shared/canvas';
import { mix, textOn } from '../shared/colour';
import type { LegendEntry } from '../chart/legend';
import type { Theme } from '../shared/palette';
import { createHatch } from '../shared/palette';
import { t } from '../shared/words';
import { changeFigure } from './change-text';
import type { BoxChange, CompareModel } from './model';
import { changeOf } from './model';

/** Shades of a direction, from a change just distinguishable to one that halves or doubles. */
const SHADES = 3;

/** Where the swatches begin: more of A, more of B, then one each of what is only on one side, unclear, whole, narrow. */
const MORE_A = 0;
const MORE_B = SHADES;
const ONLY_A = 2 * SHADES;
const ONLY_B = ONLY_A + 1;
const UNCLEAR = ONLY_A + 2;
const WHOLE_SWATCH = ONLY_A + 3;
const SLIVER = ONLY_A + 4;

/** How a comparison looks in a theme; made anew for every theme, model and pair of colours. */
export function createCompareLook(
  context: CanvasRenderingContext2D,
  theme: Theme,
  model: CompareModel,
  colours: CompareColours,
): Look {
  const measure = createMeasure(context, theme.font);
  const fittingNameOf = createNameCache(boxesOf(model.picture));
  const swatchOfBox = createSwatchCache(model);
  const swatches = compareSwatches(theme, colours);
  const { b } = hues(theme, colours);
  const hatch = createHatch(
    context,
    theme.isHighContrast ? b : theme.background,
    theme.isHighContrast ? 0.6 : 0.35,
  );
  return {
    swatches: swatches.map((swatch, index) => (index === ONLY_B ? { ...swatch, hatch } : swatch)),
    swatchOf: (box) => (box === WHOLE ? WHOLE_SWATCH : swatchOfBox(box)),
    sliver: SLIVER,
    font: theme.font,
    boldFont: theme.font,
    background: theme.background,
    focus: theme.focus,
    match: createHatch(context, theme.foreground, theme.isHighContrast ? 0.45 : 0.3),
    matchBorder: theme.match,
    labelOf: (box, width) => fitLabel(fittingNameOf(box), () => changeFigure(model, box), width, measure),
  };
}

export function compareLegend(theme: Theme, colours: CompareColours): LegendEntry[] {
  const swatches = compareSwatches(theme, colours);
  return [
    { label: t('more in A'), swatch: swatches[MORE_A + SHADES - 1] },
    { label: t('more in B'), swatch: swatches[MORE_B + SHADES - 1] },
    { label: t('gone'), swatch: swatches[ONLY_A] },
    { label: t('new'), swatch: { ...swatches[ONLY_B], pattern: 'rising' } },
    { label: t('no clear change'), swatch: swatches[UNCLEAR] },
  ];
}

export function statusColour(theme: Theme, colours: CompareColours, status: ChangeStatus): string {
  const { a, b } = hues(theme, colours);
  if (status === 'same') return theme.grey;
  return status === 'faster' || status === 'gone' ? a : b;
}

/** Found once per box: an interval takes more arithmetic than a frame has time for thousands of times. */
function createSwatchCache(model: CompareModel): (box: StackIndex) => number {
  const known = new Uint8Array(model.picture.profile.stacks.length);
  return (box) => {
    // One more than the swatch, because 0 stands for not yet known.
    if (known[box] === 0) known[box] = swatchOf(changeOf(model, box)) + 1;
    return known[box] - 1;
  };
}

function swatchOf({ status, a, b }: BoxChange): number {
  switch (status) {
    case 'gone':
      return ONLY_A;
    case 'new':
      return ONLY_B;
    case 'same':
      return UNCLEAR;
    case 'faster':
      return MORE_A + shadeOf(b / a);
    case 'slower':
      return MORE_B + shadeOf(a / b);
  }
}

/** By what is left of the larger share: more than 4/5, more than 1/2, less. */
function shadeOf(remainder: number): number {
  if (remainder > 0.8) return 0;
  return remainder > 0.5 ? 1 : 2;
}

function hues(theme: Theme, colours: CompareColours): { readonly a: string; readonly b: string } {
  return colours === 'blue-orange' ? { a: theme.blue, b: theme.orange } : { a: theme.green, b: theme.purple };
}

function compareSwatches(theme: Theme, colours: CompareColours): Swatch[] {
  const { a, b } = hues(theme, colours);
  const unclear = mix(theme.background, theme.grey, 0.3);
  return [
    ...shades(theme, a),
    ...shades(theme, b),
    { fill: theme.background, text: theme.foreground, border: a },
    filled(theme, b),
    theme.isHighContrast
      ? { fill: theme.background, text: theme.foreground, border: theme.grey }
      : plain(unclear),
    theme.isHighContrast
      ? { fill: theme.background, text: theme.foreground, border: theme.foreground }
      : plain(mix(theme.background, theme.grey, 0.5)),
    plain(mix(theme.background, theme.grey, 0.4)),
  ];
}

function shades(theme: Theme, hue: string): Swatch[] {
  return Array.from({ length: SHADES }, (_, shade) => {
    const strength = 0.4 + 0.25 * shade;
    if (!theme.isHighContrast) return plain(mix(theme.background, hue, strength));
    return { fill: mix(theme.background, hue, strength / 2.5), text: theme.foreground, border: hue };
  });
}

function filled(theme: Theme, hue: string): Swatch {
  return theme.isHighContrast ? { fill: theme.background, text: theme.foreground, border: hue } : plain(hue);
}

function plain(fill: string): Swatch {
  return { fill, text: textOn(fill) };
}
