import type { CodeSymbol, JvmMethod } from '../symbols';
import {
  argumentOf,
  BODIES,
  BRANCHES,
  DEFINING,
  FUNCTION_MACROS,
  headOf,
  isMoved,
  isOfOthers,
  LAMBDAS,
  NAMING,
  REPEATED,
  symbolAt,
  tailOf,
  TOP_WRAPPED,
  type Position,
} from './clojure-forms';
import {
  functionMethods,
  functionName,
  loadingMethods,
  munge,
  namespaceClass,
  typeMethods,
} from './clojure-names';
import { formsOf, type Form } from './clojure-reader';
import { JvmSymbols, type Span } from './collect';

/**
 * What Clojure's compiler makes of a text: a class for every function, written as such or made by a macro of
 * clojure.core. Macros of others are taken for calls; what functions they make is not known, so their frames are found
 * only where a name says enough.
 */
export function clojureSymbolsOf(text: string): readonly CodeSymbol[] {
  return new ClojureReader(text).read();
}

interface Around {
  readonly row: number;
  /** Class names up to and with the `$` that a function within adds its name to. */
  readonly prefixes: readonly string[];
  /** Whether it is the top of a file, where functions keep their names without a number. */
  readonly isTop: boolean;
  readonly position: Position;
  /** The list most closely around: what a macro makes without a place of its own counts to its first line. */
  readonly list: Span | undefined;
  readonly depth: number;
}

const MAX_DEPTH = 500;
/** Every macro that may be one more function doubles the spellings. */
const MAX_SPELLINGS = 8;

class ClojureReader {
  private readonly symbols: JvmSymbols;
  private readonly forms: readonly Form[];
  private base = 'user';
  /** Macros of the file that have the name of one that is known here. */
  private own: ReadonlySet<string> = new Set();

  constructor(text: string) {
    this.symbols = new JvmSymbols(text);
    this.forms = formsOf(text);
  }

  read(): readonly CodeSymbol[] {
    this.own = new Set(
      this.forms.filter((form) => headOf(form) === 'defmacro').map((form) => symbolAt(form, 1) ?? ''),
    );
    for (const form of this.forms) this.top(form);
    return this.symbols.list;
  }

  private get atTop(): Around {
    return { row: 0, prefixes: [`${this.base}$`], isTop: true, position: 'value', list: undefined, depth: 0 };
  }

  private top(form: Form): void {
    const head = headOf(form);
    if (head === 'ns' || head === 'in-ns') return this.namespace(form);
    if (/^(?:do|when|when-not|if|if-not)$/.test(head)) {
      return form.items.slice(1).forEach((one) => this.top(one));
    }
    if (head === 'defonce' || head === 'defmulti') return this.definedOnce(form);
    if (TOP_WRAPPED.has(head)) return this.wrappedAtTop(form, head);
    const isDefinition = head.startsWith('def') && head !== 'defmethod';
    const evaluated = isDefinition ? [] : [`${this.base}$eval*$`];
    const around = this.atTop;
    this.code(form, { ...around, prefixes: [...around.prefixes, ...evaluated] });
  }

  private namespace(form: Form): void {
    const named = form.items.at(1);
    const name = named?.kind === 'quote' ? named.items.at(0)?.text : named?.text;
    if (name === undefined || name === '') return;
    this.base = namespaceClass(name);
    // The function notes that it is loaded.
    this.symbols.addMethods(0, [...loadingMethods(name), ...this.onFirstLine(form, [`${this.base}$fn__*`])]);
  }

  /** The compiler wraps it where it was compiled ahead; the loader wraps whatever is no definition. */
  private wrappedAtTop(form: Form, head: string): void {
    const classes = [`${this.base}$fn__*`, `${this.base}$eval*`];
    const row = this.lambda(form, `<${head}>`, { ...this.atTop, prefixes: [] }, classes, afterHead(form));
    this.call(form, head, { ...this.inside(this.atTop, row, classes), list: form });
  }

