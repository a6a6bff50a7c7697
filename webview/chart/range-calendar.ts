import type { EpochMs } from '../../src/profile/units';
import { element } from '../shared/dom';
import { holdsFocus, refocus } from '../shared/focus-place';
import { createButton } from '../shared/kit';
import { locale, t } from '../shared/words';
import type { CalendarDay } from './calendar-model';
import { dayAfterKey, hasData, monthAfter, weeksOf } from './calendar-model';
import type { Stretch } from './range-model';
import { startOfDay } from './range-model';

/** A month in which days with profiles are marked, by a dot and in words. One day is in the order of Tab. */
export interface RangeCalendar {
  readonly element: HTMLElement;
  update(shown: CalendarView): void;
}

export interface CalendarView {
  /** Any time in it. */
  readonly month: EpochMs;
  /** The day that is chosen. */
  readonly day: EpochMs | undefined;
  readonly now: EpochMs;
  readonly stretches: readonly Stretch[];
}

export interface CalendarActions {
  readonly turn: (month: EpochMs) => void;
  readonly choose: (day: EpochMs) => void;
}

export function createRangeCalendar(actions: CalendarActions): RangeCalendar {
  const title = element('span', { className: 'calendar-title' });
  title.setAttribute('aria-live', 'polite');
  const previous = createButton({ label: t('Month before'), icon: 'chevron-left', onClick: () => turn(-1) });
  const next = createButton({ label: t('Month after'), icon: 'chevron-right', onClick: () => turn(1) });
  const head = element('div', { className: 'calendar-head' }, previous, title, next);
  const names = element('tr');
  const body = element('tbody');
  const table = element('table', { className: 'calendar', role: 'grid' }, element('thead', {}, names), body);
  const root = element('div', {}, head, table);
  let shown: CalendarView | undefined;
  /** Where the arrows are, while they are somewhere. */
  let walked: EpochMs | undefined;

  function update(view: CalendarView): void {
    const hadFocus = holdsFocus(body);
    shown = view;
    const first = firstWeekday(locale());
    const weeks = weeksOf(view.month, first);
    const monthText = format(view.month, { month: 'long', year: 'numeric' });
    title.textContent = monthText;
    table.setAttribute('aria-label', monthText);
    names.replaceChildren(...weeks[0].map(({ start }) => weekdayOf(start)));
    const focusable = focusableDay(view, weeks.flat());
    body.replaceChildren(
      ...weeks.map((week) =>
        element('tr', {}, ...week.map((day) => cellOf(day, view, day.start === focusable))),
      ),
    );
    if (hadFocus) refocus(() => body.querySelector<HTMLElement>('[tabindex="0"]')?.focus());
  }

  function turn(months: number): void {
    if (!shown) return;
    walked = undefined;
    actions.turn(monthAfter(shown.month, months));
  }

  function focusableDay({ day, month, now }: CalendarView, days: readonly CalendarDay[]): EpochMs {
    const wanted = [walked, day, startOfDay(now)].find((one) =>
      days.some(({ start, isInMonth }) => isInMonth && start === one),
    );
    return wanted ?? monthAfter(month, 0);
  }

  body.addEventListener('click', (event) => {
    const cell = event.target instanceof Element ? event.target.closest('td') : null;
    if (!cell) return;
    walked = Number(cell.dataset.day);
    actions.choose(walked);
  });
  body.addEventListener('keydown', (event) => {
    const cell = event.target instanceof Element ? event.target.closest('td') : null;
    if (!cell || !shown) return;
    const day = Number(cell.dataset.day);
    const to = dayAfterKey(day, event.key, firstWeekday(locale()));
    if (to !== undefined) {
      walked = to;
      // Also without a new month: the day that is in the order of Tab is another one.
      actions.turn(to);
    } else if (event.key === 'Enter' || event.key === ' ') actions.choose(day);
    else return;
    event.preventDefault();
  });
  return { element: root, update };
}

function cellOf({ start, isInMonth }: CalendarDay, view: CalendarView, isFocusable: boolean): HTMLElement {
  const isMarked = hasData(start, view.stretches);
  const cell = element('td', { role: 'gridcell', tabIndex: isFocusable ? 0 : -1 });
  cell.textContent = String(new Date(start).getDate());
  cell.dataset.day = String(start);
  const name = format(start, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  cell.setAttribute('aria-label', isMarked ? t('{0}, has profiles', name) : t('{0}, no profiles', name));
  cell.setAttribute('aria-selected', String(start === view.day));
  if (start === startOfDay(view.now)) cell.setAttribute('aria-current', 'date');
  cell.classList.toggle('has-data', isMarked);
  cell.classList.toggle('elsewhere', !isInMonth);
  return cell;
}

function weekdayOf(day: EpochMs): HTMLElement {
  const heading = element('th', { scope: 'col', textContent: format(day, { weekday: 'short' }) });
  heading.abbr = format(day, { weekday: 'long' });
  return heading;
}

function format(time: EpochMs, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale(), options).format(time);
}

/** A method in newer engines, a property in others, Monday in those that have neither. */
function firstWeekday(name: string): number {
  const known: Intl.Locale & {
    readonly weekInfo?: { readonly firstDay: number };
    getWeekInfo?(): { readonly firstDay: number };
  } = new Intl.Locale(name);
  return (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1;
}
