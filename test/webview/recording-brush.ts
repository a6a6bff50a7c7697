import type { Brush } from '../../webview/chart/paint';

/**
 * A canvas that writes down what is drawn on it, a line each, with the settings that the stroke was drawn with. Numbers
 * to a tenth of a pixel: finer differences cannot be seen.
 */
export function createRecordingBrush(): { readonly brush: Brush; readonly lines: string[] } {
  const lines: string[] = [];
  const tenths = (numbers: readonly number[]): string =>
    numbers.map((n) => Math.round(n * 10) / 10).join(' ');
  const brush: Brush = {
    fillStyle: '',
    strokeStyle: '',
    lineWidth: 0,
    font: '',
    textBaseline: 'alphabetic',
    fillRect: (...box) => void lines.push(`fill ${colour(brush.fillStyle)} ${tenths(box)}`),
    strokeRect: (...box) =>
      void lines.push(`frame ${colour(brush.strokeStyle)} ${brush.lineWidth}px ${tenths(box)}`),
    fillText: (text, x, y) => void lines.push(`text ${colour(brush.fillStyle)} ${tenths([x, y])} ${text}`),
  };
  return { brush, lines };
}

function colour(style: Brush['fillStyle']): string {
  return typeof style === 'string' ? style : 'pattern';
}
