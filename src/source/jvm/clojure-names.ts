import type { JvmMethod } from '../symbols';

/** What Clojure's compiler calls the classes that it makes, from `Compiler.munge` and `FnExpr.parse`. */

/** As a Java name, but for dots: `->Cart!` is `__GT_Cart_BANG_`. */
export function munge(name: string): string {
  return name.replace(/[-:+><=~!@#'"%^&*|{}[\]/\\?]/g, (character) => MUNGED[character] ?? character);
}

const MUNGED: Readonly<Record<string, string>> = {
  '-': '_',
  ':': '_COLON_',
  '+': '_PLUS_',
  '>': '_GT_',
  '<': '_LT_',
  '=': '_EQ_',
  '~': '_TILDE_',
  '!': '_BANG_',
  '@': '_CIRCA_',
  '#': '_SHARP_',
  "'": '_SINGLEQUOTE_',
  '"': '_DOUBLEQUOTE_',
  '%': '_PERCENT_',
  '^': '_CARET_',
  '&': '_AMPERSAND_',
  '*': '_STAR_',
  '|': '_BAR_',
  '{': '_LBRACE_',
  '}': '_RBRACE_',
  '[': '_LBRACK_',
  ']': '_RBRACK_',
  '/': '_SLASH_',
  '\\': '_BSLASH_',
  '?': '_QMARK_',
};

/** Class of a namespace, before the `$` and `__init` that follow: `my-shop.core` is `my_shop/core`. */
export function namespaceClass(namespace: string): string {
  return munge(namespace).replaceAll('.', '/');
}

/** What `$` can precede in the name of a function's class. */
export function functionName(name: string): string {
  return munge(name).replaceAll('.', '_DOT_');
}

/** How a function can be entered: `doInvoke` with rest arguments, `invokePrim` with primitive ones. */
const ENTRIES = [
  ...['invoke', 'invokeStatic', 'doInvoke', 'invokePrim', 'applyTo', 'call', 'run'],
  // Constants: keywords, vars, call sites.
  ...['<init>', '<clinit>'],
];

/** @param lines where they are others than those of the symbol, see {@link JvmMethod.lines} */
export function functionMethods(classNames: readonly string[], lines?: JvmMethod['lines']): JvmMethod[] {
  return classNames.flatMap((className) =>
    ENTRIES.map((method) => ({ className, method, ...(lines && { lines }) })),
  );
}

/** What runs when a file is loaded: compiled ahead, `shop.core__init`; form by form, `shop.core$eval*`. */
export function loadingMethods(namespace: string): JvmMethod[] {
  const base = namespaceClass(namespace);
  return [
    ...['load', '<clinit>', '__init0', '__init1', '__init2'].map((method) => ({
      className: `${base}__init`,
      method,
    })),
    ...functionMethods([`${base}$eval*`, `${base}$loading__*__auto____*`]),
  ];
}

/** What a record or type has besides its methods. */
export function typeMethods(base: string, name: string, isRecord: boolean): JvmMethod[] {
  const className = `${base}/${munge(name)}`;
  const factories = [`${base}$__GT_${munge(name)}`, ...(isRecord ? [`${base}$map__GT_${munge(name)}`] : [])];
  const own = ['<init>', '<clinit>', 'getBasis', ...(isRecord ? OF_RECORDS : [])];
  return [...own.map((method) => ({ className, method })), ...functionMethods(factories)];
}

const OF_RECORDS = [
  ...[
    'create',
    'assoc',
    'without',
    'valAt',
    'getLookupThunk',
    'equiv',
    'hasheq',
    'hashCode',
    'equals',
    'meta',
  ],
  ...[
    'withMeta',
    'count',
    'empty',
    'cons',
    'entryAt',
    'seq',
    'iterator',
    'containsKey',
    'size',
    'isEmpty',
    'get',
  ],
  ...['containsValue', 'keySet', 'values', 'entrySet', 'put', 'remove', 'putAll', 'clear'],
];