  private definedOnce(form: Form): void {
    const name = form.items.at(1)?.text ?? '';
    const classes = [`${this.base}$fn__*`, `${this.base}$eval*`];
    const row = this.symbols.add({
      name,
      kind: 'function',
      parent: 0,
      whole: form,
      named: form.items.at(1),
      body: form,
      jvm: functionMethods(classes),
    });
    const around = { ...this.inside(this.atTop, row, classes), position: 'value' as const };
    const isDirect = headOf(form) === 'defonce';
    for (const item of form.items.slice(2)) {
      if (isDirect) this.value(item, around, name);
      else this.code(item, around);
    }
  }

  /** What a var is set to: a function gets the var's name. */
  private value(form: Form, around: Around, name: string): void {
    const isFunction = form.kind === 'lambda' || LAMBDAS.has(headOf(form));
    if (!isFunction) return this.computed(form, around, name);
    const own = form.kind === 'list' ? symbolAt(form, 1) : undefined;
    const classes = own === undefined ? this.varClasses(around, name) : numbered(around.prefixes, own);
    const row = around.isTop
      ? this.function(form, name, around, classes)
      : this.lambda(form, own ?? '<lambda>', around, classes, form, this.linesOf(form, around));
    const inside = this.inside(around, row, classes);
    if (form.kind === 'lambda') this.short(form, inside);
    else this.body(form.items.slice(1), inside);
  }

  /** `(def handlers (let […] …))` is moved into a function as a `let` at the top is. */
  private computed(form: Form, around: Around, name: string): void {
    if (!around.isTop || !TOP_WRAPPED.has(headOf(form))) return this.code(form, around);
    const classes = [`${this.base}$fn__*`];
    const row = this.symbols.add({
      name,
      kind: 'function',
      parent: around.row,
      whole: form,
      body: form,
      jvm: functionMethods(classes),
    });
    this.call(form, headOf(form), { ...this.inside(around, row, classes), list: form });
  }

  private varClasses(around: Around, name: string): readonly string[] {
    const munged = functionName(name);
    return around.isTop ? [`${this.base}$${munged}`] : numbered(around.prefixes, name);
  }

  private code(form: Form, around: Around): void {
    if (around.depth > MAX_DEPTH) return;
    const deeper = { ...around, depth: around.depth + 1 };
    if (form.kind === 'quote') return;
    if (form.kind === 'syntax') return this.template(form, deeper);
    if (form.kind === 'lambda') return this.anonymous(form, deeper, form.items);
    if (form.kind === 'list' && form.items.length > 0) {
      return this.call(form, headOf(form), { ...deeper, list: form });
    }
    for (const item of form.items) this.code(item, { ...deeper, position: 'value' });
  }

  /** Of a template only what is not quoted runs here. */
  private template(form: Form, around: Around): void {
    if (around.depth > MAX_DEPTH) return;
    const deeper: Around = { ...around, position: 'value', depth: around.depth + 1 };
    for (const item of form.items) {
      if (item.kind === 'unquote') item.items.forEach((one) => this.code(one, deeper));
      else this.template(item, deeper);
    }
  }

  private call(form: Form, head: string, around: Around): void {
    if (isOfOthers(form, head)) return this.unknown(form, head, around);
    if (this.own.has(head) && this.base !== 'clojure/core') return this.ofOwnMacro(form, head, around);
    if (head === 'comment' || head === 'quote' || head === 'var') return;
    if (head === 'def') return this.definition(form, around);
    if (DEFINING.has(head)) return this.defined(form, around);
    if (LAMBDAS.has(head)) return this.literal(form, around);
    if (FUNCTION_MACROS.has(head)) return this.anonymous(form, around, form.items.slice(1), `<${head}>`);
    switch (head) {
      case 'lazy-cat':
        return form.items.slice(1).forEach((one) => this.anonymous(one, around, [one], '<lazy-cat>'));
      case 'letfn':
      case 'letfn*':
        return this.letFunctions(form, around);
      case 'for':
        return this.comprehension(form, around);
      case 'defmethod':
        return this.defMethod(form, around);
      case 'defrecord':
      case 'deftype':
        return this.type(form, head === 'defrecord', around);
      case 'defprotocol':
      case 'definterface':
        return this.protocol(form, around);
      case 'reify':
        return this.reify(form, around);
      case 'proxy':
        return this.methodsAsFunctions(form.items.slice(3), around, form.items.slice(1, 3));
      case 'extend-type':
      case 'extend-protocol':
        return this.methodsAsFunctions(form.items.slice(2), around, []);
      default:
        return this.other(form, head, around);
    }
  }

