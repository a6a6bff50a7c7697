// What a profile becomes in a file that somebody opens elsewhere: pictures and pages that need neither Burnline nor a
// network. Formats that other tools read are in profile/codec/. Nothing in here reads a clock, a file or a setting.
import { visibleText } from '../base/visible-text';
import type { Profile } from '../profile/tables';
import type { Fraction, SampleCount, StackIndex } from '../profile/units';
import { weightOf } from '../profile/weight';
import { listBoxes } from './boxes';
import { figureText, nameText, shareText } from './figures';
import { fitName } from './fit-name';
import { hueOf } from './hue';
import { escapeMarkup, textMarkup } from './markup';
import { SVG_PAGE } from './pages';

export interface Picture {
  /** From entry points or inverted: its stacks are drawn as they are. */
  readonly profile: Profile;
  /** Samples per stack row, those of the rows below it included. */
  readonly total: Float64Array;
  /** Samples that the whole width is. */
  readonly sum: SampleCount;
  readonly title: string;
  readonly subtitle: string;
  /** Narrower boxes are left out, and a line below the picture says how many. */
  readonly minimumShare?: Fraction;
  /** A colour of its own for a box, where the picture is of one that had it; both themes then have that one. */
  readonly colourOf?: (row: StackIndex) => RgbColour | undefined;
}

/** `#1f77b4` */
export type RgbColour = `#${string}`;

/** A pixel of what most screens are wide. */
const MINIMUM_SHARE = 0.001;

/** Without its script, a picture is as wide as this. All lengths are CSS pixels. */
const WIDTH = 1200;
const SIDE = 8;
const TOP = 56;
const BOTTOM = 32;
const ROW = 20;

/** A column of the monospaced font of 12 pixels. */
const COLUMN = 7.25;

/**
 * A flame graph in one file: seen by whatever draws SVG, and in a browser to be zoomed, searched and read aloud. Names
 * stand in it as text alone.
 */
export function renderSvg(picture: Picture): string {
  const { boxes, leftOut } = listBoxes(
    picture.profile.stacks,
    picture.total,
    picture.sum * (picture.minimumShare ?? MINIMUM_SHARE),
  );
  const { depth } = picture.profile.stacks;
  const rows = boxes.reduce((most, { row }) => Math.max(most, depth[row] + 2), 1);
  const height = TOP + rows * ROW + BOTTOM;
  const isTooFew = shareText(weightOf(picture.profile.meta), picture.sum, picture.sum) === '';
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<svg xmlns="http://www.w3.org/2000/svg" class="burnline" role="group" aria-labelledby="title subtitle" ` +
      `width="${WIDTH}" height="${height}" data-rows="${rows}"` +
      `${isTooFew ? ' data-few="true"' : ''}${leftOut > 0 ? ' data-part="true"' : ''}>`,
    `<title id="title">${textMarkup(picture.title)}</title>`,
    `<desc id="subtitle">${textMarkup(picture.subtitle)}</desc>`,
    `<style>${escapeMarkup(SVG_PAGE.style)}</style>`,
    `<rect class="ground" width="100%" height="100%"/>`,
    textLine('heading', SIDE, 24, picture.title),
    textLine('subheading', SIDE, 44, picture.subtitle),
    `<g id="graph" role="tree" aria-label="Call graph" transform="translate(${SIDE} ${TOP})">`,
    boxMarkup(wholeBox(picture)),
    ...boxes.map((box) => boxMarkup(describeBox(picture, box.row, box.left))),
    `</g>`,
    textLine('note', SIDE, height - 12, leftOutText(leftOut, picture.minimumShare ?? MINIMUM_SHARE)),
    `<script>${escapeMarkup(SVG_PAGE.script)}</script>`,
    `</svg>`,
    ``,
  ].join('\n');
}

export function leftOutText(leftOut: number, minimumShare: Fraction): string {
  if (leftOut === 0) return '';
  const calls = leftOut === 1 ? '1 call is' : `${leftOut.toLocaleString('en-US')} calls are`;
  return `${calls} narrower than ${Number((minimumShare * 100).toPrecision(2))} % of the whole and not drawn.`;
}

interface DrawnBox {
  readonly name: string;
  /** Lines under the name. */
  readonly facts: readonly string[];
  /** 0 is the whole. */
  readonly level: number;
  readonly left: SampleCount;
  readonly width: SampleCount;
  readonly sum: SampleCount;
  /** A class of the style sheet, where there is no colour. */
  readonly look: string;
  readonly colour: RgbColour | undefined;
}

function wholeBox({ profile, sum }: Picture): DrawnBox {
  const facts = [figureText(weightOf(profile.meta), sum, sum)];
  return { name: 'all', facts, level: 0, left: 0, width: sum, sum, look: 'whole', colour: undefined };
}

function describeBox(picture: Picture, row: StackIndex, left: SampleCount): DrawnBox {
  const { profile, total, sum } = picture;
  const { frames, stacks } = profile;
  const frame = stacks.frame[row];
  const [name, file, line] = [frames.name[frame], frames.file[frame], stacks.firstLine[row]];
  const place = file === '' ? [] : [visibleText(line > 0 ? `${file}:${line}` : file)];
  return {
    name: nameText(name),
    facts: [...place, figureText(weightOf(profile.meta), total[row], sum)],
    level: stacks.depth[row] + 1,
    left,
    width: total[row],
    sum,
    colour: colourOf(picture, row),
    look: `hue-${hueOf(name, file)}`,
  };
}

/** Whatever else it is would be markup. */
function colourOf(picture: Picture, row: StackIndex): RgbColour | undefined {
  const colour = picture.colourOf?.(row);
  return colour !== undefined && /^#[\da-f]{6}$/i.test(colour) ? colour : undefined;
}

/**
 * The script reads `data-left` and `data-width`, in samples, and the lines of the title. It moves boxes when somebody
 * zooms, and makes no new ones.
 */
function boxMarkup({ name, facts, level, left, width, sum, look, colour }: DrawnBox): string {
  const scale = sum > 0 ? (WIDTH - 2 * SIDE) / sum : 0;
  const [x, y, pixels] = [left * scale, level * ROW, Math.max(width * scale - 1, 0.5)];
  const fill = colour === undefined ? '' : ` style="fill:${colour}"`;
  const ink = colour === undefined ? '' : ` style="fill:${inkOn(colour)}"`;
  const label = fitName(name, Math.floor((pixels - 6) / COLUMN));
  return (
    `<g class="box ${colour === undefined ? look : 'own'}" role="treeitem" aria-level="${level + 1}" data-left="${left}" data-width="${width}">` +
    `<title>${escapeMarkup([name, ...facts].join('\n'))}</title>` +
    `<rect x="${round(x)}" y="${y}" width="${round(pixels)}" height="${ROW - 1}"${fill}/>` +
    `<text x="${round(x + 3)}" y="${y + 14}"${ink}>${escapeMarkup(label)}</text></g>`
  );
}

function textLine(name: string, x: number, y: number, text: string): string {
  return `<text class="${name}" x="${x}" y="${y}">${textMarkup(text)}</text>`;
}

/** Black or white, whichever is told better from the colour (relative luminance, WCAG 2.2). */
function inkOn(colour: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  // Halfway between both contrasts: (L + 0.05)² = 0.05 × 1.05.
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000000' : '#ffffff';
}

const round = (pixels: number): number => Math.round(pixels * 100) / 100;
