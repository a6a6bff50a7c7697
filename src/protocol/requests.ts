import type { FrameRef } from '../profile/tables';

/**
 * Questions that a page asks and the host answers. One row per question; the asking function, the handlers and the
 * guards are typed by this map, so that a question without an answer does not compile.
 */
export interface Requests {
  /** Shows the function in the editor, at the line where the program was seen. */
  'source/reveal': { readonly params: FrameRef; readonly result: RevealOutcome };
}

export type RevealOutcome = 'opened' | 'not-found';

export type Method = keyof Requests;

export type Handlers = {
  readonly [M in Method]: (params: Requests[M]['params']) => Promise<Requests[M]['result']>;
};

/** What goes over the wire from a page. `T` is its union of one-way messages. */
export type FromPage<T> = { readonly kind: 'say'; readonly message: T } | Question;

export type Question = {
  readonly [M in Method]: {
    readonly kind: 'ask';
    readonly id: number;
    readonly method: M;
    readonly params: Requests[M]['params'];
  };
}[Method];

/** What goes over the wire to a page. */
export type ToPage<T> = { readonly kind: 'say'; readonly message: T } | Answer;

export type Answer =
  | { readonly kind: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'refuse'; readonly id: number; readonly reason: string };
