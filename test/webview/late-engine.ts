import { joinProfiles } from '../../src/profile/compare-join';
import type { Engine } from '../../webview/graph/engine-client';
import { GraphEngine } from '../../webview/graph/graph-engine';

/**
 * An engine that answers when it is told to: in the order in which it was asked, as the one in the worker does, and at
 * once, so that a test decides between which two events an answer comes.
 */
export interface LateEngine {
  readonly engine: Engine;
  /** Answers the question that was asked first. @returns whether there was one */
  answer(): boolean;
  /** What is drawn next cannot be. */
  failNext(): void;
}

export function createLateEngine(): LateEngine {
  const inner = new GraphEngine();
  const waiting: { readonly isQuestion: boolean; readonly run: () => void }[] = [];
  let lastQuery: unknown;
  let isFailing = false;

  /** Called back within `answer`, where a promise would be called back some time after. */
  const later = <T>(act: () => T): Promise<T> => {
    const then = (settle: (value: T) => void, fail: (error: unknown) => void): void => {
      const run = (): void => {
        let value: T;
        try {
          value = act();
        } catch (error) {
          return fail(error);
        }
        settle(value);
      };
      waiting.push({ isQuestion: true, run });
    };
    return { then } as unknown as Promise<T>;
  };

  const engine: Pick<Engine, 'load' | 'draw' | 'search' | 'join' | 'compare'> = {
    load: (profile) => void waiting.push({ isQuestion: false, run: () => inner.load(profile) }),
    draw: (spec) =>
      later(() => {
        if (!isFailing) return inner.draw(spec);
        isFailing = false;
        throw new Error('Out of memory.');
      }),
    search: (query) => {
      lastQuery = query;
      return later(() => {
        if (lastQuery !== query) throw new Error('Something else was searched for since.');
        return inner.search(query);
      });
    },
    join: (a, b) => later(() => joinProfiles(a, b)),
    compare: (view, scale, rigour) => later(() => inner.compare(view, scale, rigour)),
  };
  return {
    engine: engine as Engine,
    failNext: () => {
      isFailing = true;
    },
    answer: () => {
      for (;;) {
        const next = waiting.shift();
        next?.run();
        if (!next || next.isQuestion) return next !== undefined;
      }
    },
  };
}
