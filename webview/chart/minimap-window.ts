import type { Fraction } from '../../src/profile/units';
import type { Viewport } from './viewport';

/**
 * The window of a minimap, as arithmetic: which part of it a hand has taken hold of and where that leads. Everything is
 * a fraction of the whole graph.
 */
export type Span = Pick<Viewport, 'left' | 'right'>;

/** An edge moves alone; inside, both do; outside, the window comes to the hand first. */
export type Grip = 'left' | 'right' | 'inside' | 'outside';

/**
 * @param reach how far beside an edge still takes hold of it. Inside a narrow window only a quarter of it does, so that
 *   there is a middle to be dragged.
 */
export function gripAt({ left, right }: Span, at: Fraction, reach: Fraction): Grip {
  const inner = Math.min(reach, (right - left) / 4);
  if (at >= left - reach && at <= left + inner) return 'left';
  if (at >= right - inner && at <= right + reach) return 'right';
  return at > left && at < right ? 'inside' : 'outside';
}

/** Where the window is after the hand has moved by so much since it took hold. An edge stops before the other one. */
export function dragged({ left, right }: Span, grip: Grip, by: Fraction, finest: Fraction): Span {
  switch (grip) {
    case 'left':
      return { left: clamp(left + by, 0, right - finest), right };
    case 'right':
      return { left, right: clamp(right + by, left + finest, 1) };
    case 'inside':
    case 'outside':
      return moved({ left, right }, by);
  }
}

/** The window of the same width with its middle at a place, or as near to it as the graph goes. */
export function centred({ left, right }: Span, at: Fraction): Span {
  return moved({ left, right }, at - (left + right) / 2);
}

/** Where a key leads: arrows move by a tenth of the window, pages by nine, signs zoom about its middle. */
export function spanAfterKey(span: Span, key: string, finest: Fraction): Span | undefined {
  const width = span.right - span.left;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return moved(span, -width / 10);
    case 'ArrowRight':
    case 'ArrowUp':
      return moved(span, width / 10);
    case 'PageDown':
      return moved(span, -width * 0.9);
    case 'PageUp':
      return moved(span, width * 0.9);
    case 'Home':
      return moved(span, -1);
    case 'End':
      return moved(span, 1);
    case '+':
    case '=':
      return zoomed(span, width / 1.5, finest);
    case '-':
      return zoomed(span, width * 1.5, finest);
    case '0':
      return { left: 0, right: 1 };
    default:
      return undefined;
  }
}

function zoomed(span: Span, wanted: Fraction, finest: Fraction): Span {
  const width = clamp(wanted, finest, 1);
  const left = clamp((span.left + span.right - width) / 2, 0, 1 - width);
  return { left, right: left + width };
}

function moved({ left, right }: Span, by: Fraction): Span {
  const width = right - left;
  const start = clamp(left + by, 0, 1 - width);
  return { left: start, right: start + width };
}

/** The lower bound wins where a window as fine as it may be leaves no room. */
function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
