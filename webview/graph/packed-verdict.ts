import type { ChangeStatus, FunctionChange } from '../../src/profile/compare';
import type { Verdict } from './engine-messages';

/** A verdict on its way from the worker: tens of thousands of objects take a second to copy, one array no time. */
export interface PackedVerdict {
  readonly yardstick: Verdict['yardstick'];
  /** {@link WIDTH} figures a function, one function after the other in the order of the frame table. */
  readonly figures: Float64Array;
}

const STATUSES = ['same', 'slower', 'faster', 'new', 'gone'] as const satisfies readonly ChangeStatus[];

const WIDTH = 15;

export function packVerdict({ yardstick, functions }: Verdict): PackedVerdict {
  const figures = new Float64Array(functions.length * WIDTH);
  functions.forEach((change, row) => {
    const { selfA, selfB, totalA, totalB, deltaSelf, deltaTotal, countA, countB } = change;
    figures.set(
      [
        ...[selfA, selfB, totalA, totalB, deltaSelf, deltaTotal, countA, countB],
        ...change.selfInterval,
        ...change.interval,
        Number(change.selfSignificant),
        Number(change.significant),
        STATUSES.indexOf(change.status),
      ],
      row * WIDTH,
    );
  });
  return { yardstick, figures };
}

export function unpackVerdict({ yardstick, figures }: PackedVerdict): Verdict {
  const functions = Array.from({ length: figures.length / WIDTH }, (_, frame) => changeAt(figures, frame));
  return { yardstick, functions };
}

function changeAt(figures: Float64Array, frame: number): FunctionChange {
  const at = frame * WIDTH;
  return {
    frame,
    selfA: figures[at],
    selfB: figures[at + 1],
    totalA: figures[at + 2],
    totalB: figures[at + 3],
    deltaSelf: figures[at + 4],
    deltaTotal: figures[at + 5],
    countA: figures[at + 6],
    countB: figures[at + 7],
    selfInterval: [figures[at + 8], figures[at + 9]],
    interval: [figures[at + 10], figures[at + 11]],
    selfSignificant: figures[at + 12] === 1,
    significant: figures[at + 13] === 1,
    status: STATUSES[figures[at + 14]],
  };
}
