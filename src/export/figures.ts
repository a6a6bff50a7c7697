import { visibleText } from '../base/visible-text';
import { formatShare } from '../profile/format';
import { share } from '../profile/share';
import type { SampleCount } from '../profile/units';
import { formatAmount, samplesBehind } from '../profile/weight';
import type { Weight } from '../profile/tables';

/** Some functions have no name: a button without words could not be read aloud, nor clicked. */
export function nameText(name: string): string {
  return name === '' ? '<no name>' : visibleText(name);
}

/** Under so many samples a percentage would claim more than is known. */
const FEWEST_SAMPLES = 20;

/** `12.4 % · 1,204 samples`, or the samples alone where all of them together are too few. */
export function figureText(weight: Weight, amount: SampleCount, sum: SampleCount): string {
  return [shareText(weight, amount, sum), formatAmount(weight, amount)].filter(Boolean).join(' · ');
}

/** `12.4 %`, or '' where the whole has too few samples. */
export function shareText(weight: Weight, amount: SampleCount, sum: SampleCount): string {
  const samples = samplesBehind(weight, sum);
  return samples !== undefined && samples < FEWEST_SAMPLES ? '' : formatShare(share(amount, sum));
}
