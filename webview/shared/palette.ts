import { mix, withAlpha } from './colour';

/** The person's theme as a canvas needs it: VS Code gives it to pages as CSS variables, and a canvas knows none. */
export interface Theme {
  readonly isHighContrast: boolean;
  readonly background: string;
  readonly foreground: string;
  /** Frame of what has the focus. */
  readonly focus: string;
  /** Hues for data, which every theme defines for its own ground. */
  readonly orange: string;
  readonly blue: string;
  readonly green: string;
  readonly purple: string;
  readonly red: string;
  readonly grey: string;
  readonly match: string;
  readonly font: string;
}

export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const variable = (name: string, otherwise: string): string =>
    style.getPropertyValue(`--vscode-${name}`).trim() || otherwise;
  // Some themes give hues that let the ground through, meant for marks on it. Boxes have labels: theirs are opaque.
  const hue = (name: string, otherwise: string): string =>
    withAlpha(variable(`charts-${name}`, otherwise), 1);
  const { classList } = document.body;
  const isLight = classList.contains('vscode-light') || classList.contains('vscode-high-contrast-light');
  const foreground = variable('editor-foreground', isLight ? '#1f1f1f' : '#cccccc');
  return {
    isHighContrast:
      classList.contains('vscode-high-contrast') || classList.contains('vscode-high-contrast-light'),
    background: variable('editor-background', isLight ? '#ffffff' : '#1f1f1f'),
    foreground,
    focus: variable('focusBorder', '#0078d4'),
    orange: hue('orange', '#d18616'),
    blue: hue('blue', '#3794ff'),
    green: hue('green', '#388a34'),
    purple: hue('purple', '#652d90'),
    red: hue('red', '#e51400'),
    grey: mix(variable('editor-background', '#808080'), foreground, 0.5),
    match: hue('yellow', '#cca700'),
    font: `12px ${variable('font-family', 'sans-serif')}`,
  };
}

/** VS Code changes classes and variables of the page when the theme changes; it sends no message. */
export function onThemeChange(listener: () => void): void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributeFilter: ['style'] });
}

/** Second signs beside colour, for those who tell hues apart badly and for themes of one colour. */
export const PATTERNS = ['rising', 'falling', 'upright', 'dots'] as const;

export type Pattern = (typeof PATTERNS)[number];

/** After so many pixels a hatch begins anew, across and down. */
export const HATCH_SIDE = 6;

/** A fill of stripes or dots, to be laid over a colour. */
export function createHatch(
  context: CanvasRenderingContext2D,
  colour: string,
  alpha: number,
  pattern: Pattern = 'rising',
): CanvasPattern | string {
  const side = HATCH_SIDE;
  const tile = document.createElement('canvas');
  tile.width = tile.height = side;
  const brush = tile.getContext('2d');
  if (brush === null) return withAlpha(colour, alpha);
  brush.strokeStyle = brush.fillStyle = withAlpha(colour, alpha);
  brush.lineWidth = 1.5;
  if (pattern === 'dots') {
    brush.fillRect(1, 1, 2, 2);
    brush.fillRect(4, 4, 2, 2);
  } else {
    stripe(brush, side, pattern);
  }
  return context.createPattern(tile, 'repeat') ?? withAlpha(colour, alpha);
}

function stripe(brush: CanvasRenderingContext2D, side: number, pattern: Exclude<Pattern, 'dots'>): void {
  brush.beginPath();
  if (pattern === 'upright') {
    brush.moveTo(side / 2, 0);
    brush.lineTo(side / 2, side);
  } else {
    const [from, to] = pattern === 'rising' ? [side + 1, -1] : [-1, side + 1];
    // Three strokes, so that the stripe goes on over the corners of the tile.
    for (const offset of [-side, 0, side]) {
      brush.moveTo(offset - 1, from);
      brush.lineTo(offset + side + 1, to);
    }
  }
  brush.stroke();
}
