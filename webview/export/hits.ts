import type { SampleCount } from '../../src/profile/units';

/** Boxes that a search found, and the samples with one of them in their stack: each sample once. */
export interface Hits {
  /** Indices of boxes, in preorder. */
  readonly boxes: readonly number[];
  readonly samples: SampleCount;
}

export interface SearchedBox {
  readonly level: number;
  readonly width: SampleCount;
}

/** A box within a box that was found has been counted with it: in preorder, that is until the level is left. */
export function countHits(boxes: readonly SearchedBox[], isHit: (index: number) => boolean): Hits {
  const found: number[] = [];
  let samples = 0;
  let within = Infinity;
  boxes.forEach(({ level, width }, index) => {
    if (level <= within) within = Infinity;
    if (!isHit(index)) return;
    found.push(index);
    if (level > within) return;
    within = level;
    samples += width;
  });
  return { boxes: found, samples };
}

/** `2 of 14 · 12.4 %`; which one it is only once somebody went there. */
export function hitText(count: number, at: number, share: string): string {
  if (count === 0) return 'nothing found';
  const boxes =
    at < 0 ? `${count.toLocaleString('en-US')} found` : `${at + 1} of ${count.toLocaleString('en-US')}`;
  return [boxes, share].filter(Boolean).join(' · ');
}
