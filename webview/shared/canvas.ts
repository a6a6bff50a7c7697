/** A canvas in CSS pixels: sharp on any screen, repainted at most once a frame, and only when somebody asks. */
export interface Surface {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  /**
   * Makes the canvas as large as its stage, in device pixels; painting stays in CSS pixels. A canvas that changes its
   * size is blank, so one that has it already is left alone.
   */
  resize(width: number, height: number): void;
  /** Moves what is painted by CSS pixels that are whole pixels of the screen. */
  readonly move: (dx: number, dy: number) => void;
  /** Paints before the next frame, however often it is asked to. */
  invalidate(): void;
  /** Paints at once, and then not again before the next frame. */
  paint(): void;
}

export function createSurface(paint: (now: DOMHighResTimeStamp) => void): Surface {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  // Opaque: letters are smoothed better on a known ground, and nothing is blended with the page.
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('This window cannot draw: it has no 2D canvas.');
  let frame = 0;
  let spare: OffscreenCanvasRenderingContext2D | undefined;
  /** Over another canvas: one that is drawn on itself is copied first, and in a dearer way. */
  const move = (dx: number, dy: number): void => {
    const { width, height } = canvas;
    if (spare?.canvas.width !== width || spare.canvas.height !== height) {
      spare = new OffscreenCanvas(width, height).getContext('2d', { alpha: false }) ?? undefined;
    }
    const ratio = window.devicePixelRatio;
    spare?.drawImage(canvas, Math.round(dx * ratio), Math.round(dy * ratio));
    context.save();
    context.resetTransform();
    if (spare) context.drawImage(spare.canvas, 0, 0);
    context.restore();
  };
  return {
    canvas,
    context,
    resize: (width, height) => {
      const ratio = window.devicePixelRatio;
      const [across, down] = [width, height].map((length) => Math.max(1, Math.round(length * ratio)));
      if (canvas.width === across && canvas.height === down) return;
      canvas.width = across;
      canvas.height = down;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
    },
    move,
    invalidate: () => {
      if (frame !== 0) return;
      frame = requestAnimationFrame((now) => {
        frame = 0;
        paint(now);
      });
    },
    paint: () => {
      cancelAnimationFrame(frame);
      frame = 0;
      paint(performance.now());
    },
  };
}

/** While a picture glides, names are fitted into other widths at each frame: a screen has some thousand forms of them. */
const MOST_TEXTS = 20_000;

/**
 * Widths of texts, from widths of characters that are measured once each: thousands of labels a frame would be
 * measured otherwise. Without kerning it errs by less than a pixel on a name.
 */
export function createMeasure(context: CanvasRenderingContext2D, font: string): (text: string) => number {
  const widths = new Map<string, number>();
  const widthOf = (character: string): number => {
    let width = widths.get(character);
    if (width === undefined) {
      // Whoever paints in between has a font of their own set, and knows it.
      const painting = context.font;
      context.font = font;
      width = context.measureText(character).width;
      context.font = painting;
      widths.set(character, width);
    }
    return width;
  };
  const known = new Map<string, number>();
  return (text) => {
    let sum = known.get(text);
    if (sum !== undefined) return sum;
    sum = 0;
    for (const character of text) sum += widthOf(character);
    if (known.size === MOST_TEXTS) known.clear();
    known.set(text, sum);
    return sum;
  };
}
