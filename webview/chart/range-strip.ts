import type { EpochMs, Fraction } from '../../src/profile/units';
import { element } from '../shared/dom';
import { locale, t } from '../shared/words';
import type { Edge, Stretch, Strip } from './range-model';
import { dayAfter, drawnRange, edgeAfterKey, filledIn, withEdge } from './range-model';

/** A line of time in which periods with profiles are filled; a range of it is chosen by drawing, or by its two ends. */
export interface RangeStrip {
  readonly element: HTMLElement;
  update(shown: StripView): void;
}

export interface StripView {
  readonly strip: Strip;
  readonly range: Stretch;
  readonly stretches: readonly Stretch[];
}

const MINUTE = 60_000;

export function createRangeStrip(onChange: (range: Stretch) => void): RangeStrip {
  const filled = element('div', { className: 'strip-filled' });
  const marks = element('div', { className: 'strip-marks' });
  const ends = { start: createEnd(t('Start')), end: createEnd(t('End')) };
  const chosen = element('div', { className: 'strip-chosen' }, ends.start, ends.end);
  const line = element('div', { className: 'strip-line' }, filled, chosen);
  const root = element('div', { className: 'strip', role: 'group' }, line, marks);
  root.setAttribute('aria-label', t('Range of time'));
  let shown: StripView | undefined;
  let held: Edge | EpochMs | undefined;

  function update(view: StripView): void {
    const { strip, range, stretches } = view;
    const isSame = shown?.strip.start === strip.start && shown.strip.end === strip.end;
    if (!isSame) marks.replaceChildren(...marksOf(strip));
    shown = view;
    filled.replaceChildren(...filledIn(strip, stretches).map(partOf));
    const [seen] = filledIn(strip, [range]);
    chosen.hidden = !seen;
    if (seen) position(chosen, seen);
    describeEnd(ends.start, range.start, strip);
    describeEnd(ends.end, range.end, strip);
  }

  function timeAt(event: PointerEvent, { start, end }: Strip): EpochMs {
    const { left, width } = line.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - left) / Math.max(1, width)));
    // The right edge belongs to the last period, not to the one after it.
    return Math.min(end - 1, start + share * (end - start));
  }

  line.addEventListener('pointerdown', (event) => {
    if (!shown || event.button !== 0) return;
    const { strip } = shown;
    const edge = (['start', 'end'] as const).find((one) => event.target === ends[one]);
    held = edge ?? timeAt(event, strip);
    line.setPointerCapture(event.pointerId);
    if (typeof held === 'number') onChange(drawnRange(strip, held, held));
  });
  line.addEventListener('pointermove', (event) => {
    if (!shown || held === undefined) return;
    const time = timeAt(event, shown.strip);
    onChange(
      typeof held === 'number'
        ? drawnRange(shown.strip, held, time)
        : withEdge(shown.range, held, time, shown.strip),
    );
  });
  line.addEventListener('lostpointercapture', () => {
    held = undefined;
  });
  // The press that draws puts the focus on the end that follows the hand.
  line.addEventListener('mousedown', (event) => {
    event.preventDefault();
    (held === 'start' ? ends.start : ends.end).focus({ preventScroll: true });
  });
  for (const edge of ['start', 'end'] as const) {
    ends[edge].addEventListener('keydown', (event) => {
      const range = shown && edgeAfterKey(shown.range, edge, event.key, shown.strip);
      if (!range) return;
      event.preventDefault();
      onChange(range);
    });
  }
  return { element: root, update };
}

function createEnd(label: string): HTMLElement {
  const end = element('div', { className: 'strip-end', tabIndex: 0, role: 'slider' });
  end.setAttribute('aria-label', label);
  return end;
}

/** In minutes from the left edge: a slider's value is a number, and its text is what is read. */
function describeEnd(end: HTMLElement, time: EpochMs, strip: Strip): void {
  const minutes = Math.round((time - strip.start) / MINUTE);
  const most = Math.round((strip.end - strip.start) / MINUTE);
  end.setAttribute('aria-valuemin', '0');
  end.setAttribute('aria-valuemax', String(most));
  end.setAttribute('aria-valuenow', String(Math.min(most, Math.max(0, minutes))));
  end.setAttribute('aria-valuetext', timeText(time));
}

function partOf(part: { readonly left: Fraction; readonly width: Fraction }): HTMLElement {
  const made = element('div');
  position(made, part);
  return made;
}

function position(
  part: HTMLElement,
  { left, width }: { readonly left: Fraction; readonly width: Fraction },
): void {
  part.style.left = `${left * 100}%`;
  part.style.width = `${width * 100}%`;
}

/** Days of a week under their beginning, every sixth hour of a day. */
function marksOf(strip: Strip): HTMLElement[] {
  return markTimes(strip).map((time) => {
    const isDay = strip.end - strip.start > 26 * 60 * MINUTE;
    const format = new Intl.DateTimeFormat(locale(), isDay ? { weekday: 'short' } : { hour: 'numeric' });
    const mark = element('span', { textContent: format.format(time) });
    mark.style.left = `${((time - strip.start) / (strip.end - strip.start)) * 100}%`;
    return mark;
  });
}

function markTimes({ start, end }: Strip): EpochMs[] {
  const tomorrow = dayAfter(start, 1);
  if (tomorrow >= end) return [0, 6, 12, 18].map((hour) => new Date(start).setHours(hour));
  const days: EpochMs[] = [];
  for (let day = start; day < end; day = dayAfter(day, 1)) days.push(day);
  return days;
}

function timeText(time: EpochMs): string {
  return new Intl.DateTimeFormat(locale(), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(time);
}
