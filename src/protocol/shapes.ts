import { isRecord } from '../base/is-record';

/**
 * Guards, and how bigger ones are made of smaller ones. A guard says whether a value has a shape, to the last field
 * that somebody reads; fields beyond that do not matter. Which shapes there are is not said here.
 */
export type Guard<T> = (value: unknown) => value is T;

export type Fields<T> = { readonly [K in keyof T]-?: Guard<T[K]> };

export function shape<T extends object>(fields: Fields<T>): Guard<T> {
  return (value): value is T => isRecord(value) && hasFields(value, fields);
}

/** One of several shapes by their `type`. A member that is missing here does not compile. */
export function byType<T extends { readonly type: string }>(shapes: {
  readonly [K in T['type']]: Fields<Omit<Extract<T, { type: K }>, 'type'>>;
}): Guard<T> {
  return (value): value is T => {
    if (!isRecord(value) || typeof value.type !== 'string' || !Object.hasOwn(shapes, value.type)) {
      return false;
    }
    return hasFields(value, shapes[value.type as T['type']]);
  };
}

function hasFields(
  value: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, Guard<unknown>>>,
): boolean {
  return Object.entries(fields).every(([name, guard]) => guard(value[name]));
}

export const isString: Guard<string> = (value) => typeof value === 'string';
export const isNumber: Guard<number> = (value): value is number => Number.isFinite(value);
export const isBoolean: Guard<boolean> = (value) => typeof value === 'boolean';
export const isWholeNumber: Guard<number> = (value): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;
export const isBytes: Guard<Uint8Array> = (value): value is Uint8Array => value instanceof Uint8Array;
export const isAnything: Guard<unknown> = (_): _ is unknown => true;

export function isOneOf<T extends string>(...texts: readonly T[]): Guard<T> {
  return (value): value is T => texts.some((text) => text === value);
}

export function either<A, B>(first: Guard<A>, second: Guard<B>): Guard<A | B> {
  return (value): value is A | B => first(value) || second(value);
}

export function optional<T>(guard: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || guard(value);
}

/** A text of so many characters (UTF-16 units) at the most. */
export function textUpTo(limit: number): Guard<string> {
  return (value): value is string => typeof value === 'string' && value.length <= limit;
}

/** The length is asked first: of a list that is too long, no element is looked at. */
export function listOf<T>(guard: Guard<T>, limit = Infinity): Guard<readonly T[]> {
  return (value): value is readonly T[] =>
    Array.isArray(value) && value.length <= limit && value.every(guard);
}