  private unknown(form: Form, head: string, around: Around): void {
    if (/^def./.test(head) && around.isTop) return this.unknownDefinition(form, around);
    this.parts(form, { ...around, position: 'unknown' });
  }

  /** A macro of this very file may make a function of what it is given. Its template is not looked at. */
  private ofOwnMacro(form: Form, head: string, around: Around): void {
    if (/^def./.test(head) && around.isTop) return this.unknownDefinition(form, around);
    this.moved(form, head, { ...around, position: 'unknown' });
  }

  private other(form: Form, head: string, around: Around): void {
    if (/^def./.test(head) && around.isTop) return this.unknownDefinition(form, around);
    if (!isMoved(head, around.position)) return this.parts(form, around);
    this.moved(form, head, around);
  }

  /** Into a function of its own, surely or perhaps. */
  private moved(form: Form, head: string, around: Around): void {
    const classes = numbered(around.prefixes, 'fn');
    const isSure = around.position !== 'unknown';
    const row = this.lambda(form, `<${head}>`, around, classes, isSure ? afterHead(form) : undefined);
    const within = this.inside(around, row, classes);
    const prefixes = isSure
      ? within.prefixes
      : [...within.prefixes, ...around.prefixes].slice(0, MAX_SPELLINGS);
    this.parts(form, { ...within, prefixes, isTop: false, position: 'tail' });
  }

  /** Arguments of a call; of what only orders its parts, those at the end stand where it stands. */
  private parts(form: Form, around: Around): void {
    const head = headOf(form);
    const { position } = around;
    const items = form.items.slice(head === '' ? 0 : 1);
    const isBody = BODIES.has(head);
    const last = items.length - 1;
    items.forEach((item, i) => {
      if (isBody && BRANCHES.has(head)) {
        return this.code(item, { ...around, position: i === 0 ? 'value' : position });
      }
      if (i === 0 && NAMING.has(head)) return this.bindings(item.items, around);
      const inBody = i === last && !REPEATED.has(head) ? position : 'statement';
      const isArgument = !isBody || (item.kind === 'vector' && i === 0);
      this.code(item, { ...around, position: isArgument ? argumentOf(head) : tailOf(item, inBody) });
    });
  }

  /** A function that a name is bound to carries the name: `let [helper (fn …)]` is `total$helper__*`. */
  private bindings(items: readonly Form[], around: Around): void {
    const inValue: Around = { ...around, position: 'value' };
    for (let i = 1; i < items.length; i += 2) {
      const { kind, text } = items[i - 1];
      if (kind === 'symbol') this.value(items[i], { ...inValue, isTop: false }, text);
      else this.destructured(items[i - 1], items[i], inValue);
    }
  }

  /** `{:keys [price] :or {price (fn [] 0)}}`. */
  private destructured(pattern: Form, value: Form, around: Around): void {
    this.code(pattern, around);
    this.code(value, around);
  }

  private definition(form: Form, around: Around): void {
    const name = symbolAt(form, 1);
    const value = form.items.length > 2 ? form.items.at(-1) : undefined;
    if (name === undefined || value === undefined) return;
    this.value(value, { ...around, position: 'value' }, name);
  }

