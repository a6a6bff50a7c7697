import { formatShare } from '../../src/profile/format';
import type { Fraction } from '../../src/profile/units';
import { element } from '../shared/dom';
import { locale, t } from '../shared/words';
import type { Grip, Span } from './minimap-window';
import { centred, dragged, gripAt, spanAfterKey } from './minimap-window';
import type { Silhouette } from './silhouette';
import { outlinePath } from './silhouette';

/** The whole graph in a strip, and in it the window that the chart below shows: dragged, stretched, put elsewhere. */
export interface Minimap {
  readonly element: HTMLElement;
  update(shown: MinimapView): void;
}

export interface MinimapView {
  readonly silhouette: Silhouette;
  readonly viewport: Span;
  /** The narrowest window, see `Stage.finest`. */
  readonly finest: Fraction;
}

/** CSS pixels beside an edge that belong to it: half of what a finger or an unsteady hand needs. */
const REACH = 6;

const SVG = 'http://www.w3.org/2000/svg';

export function createMinimap(onPan: (left: Fraction, right: Fraction) => void): Minimap {
  const path = document.createElementNS(SVG, 'path');
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('viewBox', '0 0 1 1');
  picture.setAttribute('preserveAspectRatio', 'none');
  picture.setAttribute('aria-hidden', 'true');
  picture.append(path);
  const frame = element('div', { className: 'minimap-window', tabIndex: 0, role: 'slider' });
  frame.setAttribute('aria-label', t('Part of the graph that is shown'));
  const [before, after] = [shade(), shade()];
  const strip = element('div', { className: 'minimap' });
  strip.append(picture, before, after, frame);
  let shown: MinimapView | undefined;
  let held: { readonly grip: Grip; readonly from: Fraction; readonly span: Span } | undefined;

  function update(view: MinimapView): void {
    // A path of a thousand points is parsed only when the graph is another one.
    if (view.silhouette !== shown?.silhouette) path.setAttribute('d', outlinePath(view.silhouette));
    shown = view;
    const { left, right } = view.viewport;
    // At the far end a window thinner than its frame would be drawn outside.
    frame.style.left = `min(${percent(left)}, calc(100% - 3px))`;
    frame.style.width = percent(right - left);
    before.style.width = percent(left);
    after.style.left = percent(right);
    after.style.width = percent(1 - right);
    frame.setAttribute('aria-valuenow', String(Math.round(((left + right) / 2) * 100)));
    frame.setAttribute('aria-valuetext', spoken(view.viewport));
  }

  function pan({ left, right }: Span): void {
    onPan(left, right);
  }

  function unitAt(event: PointerEvent): Fraction {
    const { left, width } = strip.getBoundingClientRect();
    return (event.clientX - left) / Math.max(1, width);
  }

  function reach(): Fraction {
    return REACH / Math.max(1, strip.clientWidth);
  }

  function grab(event: PointerEvent): void {
    if (!shown || event.button !== 0) return;
    const from = unitAt(event);
    const grip = gripAt(shown.viewport, from, reach());
    const span = grip === 'outside' ? centred(shown.viewport, from) : shown.viewport;
    held = { grip, from, span };
    strip.setPointerCapture(event.pointerId);
    if (grip === 'outside') pan(span);
  }

  function drag(event: PointerEvent): void {
    if (!shown) return;
    const at = unitAt(event);
    if (!held) {
      strip.dataset.grip = gripAt(shown.viewport, at, reach());
      return;
    }
    pan(dragged(held.span, held.grip, at - held.from, shown.finest));
  }

  strip.addEventListener('pointerdown', grab);
  strip.addEventListener('pointermove', drag);
  strip.addEventListener('lostpointercapture', () => {
    held = undefined;
  });
  // A press on the picture leaves the focus on the window, whose keys go on from there.
  strip.addEventListener('mousedown', (event) => {
    event.preventDefault();
    frame.focus({ preventScroll: true });
  });
  strip.addEventListener('dblclick', () => onPan(0, 1));
  frame.addEventListener('keydown', (event) => {
    const span =
      shown && !event.ctrlKey && !event.metaKey && !event.altKey
        ? spanAfterKey(shown.viewport, event.key, shown.finest)
        : undefined;
    if (!span) return;
    event.preventDefault();
    event.stopPropagation();
    pan(span);
  });
  return { element: strip, update };
}

function shade(): HTMLElement {
  return element('div', { className: 'minimap-shade' });
}

function percent(share: Fraction): string {
  return `${share * 100}%`;
}

function spoken({ left, right }: Span): string {
  return left === 0 && right === 1
    ? t('the whole graph')
    : t(
        '{0} of the graph, from {1} to {2}',
        formatShare(right - left, locale()),
        formatShare(left, locale()),
        formatShare(right, locale()),
      );
}
