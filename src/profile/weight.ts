import { formatBytes, formatCount, formatDuration, formatSamples } from './format';
import type { ProfileMeta, Weight } from './tables';
import type { SampleCount } from './units';

/** Counts are thread samples unless a profile says otherwise; what one stands for in seconds is not known then. */
const SAMPLES: Weight = { unit: 'samples', perSample: 1, seconds: 0 };

export function weightOf({ weight }: Pick<ProfileMeta, 'weight'>): Weight {
  return weight ?? SAMPLES;
}

/** How many samples stand behind an amount, or undefined where nobody knows: then no floor can be asked of it. */
export function samplesBehind({ perSample }: Weight, amount: number): SampleCount | undefined {
  return perSample > 0 ? amount / perSample : undefined;
}

/** `1,204 samples, 41 s`; `5.8 s (582 samples)` of a profiler that measures time; `1.2 GB` of one that counts memory. */
export function formatAmount(weight: Weight, amount: number, locale?: string): string {
  const samples = samplesBehind(weight, amount);
  const count = samples === undefined ? '' : formatSamples(Math.round(samples), locale);
  switch (weight.unit) {
    case 'samples': {
      const time = weight.seconds > 0 ? formatDuration(amount * weight.seconds * 1000, locale) : '';
      return [count, time].filter(Boolean).join(', ');
    }
    case 'nanoseconds':
      return withCount(formatDuration(amount / 1e6, locale), count);
    case 'bytes':
      return withCount(formatBytes(amount, locale), count);
    case 'objects':
      return formatCount(amount, locale);
  }
}

/** The same for a column of figures, where the heading says what they are: `1,204`, `5.8 s`, `1.2 GB`. */
export function formatFigure(weight: Weight, amount: number, locale?: string): string {
  switch (weight.unit) {
    case 'samples':
    case 'objects':
      return formatCount(amount, locale);
    case 'nanoseconds':
      return formatDuration(amount / 1e6, locale);
    case 'bytes':
      return formatBytes(amount, locale);
  }
}

function withCount(amount: string, count: string): string {
  return count === '' ? amount : `${amount} (${count})`;
}