  private defined(form: Form, around: Around): void {
    const name = symbolAt(form, 1);
    if (name === undefined) return;
    const classes = this.varClasses(around, name);
    const evaluated = around.isTop ? [`${this.base}$eval*$${functionName(name)}__*`] : [];
    const isInline = headOf(form) === 'definline';
    const inlined = isInline ? numbered(around.prefixes, name) : [];
    const all = [...classes, ...evaluated, ...inlined];
    const row = this.function(form, name, around, all);
    if (isInline && around.isTop) this.symbols.addMethods(row, this.inlineExpanded(form));
    const attributes = form.items.slice(2).filter(({ kind }) => kind === 'map');
    for (const item of attributes) this.attributes(item, name, { ...around, list: form });
    const body = form.items
      .slice(2)
      .filter((item) => !attributes.includes(item) || form.items.at(-1) === item);
    this.body(body, this.inside(around, row, all));
  }

  /** Of `{:inline (fn [x] …)}`, which the compiler itself runs. */
  private attributes(map: Form, name: string, around: Around): void {
    map.items.forEach((item, i) => {
      const isInline = i % 2 === 1 && map.items[i - 1].text === ':inline';
      if (isInline) this.inliner(item, name, around);
      else this.code(item, { ...around, position: 'value' });
    });
  }

  /** Begins on the line of the definition; a template has no other. */
  private inliner(form: Form, name: string, around: Around): void {
    const classes = numbered(around.prefixes, `${name}__inliner`);
    const row = this.lambda(form, '<lambda>', around, classes, form, this.linesFrom(form, around));
    this.body(form.items.slice(1), this.inside(around, row, classes));
  }

  /** `definline` has its body made a function and called once while it is expanded, for the code to put in place of a call. */
  private inlineExpanded(form: Form): JvmMethod[] {
    const lines = [
      { from: this.symbols.lineAt(form.startIndex), to: this.symbols.lineAt(form.endIndex - 1) },
    ];
    return functionMethods([`${this.base}$eval*`, `${this.base}$eval*$fn__*`], lines);
  }

  /** `deftest`, `defroutes`, `s/defn`: a var of that name, set to a function, or with one in its metadata. */
  private unknownDefinition(form: Form, around: Around): void {
    const name = symbolAt(form, 1);
    if (name === undefined) return this.parts(form, { ...around, position: 'unknown' });
    const classes = [`${this.base}$${functionName(name)}`, `${this.base}$fn__*`, `${this.base}$eval*$fn__*`];
    const row = this.function(form, name, around, classes);
    if (this.own.has(headOf(form))) {
      this.symbols.addMethods(row, this.onFirstLine(form, [`${this.base}$${functionName(name)}$fn__*`]));
    }
    const inside = this.inside(around, row, classes);
    for (const item of form.items.slice(2)) this.code(item, { ...inside, position: 'unknown' });
  }

  private literal(form: Form, around: Around): void {
    const own = symbolAt(form, 1);
    const classes = numbered(around.prefixes, own ?? 'fn');
    const row = this.lambda(form, own ?? '<lambda>', around, classes, form);
    this.body(form.items.slice(own === undefined ? 1 : 2), this.inside(around, row, classes));
  }

  private anonymous(form: Form, around: Around, body: readonly Form[], title = '<lambda>'): void {
    const classes = numbered(around.prefixes, 'fn');
    const row = this.lambda(
      form,
      title,
      around,
      classes,
      form.kind === 'lambda' ? form : afterHead(form),
      this.linesOf(form, around),
    );
    const inside = this.inside(around, row, classes);
    if (form.kind === 'lambda') this.short(form, inside);
    else this.statements(body, inside);
  }

  /** Of `#(total %)` the call within. */
  private short(form: Form, around: Around): void {
    const call: Form = { ...form, kind: 'list' };
    this.call(call, headOf(call), { ...around, list: call });
  }

  private letFunctions(form: Form, around: Around): void {
    for (const item of form.items.at(1)?.items ?? []) {
      const name = symbolAt(item, 0);
      if (name === undefined) continue;
      const classes = numbered(around.prefixes, name);
      const row = this.lambda(item, name, around, classes, item, this.linesFrom(item, around));
      this.body(item.items.slice(1), this.inside(around, row, classes));
    }
    this.statements(form.items.slice(2), around);
  }

