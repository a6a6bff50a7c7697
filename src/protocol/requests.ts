import type { FrameRef } from '../profile/tables';
import type { EpochMs } from '../profile/units';
import type { NamedView, ViewSpec } from './view-spec';

/**
 * Questions that a page asks and the host answers. One row per question; the asking function, the handlers and the
 * guards are typed by this map, so that a question without an answer does not compile.
 */
export interface Requests {
  /** Shows the function in the editor, at the line where the program was seen. */
  'source/reveal': { readonly params: FrameRef; readonly result: RevealOutcome };
  /** When the group of this panel has profiles; of a file, never. */
  'times/list': { readonly params: NoParams; readonly result: ProfileTimes };
  /** Asks the person where to, and writes the file. */
  'export/save': {
    readonly params: {
      /** What the file is called unless the person says otherwise, with its ending. */
      readonly name: string;
      readonly bytes: Uint8Array;
    };
    readonly result: Outcome<'saved'>;
  };
  /** Copies a link that opens what this panel shows, in this way. */
  'link/copy': { readonly params: { readonly spec: ViewSpec }; readonly result: 'copied' };
  'text/copy': { readonly params: { readonly text: string }; readonly result: 'copied' };
  /** Named views of the workspace, in the order in which they were saved. */
  'views/list': { readonly params: NoParams; readonly result: readonly NamedView[] };
  /** Under a name that exists: takes its place, after the person agreed. */
  'views/save': { readonly params: NamedView; readonly result: Outcome<'saved'> };
  'views/delete': { readonly params: { readonly name: string }; readonly result: Outcome<'deleted'> };
  /** What counts as the person's own code from now on, everywhere; an empty list to have it guessed again. */
  'my-code/set': { readonly params: { readonly namespaces: readonly string[] }; readonly result: 'saved' };
}

export type NoParams = Readonly<Record<string, never>>;

/** What was done, unless the person thought better of it. */
export type Outcome<Done extends string> = Done | 'cancelled';

export type RevealOutcome = 'opened' | 'not-found';

/** Starts of the periods that have profiles, oldest first: five minutes of a week, hours and days as long as they are kept. */
export interface ProfileTimes {
  readonly fiveMinutes: readonly EpochMs[];
  readonly hours: readonly EpochMs[];
  readonly days: readonly EpochMs[];
}

export type Method = keyof Requests;

/** What one panel answers: all that its page asks. */
export type Handlers<M extends Method = Method> = {
  readonly [K in M]: (params: Requests[K]['params']) => Promise<Requests[K]['result']>;
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
