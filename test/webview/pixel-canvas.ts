import type { Ground } from '../../webview/chart/repaint';

/**
 * A canvas whose pixels remember what was painted on them, one on the other, since they were last covered: two pictures are
 * the same when their pixels were made in the same way. Letters are a pixel each, where they begin.
 */
export class PixelCanvas {
  private pixels: string[];
  private readonly clips: Rectangle[] = [];
  private path: Rectangle;
  private clip: Rectangle;
  readonly ground: Ground;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.pixels = Array.from({ length: width * height }, () => 'blank');
    this.clip = this.path = [0, 0, width, height];
    const brush: Ground['brush'] = {
      fillStyle: '',
      strokeStyle: '',
      lineWidth: 0,
      font: '',
      textBaseline: 'alphabetic',
      fillRect: (...box) => this.fill(nameOf(brush.fillStyle), box),
      strokeRect: (...box) => this.stroke(nameOf(brush.strokeStyle), brush.lineWidth, box),
      fillText: (text, x, y) =>
        [...text].forEach((letter, i) => this.fill(`letter ${letter}`, [x + i * LETTER, y, 1, 1])),
      save: () => void this.clips.push(this.clip),
      restore: () => void (this.clip = this.clips.pop() ?? this.clip),
      beginPath: () => undefined,
      rect: (...box) => void (this.path = box),
      clip: () => void (this.clip = this.path),
    };
    this.ground = { brush, move: (dx, dy) => this.move(dx, dy) };
  }

  /** A line for each pixel, with its place. */
  print(): string[] {
    return this.pixels.map((pixel, at) => `${at % this.width},${Math.floor(at / this.width)} ${pixel}`);
  }

  private move(dx: number, dy: number): void {
    this.pixels = this.pixels.map((_, at) => {
      const [x, y] = [(at % this.width) - dx, Math.floor(at / this.width) - dy];
      const isThere = x >= 0 && x < this.width && y >= 0 && y < this.height;
      return isThere ? this.pixels[y * this.width + x] : 'nothing';
    });
  }

  private stroke(style: string, line: number, [x, y, width, height]: Rectangle): void {
    const [left, top] = [x - line / 2, y - line / 2];
    for (const edge of [0, height]) this.fill(style, [left, top + edge, width + line, line]);
    for (const edge of [0, width]) this.fill(style, [left + edge, top + line, line, height - line]);
  }

  private fill(style: string, [left, top, width, height]: Rectangle): void {
    const [clipLeft, clipTop, clipWidth, clipHeight] = this.clip;
    const first = Math.max(0, clipLeft, Math.floor(left));
    const last = Math.min(this.width, clipLeft + clipWidth, Math.ceil(left + width));
    for (let y = Math.max(0, clipTop, Math.floor(top)); y < Math.ceil(top + height); y++) {
      if (y >= Math.min(this.height, clipTop + clipHeight)) return;
      for (let x = first; x < last; x++) {
        const share = covered(x, left, width) * covered(y, top, height);
        const at = y * this.width + x;
        this.pixels[at] =
          share === 1 && !style.startsWith('letter') ? style : `${this.pixels[at]}, ${share} ${style}`;
      }
    }
  }
}

type Rectangle = readonly [left: number, top: number, width: number, height: number];

export const LETTER = 8;

function nameOf(style: Ground['brush']['fillStyle']): string {
  return typeof style === 'string' ? style : 'pattern';
}

/** How much of a pixel lies between two edges. */
function covered(pixel: number, from: number, length: number): number {
  return Math.min(pixel + 1, from + length) - Math.max(pixel, from);
}
