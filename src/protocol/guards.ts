import { isRecord } from '../base/is-record';
import { NORMALIZATIONS } from '../profile/compare-normalization';
import type { FrameRef } from '../profile/tables';
import type { ThreadSplit } from '../profile/thread-frames';
import type { EpochMs, Milliseconds } from '../profile/units';
import type { FromCompare, CompareSnapshot, CompareSide, SavedCompare, ToCompare } from './compare';
import { COMPARE_COLOURS, COMPARE_COLUMNS } from './compare';
import type { FlameSnapshot, FlameTarget, FromFlame, SavedFlame, ToFlame, YearlyCost } from './flame';
import { isProfile } from './profile-guard';
import type {
  Answer,
  FromPage,
  Method,
  NoParams,
  ProfileTimes,
  Question,
  Requests,
  ToPage,
} from './requests';
import type { Guard } from './shapes';
import {
  byType,
  either,
  isAnything,
  isBoolean,
  isBytes,
  isNumber,
  isOneOf,
  isString,
  isWholeNumber,
  listOf,
  optional,
  shape,
  textUpTo,
} from './shapes';
import type { Failure, PageLanguage, ProfileSource, SourceRange } from './source';
import { MAX_TEXT_LENGTH } from './view-spec';
import { isNamedView, isPath, isView, isViewName, isViewSpec } from './view-spec-guard';

/**
 * Values from the other side of the border, turned into messages or refused: the host trusts no page, a page trusts
 * no profile. What is refused is dropped and logged by the channels.
 */

/** The range of a Date: beyond it a time has no text, and no service could be asked about it. */
const isTime: Guard<EpochMs> = (value): value is EpochMs => isNumber(value) && Math.abs(value) <= 8.64e15;

const TEN_YEARS: Milliseconds = 10 * 366 * 24 * 3_600_000;

const isDuration: Guard<Milliseconds> = (value): value is Milliseconds =>
  isNumber(value) && value > 0 && value <= TEN_YEARS;

const isRange: Guard<SourceRange> = either(
  (value): value is { start: EpochMs; end: EpochMs } =>
    shape({ start: isTime, end: isTime })(value) && value.start <= value.end,
  shape({ latest: isDuration }),
);

export const isSource: Guard<ProfileSource> = shape({
  connectionId: isString,
  group: isString,
  range: isRange,
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

const isFrameRef = shape<FrameRef>({
  name: isString,
  file: isString,
  firstLine: isWholeNumber,
  lastLine: isWholeNumber,
});

const isTarget: Guard<FlameTarget> = either(
  shape({ function: shape({ name: isString, file: isString }) }),
  shape({ path: isPath }),
);

const isFlameSnapshot = shape<FlameSnapshot>({
  source: isSource,
  label: isString,
  connectionLabel: isString,
  start: isNumber,
  end: isNumber,
  fetchedAt: isNumber,
  profile: isProfile,
  threads: optional(shape<ThreadSplit>({ count: isWholeNumber, separate: isBoolean })),
  view: isView,
  cost: optional(isCost),
  mine: isBytes,
  myCode: listOf(isString),
  minimumSamples: isNumber,
  isLive: isBoolean,
  autoRefresh: isBoolean,
  whyNoViews: isString,
  language: isLanguage,
});

export const isToFlame = byType<ToFlame>({
  load: { group: isString, language: isLanguage },
  show: { snapshot: isFlameSnapshot, target: optional(isTarget) },
  fail: { failure: isFailure, language: isLanguage },
  view: { view: isView },
  spec: { spec: isViewSpec },
});

export const isFromFlame = byType<FromFlame>({
  ready: {},
  view: { view: isView },
  retry: {},
  range: { range: isRange },
  refresh: { on: isBoolean },
  threads: { separate: isBoolean },
});

/** What VS Code kept for a page may be from an older version of ours, or from nobody of ours. */
export const isSavedFlame = shape<SavedFlame>({
  source: isSource,
  spec: isViewSpec,
  table: isBoolean,
  autoRefresh: isBoolean,
});

const isSide = shape<CompareSide>({
  source: isSource,
  label: isString,
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

export const isFromCompare = byType<FromCompare>({
  ready: {},
  view: { view: isView },
  retry: {},
  'change-side': { side: isOneOf('a', 'b') },
});

export const isSavedCompare = shape<SavedCompare>({
  a: isSource,
  b: isSource,
  spec: isViewSpec,
  normalization: isOneOf(...NORMALIZATIONS),
  swapped: isBoolean,
  sort: shape({ column: isOneOf(...COMPARE_COLUMNS), descending: isBoolean }),
  colours: isOneOf(...COMPARE_COLOURS),
});

const isNothing = shape<NoParams>({});

const isText = textUpTo(MAX_TEXT_LENGTH);

/** One guard per question, by its method: what a page may ask about. */
const paramGuards: { readonly [M in Method]: Guard<Requests[M]['params']> } = {
  'source/reveal': isFrameRef,
  'times/list': isNothing,
  'export/save': shape({ name: textUpTo(255), bytes: isBytes }),
  'link/copy': shape({ spec: isViewSpec }),
  'text/copy': shape({ text: isString }),
  'views/list': isNothing,
  'views/save': isNamedView,
  'views/delete': shape({ name: isViewName }),
  'my-code/set': shape({ namespaces: listOf(isText, 1000) }),
};

const isAsking = shape<Pick<Question, 'kind' | 'id' | 'method'>>({
  kind: isOneOf('ask'),
  id: isWholeNumber,
  method: (value): value is Method => typeof value === 'string' && Object.hasOwn(paramGuards, value),
});

const isQuestion: Guard<Question> = (value): value is Question =>
  isAsking(value) && paramGuards[value.method]((value as { params?: unknown }).params);

/** Whatever a page may send, given what it may say. */
export function fromPage<T>(isMessage: Guard<T>): Guard<FromPage<T>> {
  return either(shape<{ kind: 'say'; message: T }>({ kind: isOneOf('say'), message: isMessage }), isQuestion);
}

const isAnswer: Guard<Answer> = either(
  // Any result will do here; whoever asked narrows it by the method.
  shape<Extract<Answer, { kind: 'answer' }>>({
    kind: isOneOf('answer'),
    id: isWholeNumber,
    result: isAnything,
  }),
  shape<Extract<Answer, { kind: 'refuse' }>>({
    kind: isOneOf('refuse'),
    id: isWholeNumber,
    reason: isString,
  }),
);

/** Whatever a host may send, given what it may say. */
export function toPage<T>(isMessage: Guard<T>): Guard<ToPage<T>> {
  return either(shape<{ kind: 'say'; message: T }>({ kind: isOneOf('say'), message: isMessage }), isAnswer);
}

const isTimes = listOf(isNumber);

/** One guard per answer, by the question it belongs to. */
export const resultGuards: { readonly [M in Method]: Guard<Requests[M]['result']> } = {
  'source/reveal': isOneOf('opened', 'not-found'),
  'times/list': shape<ProfileTimes>({ fiveMinutes: isTimes, hours: isTimes, days: isTimes }),
  'export/save': isOneOf('saved', 'cancelled'),
  'link/copy': isOneOf('copied'),
  'text/copy': isOneOf('copied'),
  'views/list': listOf(isNamedView),
  'views/save': isOneOf('saved', 'cancelled'),
  'views/delete': isOneOf('deleted', 'cancelled'),
  'my-code/set': isOneOf('saved'),
};