  /** A function per binding, each in a lazy sequence within the last: `iter__5__9$fn__10$iter__7__11$fn__12`. */
  private comprehension(form: Form, around: Around): void {
    const bindings = form.items.at(1)?.items ?? [];
    const [, first] = bindings;
    if (first !== undefined) this.code(first, { ...around, position: 'value' });
    const count = bindings.filter(({ kind }, i) => i % 2 === 0 && kind !== 'keyword').length;
    const classes: string[] = [];
    let level: readonly string[] = around.prefixes;
    for (let i = 0; i < Math.min(count, 4); i++) {
      const iterators = level.map((prefix) => `${prefix}iter__*__*`);
      const bodies = iterators.map((iterator) => `${iterator}$fn__*`);
      classes.push(...iterators, ...bodies);
      level = bodies.map((body) => `${body}$`);
    }
    // Of a chunked sequence the innermost loop is a function once more.
    const chunks = level.map((prefix) => `${prefix}fn__*`);
    const row = this.lambda(form, '<for>', around, [...classes, ...chunks], afterHead(form));
    const prefixes = [...level, ...chunks.map((chunk) => `${chunk}$`)].slice(0, MAX_SPELLINGS);
    const inside: Around = { ...around, row, prefixes, isTop: false, position: 'value' };
    for (const item of [...bindings.slice(2), ...form.items.slice(2)]) this.code(item, inside);
  }

  private defMethod(form: Form, around: Around): void {
    const name = symbolAt(form, 1);
    const own = symbolAt(form, 3);
    if (name === undefined) return;
    this.asFunction(form, name, around, form.items.slice(own === undefined ? 3 : 4), own);
  }

  private asFunction(form: Form, name: string, around: Around, body: readonly Form[], own = 'fn'): void {
    const classes = numbered(around.prefixes, own);
    const row = this.symbols.add({
      name,
      kind: 'function',
      parent: around.row,
      whole: form,
      body: form,
      jvm: functionMethods(classes, this.linesFrom(form, around)),
    });
    this.body(body, this.inside(around, row, classes));
  }

  /** Of `extend-type` and `proxy`: every method is a function in a map. */
  private methodsAsFunctions(items: readonly Form[], around: Around, before: readonly Form[]): void {
    for (const item of before) this.code(item, { ...around, position: 'value' });
    for (const item of items) {
      const name = item.kind === 'list' ? symbolAt(item, 0) : undefined;
      if (name !== undefined) this.asFunction(item, name, around, item.items.slice(1));
    }
  }

  private type(form: Form, isRecord: boolean, around: Around): void {
    const name = symbolAt(form, 1);
    if (name === undefined) return;
    const row = this.symbols.add({
      name,
      kind: 'class',
      parent: around.row,
      whole: form,
      named: form.items[1],
      body: form,
      jvm: [
        ...typeMethods(this.base, name, isRecord),
        ...this.onFirstLine(form, [
          `${this.base}$fn__*`,
          `${this.base}$fn__*$${functionName(`->${name}`)}__*`,
          `${this.base}$fn__*$${functionName(`map->${name}`)}__*`,
        ]),
      ],
    });
    this.methods(form.items.slice(3), { ...around, row }, [`${this.base}/${munge(name)}`]);
  }

