import type { EpochMs } from '../../profile/units';
import type { OPERATIONS, SHAPES } from './constraints';

/**
 * The types of what operations receive, computed from the derived table: a constraint and its type cannot disagree.
 * Timestamps arrive as epoch milliseconds, blobs as bytes. No behaviour in here.
 */

export type OperationName = keyof typeof OPERATIONS;
export type ShapeName = keyof typeof SHAPES;
/** The exceptions that clients have types for. */
export type ErrorName<O extends OperationName = OperationName> = (typeof OPERATIONS)[O]['errors'][number];

/** The table's columns, as validation.ts walks them. */
export interface Member {
  readonly in: 'uri' | 'querystring' | 'header' | 'body' | 'payload';
  /** Its name on the wire. */
  readonly as: string;
  readonly shape: ShapeName;
  readonly required: boolean;
}

export type Shape =
  | {
      readonly type: 'string';
      readonly pattern?: string;
      readonly min?: number;
      readonly max?: number;
      readonly enum?: readonly string[];
    }
  | { readonly type: 'integer'; readonly min?: number; readonly max?: number }
  | { readonly type: 'boolean' | 'timestamp' | 'blob' }
  | { readonly type: 'list'; readonly of: ShapeName; readonly min?: number; readonly max?: number }
  | { readonly type: 'map'; readonly key: ShapeName; readonly of: ShapeName }
  | {
      readonly type: 'structure';
      readonly members: Readonly<Record<string, { readonly shape: ShapeName; readonly required: boolean }>>;
    };

export interface OperationModel {
  readonly method: string;
  readonly path: string;
  /** Of a success. */
  readonly status: number;
  /** The output member that is the whole HTTP body, without a key around it. */
  readonly payload?: string;
  readonly errors: readonly ErrorName[];
  readonly input: Readonly<Record<string, Member>>;
}

/** What an operation's handler receives once its constraints hold. */
export type Input<O extends OperationName> = Members<(typeof OPERATIONS)[O]['input']>;

type Members<M> = {
  readonly [N in keyof M as M[N] extends { required: true } ? N : never]: ValueOf<M[N]>;
} & {
  readonly [N in keyof M as M[N] extends { required: false } ? N : never]?: ValueOf<M[N]>;
};

type ValueOf<M> = M extends { shape: infer S extends ShapeName } ? ShapeValue<(typeof SHAPES)[S]> : never;

type ShapeValue<S> = S extends { enum: readonly (infer E)[] }
  ? E
  : S extends { type: 'string' }
    ? string
    : S extends { type: 'integer' }
      ? number
      : S extends { type: 'boolean' }
        ? boolean
        : S extends { type: 'timestamp' }
          ? EpochMs
          : S extends { type: 'blob' }
            ? Uint8Array
            : S extends { type: 'list'; of: infer O extends ShapeName }
              ? readonly ShapeValue<(typeof SHAPES)[O]>[]
              : S extends { type: 'map'; of: infer O extends ShapeName }
                ? Readonly<Record<string, ShapeValue<(typeof SHAPES)[O]>>>
                : S extends { type: 'structure'; members: infer M }
                  ? Members<M>
                  : never;
