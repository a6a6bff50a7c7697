import { formatDuration } from '../../src/profile/format';
import type { EpochMs, Milliseconds } from '../../src/profile/units';
import { element, icon } from '../shared/dom';
import { createButton } from '../shared/kit';
import { rangeText } from '../shared/range-text';
import { locale, t } from '../shared/words';
import { createPopover } from './popover';
import { createRangeCalendar } from './range-calendar';
import type { KeptPeriods, RangeChoice, RangeProblem, Stretch } from './range-model';
import {
  LONGEST,
  PRESETS,
  dayAfter,
  dayStrip,
  inputText,
  inputTime,
  lengthWithin,
  rangeProblem,
  startOfDay,
  stretchesOf,
  weekStrip,
} from './range-model';
import { createRangeStrip } from './range-strip';

/** `10:00 – 11:00 ▾`: which time the profile is of, the latest so-and-so-long or from one time to another. */
export interface RangePicker {
  readonly element: HTMLElement;
  update(shown: RangeView): void;
}

export interface RangeView {
  readonly choice: RangeChoice;
  /** What the profile that is shown is of. */
  readonly shown: Stretch;
  readonly now: EpochMs;
  /** When there are profiles, as far as it was asked for; undefined while that is on its way. */
  readonly kept: readonly KeptPeriods[] | undefined;
  /** Why it is not known when there are profiles, and what to do about it. */
  readonly problem?: string;
}

export interface RangeActions {
  readonly choose: (range: RangeChoice) => void;
  /** Days came into view: when there are profiles in them is asked for. */
  readonly need: (days: Stretch) => void;
}

/** What somebody is about to choose; forgotten when the picker closes. */
interface Draft {
  readonly range: Stretch;
  readonly month: EpochMs;
  /** The day in the strip; undefined: the last seven. */
  readonly day: EpochMs | undefined;
}

export function createRangePicker(actions: RangeActions): RangePicker {
  const presets = element('div', { className: 'range-presets', role: 'group' });
  presets.setAttribute('aria-label', t('Latest'));
  const calendar = createRangeCalendar({ turn: (month) => change({ month }, true), choose: chooseDay });
  const strip = createRangeStrip((range) => change({ range }, true));
  const stripTitle = element('span', { className: 'range-days' });
  const week = createButton({ label: t('Last 7 Days'), onClick: () => change({ day: undefined }, true) });
  const status = element('p', { className: 'dim', role: 'status' });
  const from = createTimeInput(t('From'), () => type());
  const to = createTimeInput(t('To'), () => type());
  const problemWords = element('span', { role: 'alert' });
  const problem = element('p', { className: 'range-problem' }, icon('error'), problemWords);
  const hint = element('p', { className: 'dim' });
  const cancel = createButton({ label: t('Cancel'), onClick: () => popover.close() });
  const show = createButton({ label: t('Show'), appearance: 'primary', onClick: () => finish() });
  const content = element(
    'div',
    { className: 'range-picker' },
    presets,
    calendar.element,
    element('div', { className: 'range-strip-head' }, stripTitle, week),
    strip.element,
    status,
    element('div', { className: 'range-inputs' }, from.element, to.element),
    problem,
    hint,
    element('div', { className: 'popover-actions' }, cancel, show),
  );
  const popover = createPopover({ label: t('Time range'), content, onOpen: begin });

  let view: RangeView | undefined;
  let stretches: readonly Stretch[] = [];
  let draft: Draft | undefined;
  let asked: Stretch | undefined;

  function update(shown: RangeView): void {
    if (shown.kept !== view?.kept) stretches = stretchesOf(shown.kept ?? []);
    view = shown;
    const { start, end } = shown.shown;
    const text = rangeText(start, end, shown.now, locale());
    popover.setText(text, 'latest' in shown.choice ? `${latestText(shown.choice.latest)}: ${text}` : text);
    if (popover.isOpen()) draw();
  }

  function begin(): HTMLElement | undefined {
    if (!view) return undefined;
    const { shown, choice } = view;
    presets.replaceChildren(...PRESETS.map((latest) => presetOf(latest, choice)));
    draft = { range: shown, month: shown.end - 1, day: undefined };
    asked = undefined;
    fillInputs();
    draw();
    return (
      presets.querySelector<HTMLElement>('[aria-pressed="true"]') ??
      presets.querySelector('button') ??
      undefined
    );
  }

  function change(part: Partial<Draft>, isTyped: boolean): void {
    if (!draft) return;
    draft = { ...draft, ...part };
    // What is being typed stays as it is typed.
    if (isTyped && part.range) fillInputs();
    draw();
  }

  function chooseDay(day: EpochMs): void {
    change({ day, month: day, range: { start: day, end: dayAfter(day, 1) } }, true);
  }

  function type(): void {
    const range = { start: inputTime(from.input.value), end: inputTime(to.input.value) };
    const isSound = rangeProblem(range.start, range.end, Infinity) === undefined;
    if (isSound) change({ range }, false);
    else draw();
  }

  function draw(): void {
    if (!draft || !view) return;
    const { now } = view;
    const { range, month, day } = draft;
    const shownStrip = day === undefined ? weekStrip(now) : dayStrip(day);
    calendar.update({ month, day, now, stretches });
    strip.update({ strip: shownStrip, range, stretches });
    stripTitle.textContent = day === undefined ? t('Last 7 days') : dayText(day);
    week.hidden = day === undefined;
    status.textContent = statusText(view, shownStrip, stretches);
    const wrong = rangeProblem(inputTime(from.input.value), inputTime(to.input.value), now);
    problemWords.textContent = wrong ? problemText(wrong) : '';
    problem.hidden = !wrong;
    show.toggleAttribute('disabled', wrong !== undefined);
    hint.textContent = zoneText(range.start);
    ask(shownStrip, month);
  }

  /** Once for what is in view, however often it is drawn. */
  function ask(days: Stretch, month: EpochMs): void {
    const first = startOfDay(new Date(month).setDate(1));
    const needed = { start: Math.min(days.start, first), end: Math.max(days.end, dayAfter(first, 31)) };
    if (asked?.start === needed.start && asked.end === needed.end) return;
    asked = needed;
    actions.need(needed);
  }

  function fillInputs(): void {
    if (!draft) return;
    from.input.value = inputText(draft.range.start);
    to.input.value = inputText(draft.range.end);
  }

  function presetOf(latest: Milliseconds, choice: RangeChoice): HTMLElement {
    const button = element('button', { type: 'button', textContent: latestText(latest) });
    button.setAttribute('aria-pressed', String('latest' in choice && choice.latest === latest));
    button.addEventListener('click', () => {
      popover.close();
      actions.choose({ latest });
    });
    return button;
  }

  function finish(): void {
    const range = { start: inputTime(from.input.value), end: inputTime(to.input.value) };
    if (!view || rangeProblem(range.start, range.end, view.now)) return;
    popover.close();
    actions.choose(range);
  }

  for (const { input } of [from, to]) {
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      // Else it would press the button too, which has the focus by then.
      event.preventDefault();
      finish();
    });
  }
  return { element: popover.element, update };
}