  private reify(form: Form, around: Around): void {
    // The number of a function around is left out: `shop$total$fn__5` has `shop$total$fn$reify__7`.
    const prefixes = around.prefixes.flatMap((prefix) => [prefix, prefix.replace(/__\*\$$/, '$')]);
    const classes = [...new Set(prefixes.map((prefix) => `${prefix}reify__*`))];
    const row = this.symbols.add({
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
    this.methods(form.items.slice(1), { ...around, row }, classes);
  }

  private methods(items: readonly Form[], around: Around, classes: readonly string[]): void {
    for (const item of items) {
      const name = item.kind === 'list' ? symbolAt(item, 0) : undefined;
      if (name === undefined) continue;
      // Macros make it anew, so that it begins where the type does.
      const lines = this.linesFrom(item, around);
      const row = this.symbols.add({
        name,
        kind: 'method',
        parent: around.row,
        whole: item,
        body: item,
        jvm: classes.map((className) => ({ className, method: munge(name), ...(lines && { lines }) })),
      });
      this.body(item.items.slice(1), this.inside(around, row, classes));
    }
  }

  /** Calls go through functions that it makes itself. */
  private protocol(form: Form, around: Around): void {
    const name = symbolAt(form, 1);
    if (name === undefined) return;
    const dispatch = `${this.base}$fn__*`;
    const evaluated = `${this.base}$eval*$fn__*`;
    this.symbols.add({
      name,
      kind: 'class',
      parent: around.row,
      whole: form,
      named: form.items[1],
      body: form,
      jvm: functionMethods([dispatch, evaluated, `${dispatch}$G__*__*`, `${evaluated}$G__*__*`]).filter(
        ({ method }) => !method.startsWith('<'),
      ),
    });
  }

  /** Parameters and what follows, once or in lists for each number of arguments. */
  private body(items: readonly Form[], around: Around): void {
    const isSingle = items.some(({ kind }) => kind === 'vector');
    if (isSingle) return this.statements(items, around);
    for (const item of items) {
      if (item.kind === 'list') this.statements(item.items, around);
      else this.code(item, { ...around, position: 'value' });
    }
  }

  private statements(items: readonly Form[], around: Around): void {
    items.forEach((item, i) => {
      const position = i === items.length - 1 ? around.position : 'statement';
      this.code(item, { ...around, position });
    });
  }

  private function(form: Form, name: string, around: Around, classes: readonly string[]): number {
    return this.symbols.add({
      name,
      kind: 'function',
      parent: around.row,
      whole: form,
      named: form.items[1],
      body: form,
      jvm: functionMethods(classes),
    });
  }

  private lambda(
    form: Form,
    title: string,
    around: Around,
    classes: readonly string[],
    body: Span | undefined,
    lines?: JvmMethod['lines'],
  ): number {
    return this.symbols.add({
      name: '<lambda>',
      title,
      kind: 'lambda',
      parent: around.row,
      whole: form,
      body,
      jvm: functionMethods(classes, lines),
    });
  }

  /** A function that is written in full has a place of its own. */
  private linesOf(form: Form, around: Around): JvmMethod['lines'] {
    return form.kind === 'lambda' ? this.linesFrom(form, around) : undefined;
  }

  /** Lines of a function that has no place of its own: the first of the list around, and those of its body. */
  private linesFrom(form: Form, { list }: Around): JvmMethod['lines'] {
    const from = this.symbols.lineAt(form.startIndex);
    const before = list === undefined ? from : this.symbols.lineAt(list.startIndex);
    if (before >= from) return undefined;
    return [
      { from: before, to: before },
      { from, to: this.symbols.lineAt(form.endIndex - 1) },
    ];
  }

  /** Functions that a macro makes of a form without any code in it. */
  private onFirstLine(form: Form, classes: readonly string[]): JvmMethod[] {
    const line = this.symbols.lineAt(form.startIndex);
    return functionMethods(classes, [{ from: line, to: line }]);
  }

  private inside(around: Around, row: number, classes: readonly string[]): Around {
    const prefixes = classes.map((className) => `${className}$`);
    return { ...around, row, prefixes: prefixes.slice(0, MAX_SPELLINGS), isTop: false, position: 'tail' };
  }
}

function numbered(prefixes: readonly string[], name: string): readonly string[] {
  return prefixes.map((prefix) => `${prefix}${functionName(name)}__*`);
}

/** What a macro makes a function of is called, or made, on the line of the macro: the lines after it are its own. */
function afterHead(form: Form): Span {
  const { endIndex } = form.items.at(0) ?? form;
  return { startIndex: endIndex - 1, endIndex: form.endIndex };
}
