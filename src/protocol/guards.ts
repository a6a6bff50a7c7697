import type { FrameRef } from '../profile/tables';
import type { FromCompare, CompareSnapshot, CompareSide, SavedCompare, ToCompare } from './compare';
import { COMPARE_COLOURS, COMPARE_COLUMNS } from './compare';
import type {
  FlamePlace,
  FlameSnapshot,
  FlameTarget,
  FromFlame,
  SavedFlame,
  ToFlame,
  YearlyCost,
} from './flame';
import { isProfile } from './profile-guard';
import type { Answer, FromPage, Method, Question, Requests, ToPage } from './requests';
import type { Failure, PageLanguage, ProfileSource } from './source';

/**
 * Values from the other side of the border, turned into messages or refused: the host trusts no page, a page trusts
 * no profile. A guard says whether a value has a shape, to the last field that somebody reads; fields beyond that do
 * not matter. What is refused is dropped and logged by the channels.
 */
export type Guard<T> = (value: unknown) => value is T;

/** A guard that demands one of several shapes by their `type`. A member that is missing here does not compile. */
function byType<T extends { readonly type: string }>(shapes: {
  readonly [K in T['type']]: Fields<Omit<Extract<T, { type: K }>, 'type'>>;
}): Guard<T> {
  return (value): value is T => {
    if (!isRecord(value) || typeof value.type !== 'string' || !Object.hasOwn(shapes, value.type)) {
      return false;
    }
    return hasFields(value, shapes[value.type as T['type']]);
  };
}

type Fields<T> = { readonly [K in keyof T]-?: Guard<T[K]> };

function shape<T extends object>(fields: Fields<T>): Guard<T> {
  return (value): value is T => isRecord(value) && hasFields(value, fields);
}

function hasFields(
  value: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, Guard<unknown>>>,
): boolean {
  return Object.entries(fields).every(([name, guard]) => guard(value[name]));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isString: Guard<string> = (value) => typeof value === 'string';
const isNumber: Guard<number> = (value): value is number => Number.isFinite(value);
const isBoolean: Guard<boolean> = (value) => typeof value === 'boolean';

function isOneOf<T extends string>(...texts: readonly T[]): Guard<T> {
  return (value): value is T => texts.some((text) => text === value);
}

function either<A, B>(first: Guard<A>, second: Guard<B>): Guard<A | B> {
  return (value): value is A | B => first(value) || second(value);
}

function optional<T>(guard: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || guard(value);
}

function listOf<T>(guard: Guard<T>): Guard<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(guard);
}

const isLine: Guard<number> = (value): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;
const isView = either(isOneOf('cpu', 'latency'), listOf(isString));
const isPath = listOf(shape({ name: isString, file: optional(isString) }));

export const isSource: Guard<ProfileSource> = shape({
  connectionId: isString,
  group: isString,
  range: either(shape({ start: isNumber, end: isNumber }), shape({ latest: isNumber })),
});

const isTexts: Guard<Readonly<Record<string, string>>> = (value): value is Readonly<Record<string, string>> =>
  isRecord(value) && Object.values(value).every(isString);
const isLanguage = shape<PageLanguage>({ locale: isString, bundle: isTexts });
const isFailure = shape<Failure>({ message: isString, canRetry: isBoolean });
const isCost = shape<YearlyCost>({
  yearly: isNumber,
  product: isString,
  priceSource: isString,
  priceDate: isString,
});

const isFrameRef = shape<FrameRef>({ name: isString, file: isString, firstLine: isLine, lastLine: isLine });

const isTarget: Guard<FlameTarget> = either(
  shape({ function: shape({ name: isString, file: isString }) }),
  shape({ path: isPath }),
);

const isFlameSnapshot = shape<FlameSnapshot>({
  source: isSource,
  connectionLabel: isString,
  start: isNumber,
  end: isNumber,
  fetchedAt: isNumber,
  profile: isProfile,
  view: isView,
  cost: optional(isCost),
  mine: (value): value is Uint8Array => value instanceof Uint8Array,
  minimumSamples: isNumber,
  language: isLanguage,
});

export const isToFlame = byType<ToFlame>({
  load: { group: isString, language: isLanguage },
  show: { snapshot: isFlameSnapshot, target: optional(isTarget) },
  fail: { failure: isFailure, language: isLanguage },
  view: { view: isView },
});

export const isFromFlame = byType<FromFlame>({ ready: {}, view: { view: isView }, retry: {} });

const isFlamePlace = shape<FlamePlace>({
  view: isView,
  zoom: isPath,
  selected: optional(isPath),
  search: isString,
  top: isNumber,
});

/** What VS Code kept for a page may be from an older version of ours, or from nobody of ours. */
export const isSavedFlame = shape<SavedFlame>({ source: isSource, place: isFlamePlace });

const isSide = shape<CompareSide>({
  source: isSource,
  connectionLabel: isString,
  start: isNumber,
  end: isNumber,
  profile: isProfile,
  cost: optional(isCost),
});

const isCompareSnapshot = shape<CompareSnapshot>({
  a: isSide,
  b: isSide,
  view: isView,
  minimumSamples: isNumber,
  language: isLanguage,
});

export const isToCompare = byType<ToCompare>({
  load: { language: isLanguage },
  show: { snapshot: isCompareSnapshot },
  fail: { failure: isFailure, language: isLanguage },
  view: { view: isView },
});

export const isFromCompare = byType<FromCompare>({ ready: {}, view: { view: isView }, retry: {} });

export const isSavedCompare = shape<SavedCompare>({
  a: isSource,
  b: isSource,
  view: isView,
  swapped: isBoolean,
  sort: shape({ column: isOneOf(...COMPARE_COLUMNS), descending: isBoolean }),
  colours: isOneOf(...COMPARE_COLOURS),
});

const isId: Guard<number> = isLine;

const isQuestion = shape<Question>({
  kind: isOneOf('ask'),
  id: isId,
  method: isOneOf('source/reveal'),
  params: isFrameRef,
});

/** Whatever a page may send, given what it may say. */
export function fromPage<T>(isMessage: Guard<T>): Guard<FromPage<T>> {
  return either(shape<{ kind: 'say'; message: T }>({ kind: isOneOf('say'), message: isMessage }), isQuestion);
}

const isAnswer: Guard<Answer> = either(
  // Any result will do here; whoever asked narrows it by the method.
  shape<Extract<Answer, { kind: 'answer' }>>({
    kind: isOneOf('answer'),
    id: isId,
    result: (_): _ is unknown => true,
  }),
  shape<Extract<Answer, { kind: 'refuse' }>>({ kind: isOneOf('refuse'), id: isId, reason: isString }),
);

/** Whatever a host may send, given what it may say. */
export function toPage<T>(isMessage: Guard<T>): Guard<ToPage<T>> {
  return either(shape<{ kind: 'say'; message: T }>({ kind: isOneOf('say'), message: isMessage }), isAnswer);
}

/** One guard per answer, by the question it belongs to. */
export const resultGuards: { readonly [M in Method]: Guard<Requests[M]['result']> } = {
  'source/reveal': isOneOf('opened', 'not-found'),
};
