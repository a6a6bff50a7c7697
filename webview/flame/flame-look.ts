import type { FrameIndex, StackIndex } from '../../src/profile/units';
import { WHOLE } from '../chart/boxes';
import { fitLabel } from '../chart/label';
import { createFormsCache } from '../chart/names';
import type { Look, Swatch } from '../chart/paint';
import { createMeasure } from '../shared/canvas';
import { mix, textOn, turnHue } from '../shared/colour';
import type { LegendEntry } from '../chart/legend';
import type { Theme } from '../shared/palette';
import { createHatch } from '../shared/palette';
import { t } from '../shared/words';
import { dollarsOf, shareText } from './details';
import type { FrameKind } from './frame-kind';
import { FRAME_KINDS, frameKind, hashOf, packageOf } from './frame-kind';
import type { FlameModel } from './model';
import { samplesOf } from './model';

/** How a flame graph looks in a theme; made anew for every theme and every model. */
export function createFlameLook(context: CanvasRenderingContext2D, theme: Theme, model: FlameModel): Look {
  const { profile } = model.tree;
  const measure = createMeasure(context, theme.font);
  const formsOf = createFormsCache(profile);
  const perFrame = swatchPerFrame(model);
  return {
    swatches: flameSwatches(theme),
    swatchOf: (box) => (box === WHOLE ? WHOLE_SWATCH : perFrame[profile.stacks.frame[box]]),
    sliver: SLIVER_SWATCH,
    font: theme.font,
    background: theme.background,
    focus: theme.focus,
    hover: theme.foreground,
    match: createHatch(context, theme.foreground, theme.isHighContrast ? 0.45 : 0.3),
    matchBorder: theme.match,
    labelOf: (box, width) => fitLabel(formsOf(box), figureOf(model, box), width, measure),
  };
}

export function legendEntries(theme: Theme): LegendEntry[] {
  const swatches = flameSwatches(theme);
  const labels: Readonly<Record<FrameKind, string>> = {
    mine: t('my code'),
    library: t('library'),
    runtime: t('runtime'),
  };
  return [
    ...FRAME_KINDS.map((kind) => ({ label: labels[kind], swatch: swatches[FIRST[kind]] })),
    {
      label: t('match'),
      swatch: { fill: theme.background, text: theme.foreground, border: theme.match, isHatched: true },
    },
    { label: t('too narrow to tell apart'), swatch: swatches[SLIVER_SWATCH] },
  ];
}

function figureOf(model: FlameModel, box: StackIndex): string {
  const share = shareText(model, samplesOf(model, box));
  return box === WHOLE ? [share, dollarsOf(model, box)].filter(Boolean).join(' · ') : share;
}

/** Shades a kind has, so that neighbours from different packages differ. */
const SHADES = 4;

/** How far a kind's shades reach to either side of its hue, in degrees: less than to the next kind's. */
const HUE_SPREAD = 9;

/** Where the swatches of a kind begin in {@link flameSwatches}; after all kinds come the whole and the slivers. */
const FIRST: Readonly<Record<FrameKind, number>> = { mine: 0, library: SHADES, runtime: 2 * SHADES };
const WHOLE_SWATCH = FRAME_KINDS.length * SHADES;
const SLIVER_SWATCH = WHOLE_SWATCH + 1;

export function flameSwatches(theme: Theme): Swatch[] {
  const kinds = FRAME_KINDS.flatMap((kind) => shadesOf(theme, hueOf(theme, kind)));
  const rest = theme.isHighContrast
    ? [outlined(theme, theme.foreground), { fill: theme.grey, text: theme.background }]
    : [filled(mix(theme.background, theme.grey, 0.35)), filled(mix(theme.background, theme.grey, 0.55))];
  return [...kinds, ...rest];
}

function hueOf(theme: Theme, kind: FrameKind): string {
  const hues: Readonly<Record<FrameKind, string>> = {
    mine: theme.orange,
    library: theme.blue,
    runtime: theme.grey,
  };
  return hues[kind];
}

/** Alternating about the hue and ever paler, so that the first shade is the plain one. */
function shadesOf(theme: Theme, hue: string): Swatch[] {
  return Array.from({ length: SHADES }, (_, shade) => {
    const turn = Math.ceil(shade / 2) * (shade % 2 === 0 ? 1 : -1) * (HUE_SPREAD / 2);
    const colour = turnHue(hue, turn);
    return theme.isHighContrast
      ? outlined(theme, colour)
      : filled(mix(colour, theme.background, 0.2 + shade * 0.1));
  });
}

function filled(fill: string): Swatch {
  return { fill, text: textOn(fill) };
}

/** High contrast themes keep their two colours for text and ground; the kind is told by the frame. */
function outlined(theme: Theme, border: string): Swatch {
  return { fill: theme.background, text: theme.foreground, border };
}

/** Swatch per function, once per profile: 1 byte each instead of two hashes a frame. */
function swatchPerFrame({ snapshot }: FlameModel): Uint8Array {
  const { name } = snapshot.profile.frames;
  return Uint8Array.from(name, (text, frame: FrameIndex) => {
    return FIRST[frameKind(snapshot, frame)] + (hashOf(packageOf(text)) % SHADES);
  });
}
