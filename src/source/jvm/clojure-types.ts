import { symbolAt } from './clojure-forms';
import { functionMethods, functionName, munge, typeMethods } from './clojure-names';
import type { Form } from './clojure-reader';
import { insideOf, numbered, type Around, type ClojureWalk } from './clojure-symbols';

/** Records, types and protocols, and methods that are written in lists: in a type, for one, in an object, by a value. */

/** `defrecord` and `deftype`. */
export function readType(walk: ClojureWalk, form: Form, isRecord: boolean, around: Around): void {
  const name = symbolAt(form, 1);
  if (name === undefined) return;
  const row = walk.symbols.type(form, name, around, [
    ...typeMethods(walk.base, name, isRecord),
    ...walk.symbols.onFirstLine(form, [
      `${walk.base}$fn__*`,
      `${walk.base}$fn__*$${functionName(`->${name}`)}__*`,
      `${walk.base}$fn__*$${functionName(`map->${name}`)}__*`,
    ]),
  ]);
  readMethods(walk, form.items.slice(3), { ...around, row }, [`${walk.base}/${munge(name)}`]);
}

/** Calls go through functions that it makes itself. */
export function readProtocol(walk: ClojureWalk, form: Form, around: Around): void {
  const name = symbolAt(form, 1);
  if (name === undefined) return;
  const dispatch = `${walk.base}$fn__*`;
  const evaluated = `${walk.base}$eval*$fn__*`;
  const classes = [dispatch, evaluated, `${dispatch}$G__*__*`, `${evaluated}$G__*__*`];
  const calls = functionMethods(classes).filter(({ method }) => !method.startsWith('<'));
  walk.symbols.type(form, name, around, calls);
}

export function readReified(walk: ClojureWalk, form: Form, around: Around): void {
  // The number of a function around is left out: `shop$total$fn__5` has `shop$total$fn$reify__7`.
  const prefixes = around.prefixes.flatMap((prefix) => [prefix, prefix.replace(/__\*\$$/, '$')]);
  const classes = [...new Set(prefixes.map((prefix) => `${prefix}reify__*`))];
  const row = walk.symbols.add({
    name: 'reify',
    title: '<reify>',
    kind: 'class',
    parent: around.row,
    whole: form,
    body: form,
    jvm: classes.flatMap((className) =>
      ['<init>', '<clinit>', 'meta', 'withMeta'].map((method) => ({ className, method })),
    ),
  });
  readMethods(walk, form.items.slice(1), { ...around, row }, classes);
}

function readMethods(
  walk: ClojureWalk,
  items: readonly Form[],
  around: Around,
  classes: readonly string[],
): void {
  for (const item of items) {
    const name = item.kind === 'list' ? symbolAt(item, 0) : undefined;
    if (name === undefined) continue;
    // Macros make it anew, so that it begins where the type does.
    const lines = walk.symbols.linesFrom(item, around);
    const row = walk.symbols.add({
      name,
      kind: 'method',
      parent: around.row,
      whole: item,
      body: item,
      jvm: classes.map((className) => ({ className, method: munge(name), ...(lines && { lines }) })),
    });
    walk.body(item.items.slice(1), insideOf(around, row, classes));
  }
}

/** Of `extend-type` and `proxy`: every method is a function in a map. */
export function readMethodsAsFunctions(
  walk: ClojureWalk,
  items: readonly Form[],
  around: Around,
  before: readonly Form[],
): void {
  for (const item of before) walk.code(item, { ...around, position: 'value' });
  for (const item of items) {
    const name = item.kind === 'list' ? symbolAt(item, 0) : undefined;
    if (name !== undefined) readAsFunction(walk, item, name, around, item.items.slice(1));
  }
}

export function readDefMethod(walk: ClojureWalk, form: Form, around: Around): void {
  const name = symbolAt(form, 1);
  const own = symbolAt(form, 3);
  if (name === undefined) return;
  readAsFunction(walk, form, name, around, form.items.slice(own === undefined ? 3 : 4), own);
}

function readAsFunction(
  walk: ClojureWalk,
  form: Form,
  name: string,
  around: Around,
  body: readonly Form[],
  own = 'fn',
): void {
  const classes = numbered(around.prefixes, own);
  const row = walk.symbols.made(form, name, around, classes, walk.symbols.linesFrom(form, around));
  walk.body(body, insideOf(around, row, classes));
}
