import { packageOf } from '../../src/profile/packages';
import type { FrameIndex, StackIndex } from '../../src/profile/units';
import type { ColourBy } from '../../src/protocol/view-spec';
import { WHOLE } from '../chart/boxes';
import { fitLabel } from '../chart/label';
import type { LegendEntry } from '../chart/legend';
import { createNameCache } from '../chart/names';
import type { Look, Swatch } from '../chart/paint';
import { boxesOf, samplesAt } from '../graph/picture';
import { createMeasure } from '../shared/canvas';
import { mix, textOn, turnHue } from '../shared/colour';
import type { Pattern, Theme } from '../shared/palette';
import { PATTERNS, createHatch } from '../shared/palette';
import { stateName } from '../shared/state-name';
import { t } from '../shared/words';
import { dollarsOf, shareText } from './details';
import type { FrameKind } from './frame-kind';
import { FRAME_KINDS, frameKind, hashOf } from './frame-kind';
import type { FlameModel } from './model';

/** How a flame graph looks in a theme; made anew for every theme, model and choice of colours. */
export function createFlameLook(
  context: CanvasRenderingContext2D,
  theme: Theme,
  model: FlameModel,
  colour: ColourBy,
): Look {
  const boldFont = `bold ${theme.font}`;
  const measure = createMeasure(context, boldFont);
  const fittingNameOf = createNameCache(boxesOf(model.picture));
  const paint = paintBy(theme, model, colour);
  const swatches = [...paint.paints, ...restOf(theme)].map((swatch) => ({
    ...swatch,
    ...(swatch.pattern ? { hatch: createHatch(context, swatch.text, 0.35, swatch.pattern) } : {}),
  }));
  const whole = paint.paints.length;
  return {
    swatches,
    swatchOf: (box) => (box === WHOLE ? whole : paint.of(box)),
    sliver: whole + 1,
    font: theme.font,
    boldFont,
    background: theme.background,
    focus: theme.focus,
    match: createHatch(context, theme.foreground, theme.isHighContrast ? 0.45 : 0.3),
    matchBorder: theme.match,
    labelOf: (box, width) => fitLabel(fittingNameOf(box), () => figureOf(model, box), width, measure),
  };
}

export function legendEntries(theme: Theme, model: FlameModel, colour: ColourBy): LegendEntry[] {
  const { legend } = paintBy(theme, model, colour);
  const [, sliver] = restOf(theme);
  return [
    ...legend,
    {
      label: t('match'),
      swatch: { fill: theme.background, text: theme.foreground, border: theme.match, pattern: 'rising' },
    },
    { label: t('too narrow to tell apart'), swatch: sliver },
  ];
}

function figureOf(model: FlameModel, box: StackIndex): string {
  const share = shareText(model, samplesAt(model.picture, box));
  return box === WHOLE ? [share, dollarsOf(model, box)].filter(Boolean).join(' · ') : share;
}

interface Paint extends Swatch {
  readonly pattern?: Pattern;
}

/** One way to colour: its paints, which of them a box has, and what they mean. */
interface PaintBy {
  readonly paints: readonly Paint[];
  readonly of: (box: StackIndex) => number;
  readonly legend: readonly LegendEntry[];
}

function paintBy(theme: Theme, model: FlameModel, colour: ColourBy): PaintBy {
  // Until the picture that was asked for its states is there, the one before is shown in plain colours.
  const { mainState } = model.picture;
  if (colour === 'state' && mainState) return byState(theme, model, mainState);
  return colour === 'package' ? byPackage(theme, model) : byCode(theme, model);
}

/** Shades a kind has, so that neighbours from different packages differ. */
const SHADES = 4;

/** How far a kind's shades reach to either side of its hue, in degrees: less than to the next kind's. */
const HUE_SPREAD = 9;

function byCode(theme: Theme, { snapshot, picture }: FlameModel): PaintBy {
  const { name, file } = picture.profile.frames;
  const paints = FRAME_KINDS.flatMap((kind) => shadesOf(theme, hueOf(theme, kind), kind === 'mine'));
  const ofFrame = (frame: FrameIndex): number => {
    const first = FRAME_KINDS.indexOf(frameKind(snapshot, picture.profile.frames, frame)) * SHADES;
    return first + (hashOf(packageOf(name[frame], file[frame])) % SHADES);
  };
  const labels: Readonly<Record<FrameKind, string>> = {
    mine: t('my code'),
    library: t('library'),
    runtime: t('runtime'),
  };
  const legend = FRAME_KINDS.map((kind, index) => ({
    label: labels[kind],
    swatch: paints[index * SHADES],
    isBold: kind === 'mine',
  }));
  return { paints, of: whenDrawn(picture.profile.stacks.frame, name.length, ofFrame), legend };
}

/** More hues than can be named, few enough that neighbours differ; the heaviest packages are told in the legend. */
const HUES = 10;

/** So many packages have a place in the legend, and a pattern or none of their own. */
const TOLD = 5;

