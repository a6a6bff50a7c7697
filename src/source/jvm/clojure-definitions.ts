import type { JvmMethod } from '../symbols';
import { headOf, LAMBDAS, symbolAt, TOP_WRAPPED } from './clojure-forms';
import { functionMethods, functionName } from './clojure-names';
import type { Form } from './clojure-reader';
import { atTop, insideOf, numbered, type Around, type ClojureWalk } from './clojure-symbols';

/** Vars and the functions that they are set to, at the top of a file or within a function. */

/** `(def half #(/ % 2))`. */
export function readDef(walk: ClojureWalk, form: Form, around: Around): void {
  const name = symbolAt(form, 1);
  const value = form.items.length > 2 ? form.items.at(-1) : undefined;
  if (name === undefined || value === undefined) return;
  readValue(walk, value, { ...around, position: 'value' }, name);
}

/** `defn` and the macros that end in one. */
export function readDefinition(walk: ClojureWalk, form: Form, around: Around): void {
  const name = symbolAt(form, 1);
  if (name === undefined) return;
  const classes = varClasses(walk, around, name);
  const evaluated = around.isTop ? [`${walk.base}$eval*$${functionName(name)}__*`] : [];
  const isInline = headOf(form) === 'definline';
  const inlined = isInline ? numbered(around.prefixes, name) : [];
  const all = [...classes, ...evaluated, ...inlined];
  const row = walk.symbols.function(form, name, around, all);
  if (isInline && around.isTop) walk.symbols.addMethods(row, expandedInline(walk, form));
  const attributes = form.items.slice(2).filter(({ kind }) => kind === 'map');
  for (const item of attributes) readAttributes(walk, item, name, { ...around, list: form });
  const body = form.items.slice(2).filter((item) => !attributes.includes(item) || form.items.at(-1) === item);
  walk.body(body, insideOf(around, row, all));
}

/** `defonce` and `defmulti`, which ask first whether the var is there. */
export function readDefinedOnce(walk: ClojureWalk, form: Form): void {
  const name = form.items.at(1)?.text ?? '';
  const classes = [`${walk.base}$fn__*`, `${walk.base}$eval*`];
  const top = atTop(walk);
  const row = walk.symbols.function(form, name, top, classes);
  const around = { ...insideOf(top, row, classes), position: 'value' as const };
  const isDirect = headOf(form) === 'defonce';
  for (const item of form.items.slice(2)) {
    if (isDirect) readValue(walk, item, around, name);
    else walk.code(item, around);
  }
}

/** `deftest`, `defroutes`, `s/defn`: a var of that name, set to a function, or with one in its metadata. */
export function readUnknownDefinition(walk: ClojureWalk, form: Form, around: Around): void {
  const name = symbolAt(form, 1);
  if (name === undefined) return walk.parts(form, { ...around, position: 'unknown' });
  const classes = [`${walk.base}$${functionName(name)}`, `${walk.base}$fn__*`, `${walk.base}$eval*$fn__*`];
  const row = walk.symbols.function(form, name, around, classes);
  if (walk.own.has(headOf(form))) {
    walk.symbols.addMethods(
      row,
      walk.symbols.onFirstLine(form, [`${walk.base}$${functionName(name)}$fn__*`]),
    );
  }
  const inside = insideOf(around, row, classes);
  for (const item of form.items.slice(2)) walk.code(item, { ...inside, position: 'unknown' });
}

/** What a var is set to: a function gets the var's name. */
export function readValue(walk: ClojureWalk, form: Form, around: Around, name: string): void {
  const isFunction = form.kind === 'lambda' || LAMBDAS.has(headOf(form));
  if (!isFunction) return readComputed(walk, form, around, name);
  const own = form.kind === 'list' ? symbolAt(form, 1) : undefined;
  const classes = own === undefined ? varClasses(walk, around, name) : numbered(around.prefixes, own);
  const row = around.isTop
    ? walk.symbols.function(form, name, around, classes)
    : walk.symbols.lambda(form, own ?? '<lambda>', around, classes, form, walk.symbols.linesOf(form, around));
  const inside = insideOf(around, row, classes);
  if (form.kind === 'lambda') walk.short(form, inside);
  else walk.body(form.items.slice(1), inside);
}

/** `(def handlers (let […] …))` is moved into a function as a `let` at the top is. */
function readComputed(walk: ClojureWalk, form: Form, around: Around, name: string): void {
  if (!around.isTop || !TOP_WRAPPED.has(headOf(form))) return walk.code(form, around);
  const classes = [`${walk.base}$fn__*`];
  const row = walk.symbols.made(form, name, around, classes);
  walk.call(form, headOf(form), { ...insideOf(around, row, classes), list: form });
}

function varClasses(walk: ClojureWalk, around: Around, name: string): readonly string[] {
  return around.isTop ? [`${walk.base}$${functionName(name)}`] : numbered(around.prefixes, name);
}

/** Of `{:inline (fn [x] …)}`, which the compiler itself runs. */
function readAttributes(walk: ClojureWalk, map: Form, name: string, around: Around): void {
  map.items.forEach((item, i) => {
    const isInline = i % 2 === 1 && map.items[i - 1].text === ':inline';
    if (isInline) readInliner(walk, item, name, around);
    else walk.code(item, { ...around, position: 'value' });
  });
}

/** Begins on the line of the definition; a template has no other. */
function readInliner(walk: ClojureWalk, form: Form, name: string, around: Around): void {
  const classes = numbered(around.prefixes, `${name}__inliner`);
  const row = walk.symbols.lambda(
    form,
    '<lambda>',
    around,
    classes,
    form,
    walk.symbols.linesFrom(form, around),
  );
  walk.body(form.items.slice(1), insideOf(around, row, classes));
}

/** `definline` has its body made a function and called once while it is expanded, for the code to put in place of a call. */
function expandedInline(walk: ClojureWalk, form: Form): JvmMethod[] {
  const lines = [{ from: walk.symbols.lineAt(form.startIndex), to: walk.symbols.lineAt(form.endIndex - 1) }];
  return functionMethods([`${walk.base}$eval*`, `${walk.base}$eval*$fn__*`], lines);
}
