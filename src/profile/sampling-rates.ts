import { commonUnit } from './compare-join';
import type { ProfileMeta } from './tables';

/** Looks at a thread per second, where both sides say so. */
export interface UnequalRates {
  readonly a: number;
  readonly b: number;
}

/** Clocks of samplers wander by a few percent; a fifth is another setting. */
const SAME = 1.2;

/**
 * Whether two profiles were sampled at different rates, so that their counts per second or per host differ where the
 * programs do not. Shares do not care, nor do amounts of time: a look at 10 Hz stands for ten times as much of it.
 */
export function unequalRates(a: ProfileMeta, b: ProfileMeta): UnequalRates | undefined {
  const unit = commonUnit(a, b);
  if (unit === undefined || (unit !== 'thread samples' && unit.unit !== 'samples')) return undefined;
  const [one, other] = [secondsPerSample(a), secondsPerSample(b)];
  if (one === 0 || other === 0) return undefined;
  return Math.max(one, other) > SAME * Math.min(one, other) ? { a: 1 / one, b: 1 / other } : undefined;
}

/** 0 where nobody knows. */
function secondsPerSample({ weight }: ProfileMeta): number {
  return weight === undefined ? 0 : weight.seconds * weight.perSample;
}
