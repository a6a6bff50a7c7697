import type { Form } from './clojure-reader';
import type { Span } from './collect';

/**
 * What the macros and special forms of clojure.core do with what they are given, as far as it tells which functions the
 * compiler makes. Names of classes are made elsewhere.
 */

/**
 * Where the value of a form goes. The compiler moves a `loop` or `try` whose value is used into a function of its own;
 * where an unknown macro is around it, either may be.
 */
export type Position = 'tail' | 'statement' | 'value' | 'unknown';

/** Without the namespace that it is called by; '' where no symbol is called. */
export function headOf(form: Form): string {
  const head = form.kind === 'list' || form.kind === 'lambda' ? form.items.at(0) : undefined;
  return head?.kind === 'symbol' ? (head.text.split('/').at(-1) ?? '') : '';
}

export function symbolAt(form: Form, at: number): string | undefined {
  const item = form.items.at(at);
  return item?.kind === 'symbol' ? item.text : undefined;
}

/** What a macro makes a function of is called, or made, on the line of the macro: the lines after it are its own. */
export function afterHead(form: Form): Span {
  const { endIndex } = form.items.at(0) ?? form;
  return { startIndex: endIndex - 1, endIndex: form.endIndex };
}

/** Their body is a function without a name. */
export const FUNCTION_MACROS = new Set([
  ...['lazy-seq', 'delay', 'future', 'dosync', 'sync', 'with-redefs', 'with-bindings', 'thread', 'pvalues'],
]);

/** `m/with-bindings` is somebody else's, of which only the name is known; `async/thread` is the only one there is. */
export function isOfOthers(form: Form, head: string): boolean {
  const called = form.items.at(0)?.text ?? '';
  const isQualified = called.includes('/') && !called.startsWith('clojure.core/');
  return isQualified && FUNCTION_MACROS.has(head) && head !== 'thread';
}

export const LAMBDAS = new Set(['fn', 'fn*', 'bound-fn']);
/** They are or hold a `loop`, which a function is made of where its value is used. */
const LOOPS = new Set(['loop', 'loop*', 'doseq', 'dotimes', 'while', 'areduce', 'amap']);
/** They are or hold a `try`, which stands for itself only as the last form of a function. */
const TRYING = new Set([
  ...['try', 'locking', 'binding', 'with-open', 'with-out-str', 'with-in-str', 'with-precision'],
  ...['with-local-vars', 'with-loading-context'],
]);
/** At the top of a file these are moved into a function. */
export const TOP_WRAPPED = new Set([
  ...LOOPS,
  ...TRYING,
  ...[
    'let',
    'let*',
    'letfn',
    'case',
    'if-let',
    'when-let',
    'if-some',
    'when-some',
    'cond->',
    'cond->>',
    'doto',
  ],
  ...['some->', 'some->>', 'condp', 'defonce', 'defmulti', 'when-first', 'as->', 'proxy'],
]);
/** Their last form is the value, and the others are statements. */
export const BODIES = new Set([
  ...[
    'do',
    'let',
    'let*',
    'when',
    'when-not',
    'when-let',
    'when-some',
    'when-first',
    'letfn',
    'letfn*',
    'try',
  ],
  ...['catch', 'finally', 'loop', 'loop*', 'binding', 'with-open', 'locking', 'doseq', 'dotimes', 'while'],
  ...['with-local-vars', 'if', 'if-not', 'if-let', 'if-some', 'cond', 'case', 'condp'],
]);
/** Their last form is run again and again, and its value is nobody's. */
export const REPEATED = new Set(['doseq', 'dotimes', 'while']);
/** Their first part binds names. */
export const NAMING = new Set(['let', 'let*', 'loop', 'loop*']);
export const BRANCHES = new Set(['if', 'if-not', 'if-let', 'if-some', 'cond', 'case', 'condp']);
export const DEFINING = new Set(['defn', 'defn-', 'defmacro', 'definline']);

/** Whether the compiler makes a function of it, or may. */
export function isMoved(head: string, position: Position): boolean {
  if (TRYING.has(head)) return position !== 'tail';
  return LOOPS.has(head) && (position === 'value' || position === 'unknown');
}

/** A macro that nobody here knows may put what it is given anywhere. */
export function argumentOf(head: string): Position {
  return /^(?:with-|when|if|do|go|let|loop|try|cond|and$|or$|->|some->|as->|doto)/.test(head)
    ? 'unknown'
    : 'value';
}

/** Of `try`: a handler's value is used, what is done finally is not. */
export function tailOf(item: Form, position: Position): Position {
  const head = headOf(item);
  if (head === 'finally') return 'statement';
  return head === 'catch' ? 'value' : position;
}
