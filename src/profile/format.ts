import type { DollarsPerYear, Fraction, Milliseconds, SampleCount } from './units';

/**
 * Figures as people read them (UI wording is one place, so that a lens, a tree row, a panel and the terminal say the
 * same of the same number). The locale decides separators; tests and pipes use the default, `en-US`.
 */
const DEFAULT_LOCALE = 'en-US';

/** Between a number and its unit; does not break over lines. */
const NBSP = '\u00a0';

/** `12.4 %`, `100 %`, `< 0.1 %`, `0 %`. The caller says of what. */
export function formatShare(share: Fraction, locale = DEFAULT_LOCALE): string {
  if (!Number.isFinite(share)) {
    return '–';
  }
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) {
    return `<${NBSP}${decimal(0.1, 1, locale)}${NBSP}%`;
  }
  // Rounding must not turn "almost all" into "all", nor write "100.0".
  const whole = percent === 0 || percent === 100;
  const shown = whole ? percent : Math.min(percent, 99.9);
  return `${decimal(percent > 100 ? percent : shown, whole ? 0 : 1, locale)}${NBSP}%`;
}

/** As wide as a digit. */
const FIGURE_SPACE = '\u2007';

/** As wide as `12.4 %`, with spaces before it: shares that are read one below the other stand in a column. */
export function formatShareInColumn(share: Fraction, locale = DEFAULT_LOCALE): string {
  return formatShare(share, locale).padStart(6, FIGURE_SPACE);
}

/** `+6.5 points`, `−0.3 points`: the difference of two shares, in percentage points. */
export function formatPoints(difference: Fraction, locale = DEFAULT_LOCALE): string {
  const points = difference * 100;
  const sign = points < 0 ? '−' : '+';
  return `${sign}${decimal(Math.abs(points), 1, locale)}${NBSP}points`;
}

/** `×1.52`; nothing for a ratio to zero. */
export function formatRatio(ratio: number, locale = DEFAULT_LOCALE): string {
  return Number.isFinite(ratio) ? `×${decimal(ratio, 2, locale)}` : '';
}

/** `1,204 samples`, `1 sample`. Scaled counts are rounded: nobody saw half a sample. */
export function formatSamples(count: SampleCount, locale = DEFAULT_LOCALE): string {
  const whole = Math.round(count);
  return `${decimal(whole, 0, locale)} ${whole === 1 ? 'sample' : 'samples'}`;
}

/** `1,204`, whole. */
export function formatCount(count: number, locale = DEFAULT_LOCALE): string {
  return decimal(count, 0, locale);
}

/** `512 B`, `1.2 kB`, `3.4 MB`, `1.7 GB`, `650 TB`: in steps of a thousand, as disks and bills count. */
export function formatBytes(bytes: number, locale = DEFAULT_LOCALE): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** step;
  return `${decimal(value, value < 10 && step > 0 ? 1 : 0, locale)}${NBSP}${units[step]}`;
}

/** `$412/yr`, `$1.2 k/yr`, `$3.4 M/yr`, `$7.30/yr`, `< $1/yr`: never cents above ten, it is an estimate. */
export function formatDollars(perYear: DollarsPerYear, locale = DEFAULT_LOCALE): string {
  if (perYear < 0) {
    return `−${formatDollars(-perYear, locale)}`;
  }
  if (perYear === 0) {
    return '$0/yr';
  }
  if (perYear < 1) {
    return `<${NBSP}$1/yr`;
  }
  if (perYear < 10) {
    return `$${decimal(perYear, 2, locale)}/yr`;
  }
  if (perYear < 999.5) {
    return `$${decimal(perYear, 0, locale)}/yr`;
  }
  return perYear < 999_950
    ? `$${decimal(perYear / 1e3, 1, locale)}${NBSP}k/yr`
    : `$${decimal(perYear / 1e6, 1, locale)}${NBSP}M/yr`;
}

/** `850 ms`, `4.1 s`, `41 s`, `12 min`, `3.5 h`, `2 d`: two figures, in the unit that makes them small. */
export function formatDuration(length: Milliseconds, locale = DEFAULT_LOCALE): string {
  const units: readonly (readonly [size: number, name: string])[] = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1_000, 's'],
  ];
  const [size, name] = units.find(([unit]) => length >= unit) ?? [1, 'ms'];
  const value = length / size;
  return `${decimal(value, value < 10 && name !== 'ms' && value % 1 >= 0.05 ? 1 : 0, locale)}${NBSP}${name}`;
}

/** `just now`, `12 min ago`, `3 h ago`, `9 days ago`. */
export function formatAge(age: Milliseconds): string {
  const minutes = Math.floor(age / 60_000);
  if (minutes < 1) {
    return age < 10_000 ? 'just now' : `${Math.floor(age / 1000)} s ago`;
  }
  if (minutes < 60) {
    return `${minutes} min ago`;
  }
  const hours = Math.floor(minutes / 60);
  if (hours < 24) {
    return `${hours} h ago`;
  }
  const days = Math.floor(hours / 24);
  return days === 1 ? 'yesterday' : `${days} days ago`;
}

function decimal(value: number, digits: number, locale: string): string {
  return formatter(digits, locale).format(value);
}

/** Making a formatter costs a thousand times what using one does. */
const formatters = new Map<string, Intl.NumberFormat>();

function formatter(digits: number, locale: string): Intl.NumberFormat {
  const key = `${locale} ${digits}`;
  let known = formatters.get(key);
  if (known === undefined) {
    known = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    formatters.set(key, known);
  }
  return known;
}