/** The heaviest packages have a paint each; all others share ten hues by their names. */
function byPackage(theme: Theme, { picture }: FlameModel): PaintBy {
  const { frames, stacks } = picture.profile;
  const packages = frames.name.map((name, frame) => packageOf(name, frames.file[frame]));
  const weights = new Map<string, number>();
  picture.columns[0].functionSelf.forEach((self, frame) => {
    weights.set(packages[frame], (weights.get(packages[frame]) ?? 0) + self);
  });
  const heaviest = [...weights]
    .filter(([name, weight]) => name !== '' && weight > 0)
    .sort(([, a], [, b]) => b - a)
    .slice(0, TOLD)
    .map(([name]) => name);
  const hueAt = (index: number, count: number): string => turnHue(theme.blue, (360 / count) * index);
  const told = heaviest.map((_, index): Paint => {
    const pattern = index === 0 ? undefined : PATTERNS[(index - 1) % PATTERNS.length];
    return { ...paintOf(theme, hueAt(index, TOLD)), ...(pattern ? { pattern } : {}) };
  });
  const others = Array.from({ length: HUES }, (_, index) =>
    paintOf(theme, mix(hueAt(index, HUES), theme.grey, 0.55)),
  );
  const place = new Map(heaviest.map((name, index) => [name, index]));
  const perFrame = Uint8Array.from(
    packages,
    (name) => place.get(name) ?? told.length + (hashOf(name) % HUES),
  );
  return {
    paints: [...told, ...others],
    of: perFrameOf(stacks.frame, perFrame),
    legend: [
      ...heaviest.map((label, index) => ({ label, swatch: told[index] })),
      { label: t('other packages'), swatch: others[0] },
    ],
  };
}

/** The guide's families: red for running, green for waiting, purple for blocked; each state with its own pattern. */
function byState(theme: Theme, { picture }: FlameModel, mainState: Uint8Array): PaintBy {
  const { states } = picture.profile.samples;
  const paints = states.map((state) => statePaint(theme, state));
  const shown = states.filter((state) => picture.spec.columns[0].includes(state));
  return {
    paints,
    of: (box) => mainState[box],
    legend: shown.map((state) => ({
      label: t('mostly {0}', stateName(state)),
      swatch: statePaint(theme, state),
    })),
  };
}

function statePaint(theme: Theme, state: string): Paint {
  switch (state) {
    case 'RUNNABLE':
      return paintOf(theme, theme.red);
    case 'NATIVE':
      return { ...paintOf(theme, turnHue(theme.red, 25)), pattern: 'dots' };
    case 'BLOCKED':
      return { ...paintOf(theme, theme.purple), pattern: 'upright' };
    case 'WAITING':
      return { ...paintOf(theme, theme.green), pattern: 'rising' };
    case 'TIMED_WAITING':
      return { ...paintOf(theme, turnHue(theme.green, 35)), pattern: 'falling' };
    default:
      return paintOf(theme, theme.grey);
  }
}

/** Found when a function is drawn first, and kept: of ten thousand, a screen shows some hundreds. */
function whenDrawn(
  frameOf: Int32Array,
  frames: number,
  find: (frame: FrameIndex) => number,
): (box: StackIndex) => number {
  /** Swatch + 1. */
  const known = new Uint8Array(frames);
  return (box) => {
    const frame = frameOf[box];
    if (known[frame] === 0) known[frame] = find(frame) + 1;
    return known[frame] - 1;
  };
}

function perFrameOf(frameOf: Int32Array, perFrame: Uint8Array): (box: StackIndex) => number {
  return (box) => perFrame[frameOf[box]];
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
function shadesOf(theme: Theme, hue: string, isBold: boolean): Paint[] {
  return Array.from({ length: SHADES }, (_, shade) => {
    const turn = Math.ceil(shade / 2) * (shade % 2 === 0 ? 1 : -1) * (HUE_SPREAD / 2);
    const colour = turnHue(hue, turn);
    const paint = theme.isHighContrast
      ? outlined(theme, colour)
      : filled(mix(colour, theme.background, 0.2 + shade * 0.1));
    return { ...paint, isBold };
  });
}

function paintOf(theme: Theme, hue: string): Paint {
  return theme.isHighContrast ? outlined(theme, hue) : filled(mix(hue, theme.background, 0.25));
}

/** The whole, and what is too narrow to have a colour of its own. */
function restOf(theme: Theme): [whole: Paint, sliver: Paint] {
  return theme.isHighContrast
    ? [outlined(theme, theme.foreground), { fill: theme.grey, text: theme.background }]
    : [filled(mix(theme.background, theme.grey, 0.35)), filled(mix(theme.background, theme.grey, 0.55))];
}

function filled(fill: string): Paint {
  return { fill, text: textOn(fill) };
}

/** High contrast themes keep their two colours for text and ground; the kind is told by the frame. */
function outlined(theme: Theme, border: string): Paint {
  return { fill: theme.background, text: theme.foreground, border };
}