function createTimeInput(label: string, onInput: () => void) {
  const input = element('input', { type: 'datetime-local', step: '60' });
  input.addEventListener('input', onInput);
  return { input, element: element('label', {}, element('span', { textContent: label }), input) };
}

function latestText(latest: Milliseconds): string {
  const minutes = latest / 60_000;
  if (minutes < 60) return t('Latest {0} minutes', minutes);
  if (minutes === 60) return t('Latest hour');
  return minutes <= 24 * 60 ? t('Latest {0} hours', minutes / 60) : t('Latest {0} days', minutes / (24 * 60));
}

function dayText(day: EpochMs): string {
  const options = { weekday: 'long', day: 'numeric', month: 'long' } as const;
  return new Intl.DateTimeFormat(locale(), options).format(day);
}

function statusText({ kept, problem }: RangeView, days: Stretch, stretches: readonly Stretch[]): string {
  if (problem) return problem;
  if (!kept) return t('Looking for profiles…');
  const length = lengthWithin(days, stretches);
  if (length === 0) return t('No profiles in these days.');
  const [some, all] = [length, days.end - days.start].map((one) => formatDuration(one, locale()));
  return some === all ? t('Profiles without a gap.') : t('Profiles for {0} of {1}.', some, all);
}

function problemText(problem: RangeProblem): string {
  switch (problem) {
    case 'incomplete':
      return t('Say when the range starts and when it ends.');
    case 'ends-first':
      return t('The range ends before it starts: choose a later end.');
    case 'too-long':
      return t('At most {0} days can be shown at once: choose a shorter range.', LONGEST_DAYS);
    case 'to-come':
      return t('The range is still to come: choose an earlier start.');
  }
}

const LONGEST_DAYS = LONGEST / (24 * 60 * 60_000);

/** Which zone all these times are of, and how far from UTC, in which the service keeps its hours. */
function zoneText(time: EpochMs): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const parts = new Intl.DateTimeFormat(locale(), { timeZoneName: 'longOffset' }).formatToParts(time);
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const zone = timeZone === 'UTC' || offset === timeZone ? timeZone : `${timeZone} (${offset})`;
  return t('Times are in {0}. At most {1} days at once.', zone, LONGEST_DAYS);
}
