import type { Fraction, SampleCount } from './units';

/** What part of the whole a part is; of nothing, none. */
export function share(part: SampleCount, whole: SampleCount): Fraction {
  return whole > 0 ? part / whole : 0;
}
