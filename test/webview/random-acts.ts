import assert from 'node:assert/strict';
import { randomOf } from '../fixtures/random';

/**
 * Something that happens to a page, and means something in every state, so that a sequence still does when acts are taken
 * out of it.
 */
export interface Act<K extends string> {
  readonly kind: K;
  /** In [0, 1): which of the boxes, steps or answers that there are. */
  readonly pick: number;
}

export interface RandomActs<K extends string> {
  readonly kinds: readonly K[];
  readonly sequences: number;
  /** Acts in each of them. */
  readonly length: number;
  /** Throws when something is wrong during or after them. */
  readonly play: (acts: readonly Act<K>[]) => void;
}

/** Plays sequences that the same seeds always make again, and prints the fewest acts that still fail. */
export function checkRandomActs<K extends string>({ kinds, sequences, length, play }: RandomActs<K>): void {
  const problemOf = (acts: readonly Act<K>[]): string => {
    try {
      play(acts);
      return '';
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  for (let seed = 1; seed <= sequences; seed++) {
    const random = randomOf(seed);
    const acts = Array.from({ length }, () => ({
      kind: kinds[Math.floor(random() * kinds.length)],
      pick: random(),
    }));
    if (problemOf(acts) === '') continue;
    const few = shrunk(acts, (some) => problemOf(some) !== '');
    assert.fail(`seed ${seed}: ${problemOf(few)}\nafter ${printActs(few)}`);
  }
}

/** The same failure with as few acts as will do: halves are taken out first, then ever smaller parts. */
function shrunk<T>(acts: readonly T[], fails: (acts: readonly T[]) => boolean): readonly T[] {
  for (let size = acts.length >> 1; size > 0; size >>= 1) {
    for (let from = 0; from + size <= acts.length; from++) {
      const fewer = [...acts.slice(0, from), ...acts.slice(from + size)];
      if (fails(fewer)) return shrunk(fewer, fails);
    }
  }
  return acts;
}

function printActs(acts: readonly Act<string>[]): string {
  return acts.map(({ kind, pick }) => `${kind} ${pick.toFixed(2)}`).join(', ');
}
