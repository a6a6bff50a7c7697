import type { EpochMs } from '../../src/profile/units';

let last: { readonly key: string; readonly text: string } | undefined;

/** `10:00 – 11:00`, with the day where it is not today's, in the person's own time zone and habit. */
export function rangeText(start: EpochMs, end: EpochMs, now: EpochMs, locale: string): string {
  // Asked for whenever a page is updated, and a formatter of dates takes a millisecond to make.
  const key = `${start} ${end} ${Math.floor(now / 60_000)} ${locale}`;
  if (last?.key !== key) last = { key, text: formatRange(start, end, now, locale) };
  return last.text;
}

function formatRange(start: EpochMs, end: EpochMs, now: EpochMs, locale: string): string {
  const isToday = [start, end].every(
    (time) => new Date(time).toDateString() === new Date(now).toDateString(),
  );
  const day = isToday ? {} : ({ month: 'short', day: 'numeric' } as const);
  const format = new Intl.DateTimeFormat(locale, { ...day, hour: '2-digit', minute: '2-digit' });
  return format.formatRange(start, end);
}
